// Pictures on pages and news: only what the gate clears at that moment, wherever the piece is read.
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "media/testing_gallery.h"
#include "site/news_item.h"
#include "site/piece.h"
#include "site/site.h"

using namespace site;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

class Pictures : public media::testing::Gallery {
public:
    Pictures() {
        for (const auto permission : {site::may_manage, may_write_news, may_write_pages, may_publish}) let("web", permission);
        write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("teacher"), {std::string(may_write_news.name), auth::ScopeKind::school, north.value}); });
        EXPECT_EQ(web().post("/website/appearance", {{"open", "1"}, {"colour", "#7a1f1f"}, {"seen", "0"}}).status, 303);
        builder = add_student("Rosa", "Lindqvist");
        allow(builder);
        robots = ready({builder}, "Robots");
        empty_room = ready({}, "The new library");
        news = posted("/website/news", {{"title_en", "Robot club wins"}, {"body_en", "At the fair."}, {"whole_district", "1"}, {"for_families", "1"}});
        page = posted("/website/pages", {{"path", "/clubs"}, {"title_en", "Clubs"}, {"body_en", "All of them."}, {"menu_order", "100"}});
    }

    roster::PersonId builder;
    media::PictureId robots, empty_room;
    std::string news, page;  // "/website/news/1"

    static std::string text(const http::Response& response) { return std::string(response.content()); }
    http::TestClient web() { return as("web"); }
    std::string posted(const std::string& to, const http::TestClient::FormFields& form) { return std::string(web().post(to, form).find_header("Location").value_or("")); }
    void publish(const std::string& piece) { EXPECT_EQ(web().post(piece + "/publication", {{"seen", "1"}}).status, 303); }
    http::Response put(const std::string& piece, media::PictureId picture, std::string_view who = "web") {
        return as(who).post(piece + "/pictures", {{"picture", std::to_string(picture.value)}, {"purpose", "news"}});
    }
    http::Response take_off(const std::string& piece, media::PictureId picture, std::string_view who = "web") {
        return as(who).post(piece + "/pictures/" + std::to_string(picture.value) + "/removal", {});
    }
    std::string public_news() const { return "/news/" + news.substr(news.rfind('/') + 1) + "-robot-club-wins"; }
    std::string read_by_family(const std::string& path) { return text(as("nobody").get(path)); }
    /// All places in which a family may meet the first picture of the item of news.
    std::vector<std::string> places() { return {public_news(), "/news", "/", "/news/feed.atom", "/news/feed.json", "/news/school/north-school"}; }
    void say_no() {
        write([&](db::Write& db) { media::testing::say_all(db, now, builder, builder, false); });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(PiecePictures, StandWhereverThePieceIsRead, Pictures) {
    EXPECT_TRUE(shows(web().get(news), "No picture stands here yet."));
    EXPECT_TRUE(shows(web().get(news + "/pictures"), "Robots"));
    ASSERT_EQ(put(news, robots).status, 303);
    ASSERT_EQ(put(news, empty_room).status, 303);
    ASSERT_EQ(put(page, robots).status, 303);
    EXPECT_TRUE(shows(web().get(news), "May be shown"));
    EXPECT_TRUE(shows(web().get(news), fmt::format("<a href=\"/images/{}\">Robots</a>", robots.value)));
    let("tech2", may_write_news);
    EXPECT_TRUE(shows(as("tech2").get(news), "<b>Robots</b>")) << "who may not open a picture gets no link to it";
    EXPECT_TRUE(shows(web().get(news + "/pictures"), "Stands on the page already."));
    EXPECT_THAT(read_by_family("/news"), Not(HasSubstr("/pictures/"))) << "a draft";
    publish(news);
    publish(page);
    for (const auto& path : places()) EXPECT_THAT(read_by_family(path), HasSubstr(address_of(robots, path == public_news() || path.starts_with("/news/feed") ? 800 : 320))) << path;
    const auto item = read_by_family(public_news());
    EXPECT_THAT(item, HasSubstr("alt=\"Students build a robot\""));
    EXPECT_THAT(item, HasSubstr("width=\"800\" height=\"600\""));
    EXPECT_LT(item.find(address_of(robots)), item.find("<p>At the fair."));
    EXPECT_GT(item.find(address_of(empty_room)), item.find("<p>At the fair."));
    EXPECT_THAT(read_by_family("/es" + public_news()), HasSubstr("alt=\"Estudiantes construyen un robot\""));
    EXPECT_THAT(read_by_family("/clubs"), HasSubstr(address_of(robots)));
    const auto feed = boost::json::parse(read_by_family("/news/feed.json"));
    EXPECT_TRUE(std::string(feed.at("items").at(0).at("image").as_string()).ends_with(address_of(robots)));
    EXPECT_EQ(feed.at("items").at(0).at("attachments").at(0).at("mime_type").as_string(), "image/jpeg");
    EXPECT_THAT(read_by_family("/news/feed.atom"), HasSubstr("rel=\"enclosure\" type=\"image/jpeg\""));
}

TEST_ON_EVERY_BACKEND(PiecePictures, AreGoneEverywhereWithANo, Pictures) {
    put(news, robots);
    put(news, empty_room);
    put(page, robots);
    publish(news);
    publish(page);
    const auto before = address_of(robots, 320), large = address_of(robots);
    say_no();
    for (const auto& path : places()) {
        const auto shown = read_by_family(path);
        EXPECT_THAT(shown, Not(HasSubstr(before))) << path;
        EXPECT_THAT(shown, Not(HasSubstr(large))) << path;
        EXPECT_THAT(shown, HasSubstr("/pictures/")) << path << ": the other one stands there still";
    }
    EXPECT_THAT(read_by_family("/clubs"), Not(HasSubstr("<img")));
    EXPECT_TRUE(shows(web().get(page + "/pictures"), "The new library"));
    EXPECT_THAT(text(web().get(page + "/pictures")), Not(HasSubstr("Robots")));
    EXPECT_EQ(put(page, robots).status, 409);
}

TEST_ON_EVERY_BACKEND(PiecePictures, KeepAPageNoLongerThanTheyMayBeShown, Pictures) {
    put(news, robots);
    publish(news);
    const auto until = std::get<media::Clearance>(gate(robots)).until();
    ASSERT_TRUE(until) << "what was allowed ends some day";
    for (const auto& path : places()) {
        const auto response = as("nobody").get(path);
        ASSERT_TRUE(response.valid_until) << path;
        EXPECT_LE(*response.valid_until, *until) << path;
    }
    now = *until;
    for (const auto& path : places()) EXPECT_THAT(read_by_family(path), Not(HasSubstr("/pictures/"))) << path << ": no commit, only the clock";
}

TEST_ON_EVERY_BACKEND(PiecePictures, AreTakenOffAgain, Pictures) {
    put(news, robots);
    put(news, robots);
    publish(news);
    EXPECT_EQ(take_off(news, robots).status, 303);
    EXPECT_THAT(read_by_family(public_news()), Not(HasSubstr("/pictures/")));
    EXPECT_TRUE(shows(web().get(news), "No picture stands here yet."));
    EXPECT_TRUE(clears(robots)) << "the picture itself stays";
    EXPECT_EQ(take_off(news, robots).status, 303) << "once more: nothing happens";
}

TEST_ON_EVERY_BACKEND(PiecePictures, ArePutThereByWhoMayWriteIt, Pictures) {
    EXPECT_EQ(as("nobody").get(news + "/pictures").status, 303) << "to sign-in";
    EXPECT_EQ(as("tech").get(news + "/pictures").status, 404);
    EXPECT_EQ(put(news, robots, "tech").status, 404);
    EXPECT_EQ(put(news, robots, "teacher").status, 404) << "writes for one school alone";
    EXPECT_EQ(take_off(news, robots, "teacher").status, 404);
    EXPECT_EQ(put("/website/pages/" + news.substr(news.rfind('/') + 1), robots).status, 404) << "of the other kind";
    EXPECT_EQ(put(news, {9999}).status, 404);
    EXPECT_EQ(web().post(news + "/pictures", {{"picture", "x"}}).status, 404);
    EXPECT_EQ(put(news, bring_in("Not looked at yet")).status, 409);
}

TEST_ON_EVERY_BACKEND(PiecePictures, ThatWaitForSomethingAreNotShownAndWritersReadWhy, Pictures) {
    put(news, robots);
    publish(news);
    // Clause 4.4 of docs/policies/images.md: somebody else was seen on it, so all is stated anew.
    const auto other = add_student("Bruno", "Almeida");
    allow(other);
    add_on(robots, other);
    EXPECT_THAT(read_by_family(public_news()), Not(HasSubstr("/pictures/")));
    EXPECT_TRUE(shows(web().get(news), "Not shown"));
    EXPECT_TRUE(shows(web().get(news), "Nobody has stated yet that everybody who can be recognized is marked."));
    state(robots);
    ask(robots);
    EXPECT_THAT(read_by_family(public_news()), HasSubstr(address_of(robots))) << "under its new address, with nobody touching the page";
}

TEST_ON_EVERY_BACKEND(PiecePictures, AreOfferedAPageAtATime, Pictures) {
    std::vector<media::PictureId> more;
    for (int i = 0; i < 24; ++i) more.push_back(ready({}, fmt::format("Empty room {:02}", i)));
    const auto first = text(web().get(news + "/pictures"));
    EXPECT_THAT(first, HasSubstr("Empty room 23"));
    EXPECT_THAT(first, HasSubstr("Empty room 00"));
    EXPECT_THAT(first, Not(HasSubstr("The new library")));
    const auto next = fmt::format("/pictures?purpose=news&amp;after={}", more.front().value);
    EXPECT_THAT(first, HasSubstr(next));
    const auto second = text(web().get(fmt::format("{}/pictures?purpose=news&after={}", news, more.front().value)));
    EXPECT_THAT(second, HasSubstr("The new library"));
    EXPECT_THAT(second, HasSubstr("Robots"));
    EXPECT_THAT(second, Not(HasSubstr("Empty room")));
    EXPECT_TRUE(shows(web().get(news + "/pictures?purpose=promotion"), "No picture may be shown for this now"));
}

TEST_ON_EVERY_BACKEND(PiecePictures, OfWhatIsPublicAreChosenByWhoMayPublish, Pictures) {
    ASSERT_EQ(web().post("/website/rules", {{"review", "1"}, {"longest", "120"}}).status, 303);
    const auto made = as("teacher").post("/website/news", {{"title_en", "Chess"}, {"body_en", "Tuesdays."}, {"school", std::to_string(north.value)}, {"for_families", "1"}});
    const std::string chess(made.find_header("Location").value_or(""));
    ASSERT_EQ(put(chess, robots, "teacher").status, 303) << "a draft";
    EXPECT_TRUE(shows(as("teacher").get(chess), "Add a picture"));
    publish(chess);
    EXPECT_THAT(text(as("teacher").get(chess)), Not(HasSubstr("Add a picture")));
    EXPECT_EQ(put(chess, empty_room, "teacher").status, 403);
    EXPECT_EQ(take_off(chess, robots, "teacher").status, 303) << "who wrote it may always take away";
    EXPECT_EQ(put(chess, empty_room).status, 303);
}
