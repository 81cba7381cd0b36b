// An article's way from draft to its readers, who may do what, and who may read what.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "auth/event.h"
#include "knowledge/testing.h"

using namespace knowledge;
using knowledge::testing::Shelf;

TEST(Release, NeedsAnotherWhenThereIsOne) {
    EXPECT_EQ(release_of(false, 0), Release::by_another);
    EXPECT_EQ(release_of(false, 3), Release::by_another);
    EXPECT_EQ(release_of(true, 0), Release::alone);
    EXPECT_EQ(release_of(true, 1), Release::needs_another);
}

namespace {

class Desk : public Shelf {
protected:
    static http::TestClient::FormFields form(std::string title, std::string audience = "staff") {
        return {{"audience", std::move(audience)}, {"kind", "known_error"}, {"category", "printing"}, {"title_en", std::move(title)}, {"symptom_en", "It blinks"}, {"body_en", "Switch it **off** and on."}};
    }
    std::string begin(std::string_view who, std::string title, std::string audience = "staff") {
        const auto response = as(who).post("/knowledge", form(std::move(title), std::move(audience)));
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    std::string seen(const std::string& address) { return std::to_string(article({std::stoll(address.substr(11))}).revision); }
    http::Response act(std::string_view who, const std::string& address, const std::string& what, http::TestClient::FormFields fields = {}) {
        fields.emplace_back("seen", seen(address));
        return as(who).post(address + what, fields);
    }
    std::string next_year() const { return base::to_iso(today() + std::chrono::days(365)); }
    void grant_publishing(std::string_view who) {
        write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account(who), {std::string(may_publish.name), auth::ScopeKind::everywhere, 0}); });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Article, GoesFromDraftThroughReviewToItsReaders, Desk) {
    const auto address = begin("tech", "Printer blinks");
    EXPECT_TRUE(shows(as("tech").get(address), "Draft"));
    EXPECT_EQ(act("tech", address, "/question").status, 303);
    EXPECT_TRUE(shows(as("cio").get("/knowledge?show=review"), "Printer blinks"));
    EXPECT_EQ(act("tech", address, "/publication", {{"review_by", next_year()}}).status, 403) << "who writes does not publish";
    EXPECT_EQ(act("cio", address, "/return", {{"why", ""}}).status, 422);
    EXPECT_EQ(act("cio", address, "/return", {{"why", "Say which light."}}).status, 303);
    EXPECT_TRUE(shows(as("tech").get(address), "Say which light."));

    auto better = form("Printer blinks orange");
    better.emplace_back("seen", seen(address));
    EXPECT_EQ(as("tech").post(address, better).status, 303);
    EXPECT_EQ(act("tech", address, "/question").status, 303);
    EXPECT_EQ(act("cio", address, "/publication", {{"review_by", "soon"}}).status, 422);
    EXPECT_EQ(act("cio", address, "/publication", {{"review_by", next_year()}}).status, 303);
    EXPECT_TRUE(shows(as("web").get(address), "Printer blinks orange"));
    EXPECT_TRUE(shows(as("tech").get(address + "/history"), "Given back by Ruth Adler: Say which light."));
    const auto compared = as("tech").get(address + "/compare?from=1&to=2");
    EXPECT_TRUE(shows(compared, "<ins><span class=\"visually-hidden\">put in: </span>Printer blinks orange</ins>"));

    std::vector<std::string> actions;
    for (const auto& event : read([&](db::Read& db) { return auth::history(db, "article", std::stoll(address.substr(11))); })) actions.push_back(event.action);
    EXPECT_EQ(actions, (std::vector<std::string>{"created", "asked", "returned", "changed", "asked", "published"}));
}

TEST_ON_EVERY_BACKEND(Article, IsLookedAtByAnotherWhenTwoMayPublish, Desk) {
    const auto address = begin("cio", "Alone");
    // Nobody else may publish: the CIO does, and the article says so.
    EXPECT_TRUE(shows(as("cio").get(address), "no second person looked"));
    EXPECT_EQ(act("cio", address, "/publication", {{"review_by", next_year()}}).status, 303);
    EXPECT_TRUE(shows(as("tech").get(address), "Published by Ruth Adler, who wrote it"));

    grant_publishing("tech2");
    const auto second = begin("cio", "Together");
    EXPECT_EQ(act("cio", second, "/publication", {{"review_by", next_year()}}).status, 409);
    EXPECT_TRUE(shows(as("cio").get(second), "Another person looks first"));
    // A word of tech2 in it makes tech2 an author as well; the other author may not publish it either.
    auto fields = form("Together again");
    fields.emplace_back("seen", seen(second));
    EXPECT_EQ(as("tech2").post(second, fields).status, 303);
    EXPECT_EQ(act("tech2", second, "/publication", {{"review_by", next_year()}}).status, 409);
    EXPECT_EQ(act("cio", second, "/publication", {{"review_by", next_year()}}).status, 409);
    grant_publishing("data");
    EXPECT_EQ(act("data", second, "/publication", {{"review_by", next_year()}}).status, 303);
}

