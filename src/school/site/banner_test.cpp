#include "site/testing_publishing.h"

using namespace site;
using namespace std::chrono_literals;
using site::testing::Publishing;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_ON_EVERY_BACKEND(Banner, StandsUntilItsTimeIsOver, Publishing) {
    EXPECT_EQ(web().post("/website/banner", {{"text_en", "Snow"}, {"level", "closing"}, {"until", "2026-03-09T10:00"}}).status, 422);
    EXPECT_EQ(web().post("/website/banner", {{"level", "closing"}, {"until", "2026-03-09T12:00"}}).status, 422);
    EXPECT_EQ(web().post("/website/banner", {{"text_en", "Snow"}, {"level", "closing"}, {"link", "javascript:x"}, {"until", "2026-03-09T12:00"}}).status, 422);
    EXPECT_EQ(web().post("/website/banner", {{"text_en", "Snow"}, {"level", "closing"}, {"until", "2026-03-09T12:00"}}).status, 303);
    auto sentence = [&] {
        const auto there = read([&](db::Read& db) { return banners_of_page(db, now, north, html::Language::es); });
        return there.empty() ? "" : there.front().text;
    };
    EXPECT_EQ(sentence(), "Snow");
    EXPECT_TRUE(shows(family().get("/news"), "Snow"));
    now += 2h;
    EXPECT_EQ(sentence(), "");
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("Snow")));
}

TEST_ON_EVERY_BACKEND(Banner, SaysAllThatIsWrongAtOnce, Publishing) {
    const auto refused = web().post("/website/banner", {{"level", "grim"}, {"link", "/nowhere"}, {"from", "soon"}, {"until", "2020-03-09T12:00"}});
    EXPECT_EQ(refused.status, 422);
    for (const char* words : {"Write the sentence in English or in Spanish.", "Choose how grave it is.", "Nothing is at that address of this site.", "Write day and time", "Say until when, a moment to come."}) {
        EXPECT_TRUE(shows(refused, words)) << words;
    }
}

TEST_ON_EVERY_BACKEND(Banner, AClosureTakesOneTap, Publishing) {
    auto page = by(principal);
    EXPECT_EQ(page.post("/website/banner/closure", {{"closure", "closed"}}).status, 403) << "the district is not theirs";
    EXPECT_EQ(page.post("/website/banner/closure", {{"closure", "party"}, {"school", std::to_string(north.value)}}).status, 404);
    ASSERT_EQ(page.post("/website/banner/closure", {{"closure", "closed"}, {"school", std::to_string(north.value)}}).status, 303);
    const auto banners_there = read([&](db::Read& db) { return current_banners(db, now, html::Language::es); });
    ASSERT_EQ(banners_there.size(), 1u);
    EXPECT_THAT(banners_there[0].text, HasSubstr("Cerrado hoy"));
    EXPECT_EQ(banners_there[0].until, now + 13h + 25min) << "midnight in Chicago";
    EXPECT_TRUE(read([&](db::Read& db) { return banners_of_page(db, now, south, html::Language::en); }).empty());
    EXPECT_TRUE(shows(family().get("/news/school/north-school"), "North School: closed today"));
    EXPECT_TRUE(shows(family().get("/schools/north-school"), "Closed today"));
    const auto id = std::to_string(banners_there[0].id);
    EXPECT_EQ(by(nurse).post("/website/banner/" + id + "/end", {{"confirmed", "1"}}).status, 403);
    EXPECT_TRUE(shows(page.post("/website/banner/" + id + "/end"), "End the banner now, and withdraw its news?"));
    EXPECT_EQ(page.post("/website/banner/" + id + "/end", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(read([&](db::Read& db) { return banners_of_page(db, now, north, html::Language::en); }).empty());
}

TEST_ON_EVERY_BACKEND(Banner, AClosureTakesThePlaceOfThatOfTheSamePlaceAndDay, Publishing) {
    const auto north_id = std::to_string(north.value);
    const auto close = [&](const char* how, const std::string& school) { return web().post("/website/banner/closure", {{"closure", how}, {"school", school}}).status; };
    ASSERT_EQ(close("closed", ""), 303);
    ASSERT_EQ(close("closed", north_id), 303);
    ASSERT_EQ(close("early", north_id), 303);
    auto standing = read([&](db::Read& db) { return current_banners(db, now, html::Language::en); });
    ASSERT_EQ(standing.size(), 2u) << "that of the district and one of the school";
    EXPECT_THAT(standing[0].text, HasSubstr("early"));
    EXPECT_EQ(standing[0].school, north);
    EXPECT_FALSE(standing[1].school);
    const auto titles = [&] {
        std::vector<std::string> found;
        for (const auto& line : read([&](db::Read& db) { return latest_news(db, now, north, 10, html::Language::en); })) found.push_back(line.title);
        return found;
    };
    EXPECT_THAT(titles(), ::testing::ElementsAre(HasSubstr("North School: closes early"), HasSubstr("All schools: closed today")));
    const auto events = [&](const char* kind, const char* action) {
        return read([&](db::Read& db) {
            return db.query("SELECT COUNT(*) FROM auth_event WHERE subject_kind = :kind AND action = :action").bind("kind", kind).bind("action", action).one_integer();
        });
    };
    EXPECT_EQ(events("banner", "ended"), 1);
    EXPECT_EQ(events("news", "withdrawn"), 1);
    // The closure of another day stands beside it: nothing of the morrow says what was so today.
    now += 24h;
    ASSERT_EQ(close("late", north_id), 303);
    EXPECT_EQ(events("banner", "ended"), 1);
}

TEST_ON_EVERY_BACKEND(Banner, AClosureEndsWithItsNews, Publishing) {
    ASSERT_EQ(by(principal).post("/website/banner/closure", {{"closure", "closed"}, {"school", std::to_string(north.value)}}).status, 303);
    const auto id = std::to_string(read([&](db::Read& db) { return current_banners(db, now, html::Language::en).at(0).id; }));
    EXPECT_TRUE(shows(by(principal).get("/website/banner"), "and withdraw its news?"));
    EXPECT_TRUE(shows(by(principal).post("/website/banner/" + id + "/end"), "the item of news that says the same is withdrawn"));
    EXPECT_TRUE(shows(family().get("/news"), "closed today")) << "asked first";
    EXPECT_EQ(by(principal).post("/website/banner/" + id + "/end", {{"confirmed", "1"}}).status, 303);
    EXPECT_THAT(text(family().get("/news")), Not(HasSubstr("closed today")));
    EXPECT_TRUE(shows(by(principal).get("/website/news?show=withdrawn"), "North School: closed today"));
}

TEST_ON_EVERY_BACKEND(Banner, OfASchoolStandsBesideTheDistrictsOnAllPagesOfThatSchool, Publishing) {
    const auto set = [&](const std::string& words, const std::string& level, const std::string& school) {
        return web().post("/website/banner", {{"text_en", words}, {"level", level}, {"school", school}, {"until", "2026-03-09T20:00"}}).status;
    };
    const auto north_id = std::to_string(north.value);
    // The school's is between an older and a newer, graver one of the district.
    ASSERT_EQ(set("Tax vote on Tuesday", "notice", ""), 303);
    ASSERT_EQ(set("Closed by water damage", "closing", north_id), 303);
    ASSERT_EQ(set("Storm warning", "danger", ""), 303);
    for (const char* path : {"/schools/north-school", "/news/school/north-school", "/menu/north-school", "/events/school/north-school", "/es/schools/north-school"}) {
        const auto page = family().get(path);
        EXPECT_TRUE(shows(page, "North School: Closed by water damage")) << path;
        EXPECT_TRUE(shows(page, "Tax vote on Tuesday")) << path;
        EXPECT_TRUE(shows(page, "Storm warning")) << path;
    }
    for (const char* path : {"/schools/south-school", "/news/school/south-school", "/schools", "/news"}) {
        EXPECT_THAT(text(family().get(path)), Not(HasSubstr("water damage"))) << path;
        EXPECT_TRUE(shows(family().get(path), "Storm warning")) << path;
    }
}

TEST_ON_EVERY_BACKEND(Banner, LeadsOnlyWhereSomethingIs, Publishing) {
    const auto set = [&](const std::string& link) {
        return web().post("/website/banner", {{"text_en", "Snow"}, {"level", "notice"}, {"link", link}, {"until", "2026-03-09T20:00"}});
    };
    for (const char* bad : {"/nowhere", "/news/../x", "http://plain.example/x", "mailto:a@b.example", "//x.example"}) EXPECT_EQ(set(bad).status, 422) << bad;
    EXPECT_TRUE(shows(set("/nowhere"), "Nothing is at that address of this site."));
    ASSERT_EQ(set("/requests/new").status, 303);
    ASSERT_EQ(set("/schools").status, 303);
    ASSERT_EQ(set("https://weather.example/storm").status, 303);
    const auto page = family().get("/es/news");
    EXPECT_TRUE(shows(page, "<a href=\"/requests/new\">")) << "it has no Spanish address";
    EXPECT_TRUE(shows(page, "<a href=\"/es/schools\">"));
    EXPECT_TRUE(shows(page, "<a href=\"https://weather.example/storm\">"));
}

TEST_ON_EVERY_BACKEND(Banner, CanBeEndedHoweverManyCameAfterIt, Publishing) {
    const auto set = [&](std::optional<roster::OrgId> school, const std::string& words, base::Milliseconds length) {
        BannerForm form;
        form.school = school;
        form.text_en = words;
        form.until = now + length;
        write([&](db::Write& db) { set_banner(db, viewer_of(account("web")), now, form); });
    };
    set(north, "Standing for weeks", std::chrono::days(30));
    set(south, "Of the other school", std::chrono::days(30));
    for (int i = 0; i < 105; ++i) set(std::nullopt, "Short", 1min);
    now += 1h;
    const auto all = read([&](db::Read& db) { return banners(db, viewer_of(account("web")), now); });
    ASSERT_EQ(all.size(), 102u);
    EXPECT_EQ(all[0].form.text_en, "Of the other school");
    EXPECT_EQ(all[1].form.text_en, "Standing for weeks");
    EXPECT_EQ(all[2].form.text_en, "Short");
    const auto of_principal = read([&](db::Read& db) { return banners(db, viewer_of(principal), now); });
    ASSERT_EQ(of_principal.size(), 1u) << "of their school alone";
    EXPECT_EQ(of_principal[0].form.text_en, "Standing for weeks");
    EXPECT_TRUE(read([&](db::Read& db) { return banners(db, viewer_of(nurse), now); }).empty());
}