TEST_ON_EVERY_BACKEND(Article, KeepsWhatWasTypedWhenSomebodyElseWasFirst, Desk) {
    const auto address = begin("tech", "First");
    const auto old = seen(address);
    auto one = form("Second");
    one.emplace_back("seen", old);
    EXPECT_EQ(as("tech2").post(address, one).status, 303);
    auto other = form("Third");
    other.emplace_back("seen", old);
    const auto page = as("tech").post(address, other);
    EXPECT_EQ(page.status, 409);
    EXPECT_TRUE(shows(page, "value=\"Third\""));
    EXPECT_EQ(article({std::stoll(address.substr(11))}).latest.content.en.title, "Second");
}

TEST_ON_EVERY_BACKEND(Article, NamesAllThatIsWrongAtOnce, Desk) {
    const auto page = as("tech").post("/knowledge", {{"title_en", ""}, {"symptom_en", "It hums"}, {"title_es", std::string(201, 'a')}, {"body_es", ""}});
    EXPECT_EQ(page.status, 422);
    for (const auto words : {"Write a title in this language", "Write what helps in this language", "A title has at most 200 characters", "It hums"}) EXPECT_TRUE(shows(page, words));
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM knowledge_article").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Article, ThatWaitsForALookStandsInTheDayOfWhoMayGiveIt, Desk) {
    const auto address = begin("tech", "Projector hums");
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "Projector hums")) << "a draft asks nobody";
    EXPECT_EQ(act("tech", address, "/question").status, 303);
    const auto day = as("cio").get("/my-day");
    EXPECT_TRUE(shows(day, "Projector hums"));
    EXPECT_TRUE(shows(day, "Give an article its second look"));
    EXPECT_TRUE(shows(day, fmt::format("href=\"{}\"", address)));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get("/my-day"), "Revisar un artículo"));
    EXPECT_FALSE(shows(as("tech").get("/my-day"), "Projector hums")) << "who may not publish";
    EXPECT_FALSE(shows(as("teacher").get("/my-day"), "Projector hums"));
    grant_publishing("tech");
    EXPECT_FALSE(shows(as("tech").get("/my-day"), "Projector hums")) << "who wrote it does not look at it";
    EXPECT_EQ(act("cio", address, "/publication", {{"review_by", base::to_iso(today() + std::chrono::days(30))}}).status, 303);
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "Projector hums"));
    now += std::chrono::days(31);
    EXPECT_TRUE(shows(as("cio").get("/my-day"), "Look at the article again"));
    EXPECT_TRUE(shows(as("tech").get("/my-day"), "Projector hums")) << "to confirm it as it stands its author may too";
    EXPECT_EQ(act("cio", address, "/confirmation", {{"review_by", next_year()}}).status, 303);
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "Projector hums"));
}

TEST_ON_EVERY_BACKEND(Article, OfTheStaffIsNeverSeenByOthers, Desk) {
    const auto staff = published(Audience::staff, "Safe code of the cabinet", "The cabinet is locked", "It is 4711.");
    const auto open = published(Audience::everybody, "Cabinet of the library", "The cabinet of books", "Ask the librarian.");
    const auto hidden = draft(content(Audience::everybody, "Unfinished cabinet", "cabinet", "cabinet"));
    const auto desk = [](ArticleId id) { return fmt::format("/knowledge/{}", id.value); };
    for (const std::string_view who : {"teacher", "student", "kitchen", "nobody"}) {
        const auto own_status = who == "nobody" ? 303 : 404;
        EXPECT_EQ(as(who).get(desk(staff)).status, own_status) << who;
        EXPECT_EQ(as(who).get(desk(staff) + "/history").status, own_status) << who;
        EXPECT_EQ(as(who).get("/knowledge").status, who == "nobody" ? 303 : 403) << who;
        EXPECT_EQ(as(who).get("/knowledge?q=cabinet").status, who == "nobody" ? 303 : 403) << who;
        EXPECT_EQ(as(who).get(fmt::format("/articles/{}", staff.value)).status, 404) << who;
        EXPECT_EQ(as(who).get(fmt::format("/articles/{}", hidden.value)).status, 404) << who;
        for (const std::string_view page : {"/articles", "/articles?q=cabinet", "/es/articles?q=cabinet", "/search?q=cabinet", "/requests/answers"}) {
            const bool typing = page == "/requests/answers";
            const auto answer = typing ? as(who).post(page, {{"category", "device"}, {"title", "cabinet locked"}, {"part", "1"}}) : as(who).get(page);
            if (who == "nobody" && page.starts_with("/search")) continue;
            EXPECT_EQ(answer.status, 200) << who << page;
            EXPECT_EQ(answer.content().find("Safe code"), std::string_view::npos) << who << page;
            EXPECT_EQ(answer.content().find("Unfinished"), std::string_view::npos) << who << page;
            EXPECT_NE(answer.content().find("Cabinet of the library"), std::string_view::npos) << who << page;
        }
        const auto opened = as(who).post("/requests/answers", {{"category", "device"}, {"title", "cabinet"}, {"open", std::to_string(staff.value)}});
        EXPECT_EQ(opened.status, 404) << who;
        EXPECT_EQ(as(who).post("/requests/answers/solved", {{"solved", std::to_string(staff.value)}}).status, 404) << who;
        as(who).post("/requests/answers/shown", {{"shown", std::to_string(staff.value)}});
    }
    EXPECT_EQ(counted(staff, Step::shown) + counted(staff, Step::opened) + counted(staff, Step::solved), 0);
    EXPECT_EQ(as("data").get(desk(staff)).status, 200) << "who works with requests reads what is for the staff";
    EXPECT_EQ(as("data").get(desk(hidden)).status, 404) << "and no drafts";
    EXPECT_EQ(as("data").get(desk(open) + "/history").status, 404);
    EXPECT_TRUE(shows(as("tech").get("/search?q=cabinet"), "Safe code"));
}

TEST_ON_EVERY_BACKEND(Article, IsReadInPublicInBothLanguagesUntilItIsTakenAway, Desk) {
    Content both = content(Audience::everybody, "Wi-Fi at home", "No network at home", "Ask [us](/requests/new). <script>alert(1)</script>");
    both.es = {"Wi-Fi en casa", "No hay red en casa", "Pregúntenos."};
    const auto id = draft(both);
    publish_it(id);
    const auto number = std::to_string(id.value);
    const auto page = as("nobody").get("/articles/" + number + "-wi-fi-at-home");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "No network at home"));
    EXPECT_EQ(page.content().find("<script>alert"), std::string_view::npos);
    EXPECT_EQ(as("nobody").get("/articles/" + number).status, 308);
    EXPECT_TRUE(shows(as("nobody").get("/es/articles/" + number + "-wi-fi-en-casa"), "No hay red en casa"));
    EXPECT_TRUE(shows(as("nobody").get("/es/articles?q=casa"), "Wi-Fi en casa"));
    EXPECT_TRUE(shows(as("nobody").get("/articles?q=zebra"), "No article fits"));

    const auto address = "/knowledge/" + number;
    EXPECT_EQ(act("tech", address, "/withdrawal", {{"withdraw_why", ""}}).status, 422);
    EXPECT_EQ(act("tech", address, "/withdrawal", {{"withdraw_why", "The router changed"}}).status, 303);
    EXPECT_EQ(as("nobody").get("/articles/" + number + "-wi-fi-at-home").status, 410);
    EXPECT_TRUE(shows(as("nobody").get("/articles"), "There are no articles here yet"));
    EXPECT_EQ(act("tech", address, "/return-to-readers").status, 403);
    EXPECT_EQ(act("cio", address, "/return-to-readers").status, 303);
    EXPECT_EQ(as("nobody").get("/articles/" + number + "-wi-fi-at-home").status, 200);
}

TEST_ON_EVERY_BACKEND(Article, IsMarkedWhenNobodyLookedAgain, Desk) {
    const auto id = published(Audience::staff, "Old habit", "x", "y");
    const auto address = fmt::format("/knowledge/{}", id.value);
    now += std::chrono::days(101);
    EXPECT_TRUE(shows(as("tech").get(address), "This should have been looked at again by now."));
    EXPECT_TRUE(shows(as("tech").get("/knowledge?show=stale"), "Old habit"));
    EXPECT_EQ(act("cio", address, "/confirmation", {{"review_by", next_year()}}).status, 303);
    EXPECT_TRUE(shows(as("tech").get("/knowledge?show=stale"), "No article fits"));
}

TEST_ON_EVERY_BACKEND(Article, ListIsReadPageByPage, Desk) {
    for (int i = 0; i < 55; ++i) draft(content(Audience::staff, fmt::format("Common number{:02}", i), "s", "b"));
    const auto first = as("tech").get("/knowledge");
    EXPECT_TRUE(shows(first, "number54"));
    EXPECT_EQ(first.content().find("number04"), std::string_view::npos);
    const std::string body(first.content());
    const auto at = body.find("rel=\"next\" href=\"") + 17;
    auto next = body.substr(at, body.find('"', at) - at);
    for (auto amp = next.find("&amp;"); amp != std::string::npos; amp = next.find("&amp;")) next.erase(amp + 1, 4);
    EXPECT_TRUE(shows(as("tech").get(next), "number04"));
    EXPECT_TRUE(shows(as("tech").get("/knowledge?q=common&page=2"), "5 articles on this page, the best fit first"));
    EXPECT_TRUE(shows(as("tech").get("/knowledge?q=number33"), "1 article on this page"));
}

TEST_ON_EVERY_BACKEND(Article, PagesTakeWhateverStandsInTheirAddress, Desk) {
    const auto id = published(Audience::everybody, "Plain", "x", "y");
    const auto address = fmt::format("/knowledge/{}", id.value);
    for (const std::string_view query : {"?q=%C3%B1+%F0%9F%96%A8", "?q=%27%22%3B--", "?show=nonsense&kind=nonsense&audience=nonsense&category=%25", "?before=-1&before_at=99999999999999999999", "?page=-5", "?page=9999999"}) {
        EXPECT_EQ(as("tech").get("/knowledge" + std::string(query)).status, 200) << query;
        EXPECT_EQ(as("nobody").get("/articles" + std::string(query)).status, 200) << query;
    }
    for (const std::string_view part : {"/history?before=x", "/compare?from=0&to=-1", "/counts?before=2026-13-99"}) {
        const auto status = as("tech").get(address + std::string(part)).status;
        EXPECT_TRUE(status == 200 || status == 404) << part << " " << status;
    }
    for (const std::string_view wrong : {"/articles/x", "/articles/0", "/articles/-1", "/articles/999999999999999999999", "/knowledge/0", "/knowledge/x"}) EXPECT_EQ(as("tech").get(wrong).status, 404) << wrong;
    // An old page may publish, confirm or take away nothing.
    for (const std::string_view what : {"/confirmation", "/withdrawal"}) {
        EXPECT_EQ(as("cio").post(address + std::string(what), {{"seen", "1"}, {"review_by", next_year()}, {"withdraw_why", "old"}}).status, 409) << what;
    }
    EXPECT_EQ(act("cio", address, "/publication", {{"review_by", next_year()}}).status, 409) << "it is published already";
    EXPECT_EQ(as("cio").get("/articles?q=plain").status, 200);
}

TEST_ON_EVERY_BACKEND(Article, WithAMarkOfWhatWasLeftOutGoesNowhere, Desk) {
    for (const std::string_view mark : {"[name]", "[nombre]", "[device]", "[mail address]", "[número]"}) {
        const auto address = fmt::format("/knowledge/{}", draft(content(Audience::staff, "Cable", "Loose", fmt::format("{} had unplugged it.", mark))).value);
        EXPECT_EQ(act("tech", address, "/question").status, 409) << mark;
        const auto refused = act("cio", address, "/publication", {{"review_by", next_year()}});
        EXPECT_EQ(refused.status, 409) << mark;
        EXPECT_TRUE(shows(refused, "Write what belongs there")) << mark;
    }
    const auto plain = fmt::format("/knowledge/{}", draft(content(Audience::staff, "Cable", "Loose", "See [the list](/news).")).value);
    EXPECT_EQ(act("cio", plain, "/publication", {{"review_by", next_year()}}).status, 303) << "a link is no mark";
}
