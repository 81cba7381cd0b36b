#include "site/redirect.h"
#include "site/testing_publishing.h"

using namespace site;
using namespace std::chrono_literals;
using site::testing::Publishing;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_ON_EVERY_BACKEND(Page, LivesAtTheAddressItsEditorChose, Publishing) {
    const auto at = led_to(web().post("/website/pages", {{"path", "/about"}, {"title_en", "About us"}, {"body_en", "## Who we are\n\n[News](/news)"}, {"title_es", "Quiénes somos"}, {"body_es", "[Noticias](/news)"}, {"menu_order", "100"}}));
    ASSERT_NE(at, "");
    EXPECT_EQ(family().get("/about").status, 404) << "a draft";
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/about"), "<h2>Who we are</h2>"));
    EXPECT_TRUE(shows(family().get("/es/about"), "<a href=\"/es/news\">Noticias</a>"));
    EXPECT_TRUE(shows(family().get("/sitemap.xml"), "<loc>http://localhost/es/about</loc>"));
    EXPECT_TRUE(shows(family().get("/sitemap.xml"), "<loc>http://localhost/schools/north-school</loc>"));
    EXPECT_EQ(family().get("/about/nothing").status, 404);
}

TEST_ON_EVERY_BACKEND(Page, CannotTakeAnAddressThatIsTaken, Publishing) {
    EXPECT_EQ(web().post("/website/pages", {{"path", "/kitchen/recipes-of-old"}, {"title_en", "Old"}, {"body_en", "Words."}, {"menu_order", "100"}}).status, 422) << "below a noun of the program";
    published_page("/about", "About", "Words.");
    for (const char* path : {"/about", "/news", "/queue", "/settings/schools", "/", "/es/x", "/a b"}) {
        const auto refused = web().post("/website/pages", {{"path", path}, {"title_en", "A"}, {"body_en", "kept words"}, {"menu_order", "100"}});
        EXPECT_EQ(refused.status, 422) << path;
        EXPECT_TRUE(shows(refused, "kept words"));
        EXPECT_TRUE(shows(refused, "href=\"#path\""));
    }
}

TEST_ON_EVERY_BACKEND(Page, TheNurseWritesHealthAndNothingElse, Publishing) {
    const auto about = published_page("/about", "About", "Words.");
    const auto health = published_page("/health", "Health", "Words.");
    auto page = by(nurse);
    EXPECT_TRUE(shows(page.get("/website/pages"), "/health"));
    EXPECT_THAT(text(page.get("/website/pages")), Not(HasSubstr("/about")));
    for (const char* way : {"", "/words", "/place", "/history", "/compare"}) {
        EXPECT_EQ(page.get(about + way).status, 404) << way;
        EXPECT_EQ(page.get(health + way).status, 200) << way;
    }
    for (const char* way : {"/words", "/place", "/publication", "/withdrawal", "/reviewed", "/question", "/return"}) {
        EXPECT_EQ(page.post(about + way, {{"seen", "2"}, {"confirmed", "1"}}).status, 404) << way;
    }
    EXPECT_EQ(page.post(health + "/words", {{"seen", "2"}, {"title_en", "Health"}, {"body_en", "Vaccines."}}).status, 303);
    EXPECT_EQ(page.post(health + "/publication", {{"seen", "3"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/health"), "Vaccines."));
    EXPECT_EQ(page.post("/website/pages", {{"path", "/healthy"}, {"title_en", "A"}, {"menu_order", "1"}}).status, 422);
    const auto outside = page.post("/website/pages", {{"path", "/board"}, {"title_en", "A"}, {"body_en", "An hour of typing."}, {"menu_order", "1"}});
    EXPECT_EQ(outside.status, 422);
    EXPECT_TRUE(shows(outside, "<a href=\"#path\">That address is outside your part of the website."));
    EXPECT_TRUE(shows(outside, "An hour of typing.")) << "kept";
    EXPECT_TRUE(shows(outside, "value=\"/board\""));
    EXPECT_EQ(page.post("/website/pages", {{"path", "/health/lice"}, {"title_en", "Lice"}, {"menu_order", "1"}}).status, 303);
    EXPECT_EQ(page.post(health + "/place", {{"seen", "4"}, {"path", "/nurse"}, {"menu_order", "1"}}).status, 422) << "out of their section";
    EXPECT_EQ(page.get("/website/news").status, 403);
    EXPECT_EQ(page.post("/website/news", {{"title_en", "A"}, {"whole_district", "1"}, {"for_families", "1"}}).status, 403);
    EXPECT_EQ(page.get("/website/banner").status, 403);
    EXPECT_EQ(page.get("/website/redirects").status, 403);

    // Taken back, the door closes too.
    const auto section = read([](db::Read& db) { return sections(db).front().id; });
    EXPECT_EQ(web().post("/website/sections/" + std::to_string(section) + "/writers/" + std::to_string(nurse.value) + "/removal").status, 303);
    EXPECT_EQ(by(nurse).get("/website/pages").status, 403);
    EXPECT_EQ(by(nurse).get(health).status, 404);
    EXPECT_FALSE(viewer_of(nurse).may(may_write_sections));
}

TEST_ON_EVERY_BACKEND(Page, MovesAndLeavesItsOldAddressLeadingThere, Publishing) {
    const auto at = published_page("/lunch", "Lunch", "Words.");
    ASSERT_EQ(web().post(at + "/place", {{"seen", "2"}, {"path", "/meals/lunch"}, {"menu_order", "100"}}).status, 303);
    EXPECT_EQ(family().get("/lunch").status, 308);
    EXPECT_EQ(led_to(family().get("/lunch")), "/meals/lunch");
    EXPECT_EQ(led_to(family().get("/es/lunch")), "/es/meals/lunch");
    ASSERT_EQ(web().post(at + "/place", {{"seen", "3"}, {"path", "/food"}, {"menu_order", "100"}}).status, 303);
    EXPECT_EQ(led_to(family().get("/lunch")), "/food") << "straight, without a stop between";
    // And back: the page stands where it stood, nothing leads in a circle.
    ASSERT_EQ(web().post(at + "/place", {{"seen", "4"}, {"path", "/lunch"}, {"menu_order", "100"}}).status, 303);
    EXPECT_EQ(family().get("/lunch").status, 200);
    EXPECT_EQ(led_to(family().get("/food")), "/lunch");
    EXPECT_EQ(led_to(family().get("/meals/lunch")), "/lunch");
}

TEST_ON_EVERY_BACKEND(Page, AddressesOfAnOlderWebsiteLeadOn, Publishing) {
    published_page("/health", "Health", "Words.");
    EXPECT_EQ(web().post("/website/redirects", {{"lines", "https://old.example/Page/12?id=3, /health\n/nurse.html;/health\n/state\thttps://state.example/x"}}).status, 303);
    EXPECT_EQ(led_to(family().get("/nurse.html")), "/health");
    EXPECT_EQ(led_to(family().get("/Page/12?id=3")), "/health");
    EXPECT_EQ(family().get("/Page/12?id=4").status, 404);
    EXPECT_EQ(led_to(family().get("/state")), "https://state.example/x");
    for (const char* lines : {"/a, /a", "/health, /news", "/queue, /health", "/b, /nowhere", "", "/c, javascript:x", "/good, /health\n/bad"}) {
        EXPECT_EQ(web().post("/website/redirects", {{"lines", lines}}).status, 422) << lines;
    }
    EXPECT_EQ(family().get("/good").status, 404) << "all or none";
    const auto refused = web().post("/website/redirects", {{"lines", "/good, /health\n/bad"}});
    EXPECT_TRUE(shows(refused, "Nothing of these lines was kept."));
    EXPECT_THAT(text(refused), Not(HasSubstr("<code>/good</code>"))) << "the table shows what is stored";
    EXPECT_THAT(text(refused), HasSubstr("<code>/nurse.html</code>"));
    // A chain is made straight, and a circle refused.
    EXPECT_EQ(web().post("/website/redirects", {{"lines", "/older, /nurse.html"}}).status, 303);
    EXPECT_EQ(led_to(family().get("/older")), "/health");
    const auto id = read([](db::Read& db) { return redirects(db, "/nurse", 1).front().id; });
    EXPECT_EQ(web().post("/website/redirects/" + std::to_string(id) + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(family().get("/nurse.html").status, 404);
}

TEST_ON_EVERY_BACKEND(Page, OfADraftLeavesRedirectsAlone, Publishing) {
    published_page("/board", "Board", "Words.");
    ASSERT_EQ(web().post("/website/redirects", {{"lines", "/health/old, /board\n/health/older, /board"}}).status, 303);
    auto page = by(nurse);
    const auto draft = led_to(page.post("/website/pages", {{"path", "/health/old"}, {"title_en", "Old"}, {"body_en", "Words."}, {"menu_order", "1"}}));
    ASSERT_NE(draft, "");
    EXPECT_EQ(led_to(family().get("/health/old")), "/board");
    ASSERT_EQ(page.post(draft + "/place", {{"seen", "1"}, {"path", "/health/older"}, {"menu_order", "1"}}).status, 303);
    EXPECT_EQ(led_to(family().get("/health/older")), "/board");
    EXPECT_EQ(led_to(family().get("/health/old")), "/board");
    ASSERT_EQ(page.post(draft + "/publication", {{"seen", "2"}}).status, 303);
    EXPECT_EQ(family().get("/health/older").status, 200);
    const auto removals = read([](db::Read& db) { return db.query("SELECT count(*) FROM auth_event WHERE subject_kind = 'redirect' AND action = 'removed'").one_integer(); });
    EXPECT_EQ(removals, 1) << "said, and only for the address that is public now";
    // To and fro, and away: no address leads to itself.
    ASSERT_EQ(page.post(draft + "/place", {{"seen", "3"}, {"path", "/health/new"}, {"menu_order", "1"}}).status, 303);
    ASSERT_EQ(page.post(draft + "/place", {{"seen", "4"}, {"path", "/health/older"}, {"menu_order", "1"}}).status, 303);
    ASSERT_EQ(page.post(draft + "/withdrawal", {{"seen", "5"}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(family().get("/health/older").status, 410);
}

TEST_ON_EVERY_BACKEND(Page, IsTakenAwayAndBroughtBack, Publishing) {
    const auto at = published_page("/closed", "Closed", "Words.");
    EXPECT_EQ(web().post(at + "/withdrawal", {{"seen", "2"}, {"confirmed", "1"}}).status, 303);
    const auto gone = family().get("/closed");
    EXPECT_EQ(gone.status, 410);
    EXPECT_TRUE(shows(gone, "not here any more"));
    EXPECT_TRUE(shows(web().get("/website/pages?show=withdrawn"), "/closed"));
    EXPECT_THAT(text(web().get("/website/pages")), Not(HasSubstr("/closed")));
    EXPECT_EQ(web().post(at + "/return-to-site", {{"seen", "3"}}).status, 303);
    EXPECT_EQ(family().get("/closed").status, 200);
    // A draft that was never public was never there.
    const auto draft = led_to(web().post("/website/pages", {{"path", "/secret"}, {"title_en", "Secret"}, {"menu_order", "1"}}));
    web().post(draft + "/withdrawal", {{"seen", "1"}, {"confirmed", "1"}});
    EXPECT_EQ(family().get("/secret").status, 404);
}

TEST_ON_EVERY_BACKEND(Page, KeepsEveryVersion, Publishing) {
    const auto at = published_page("/hours", "Hours", "Monday 8 to 4.\nTuesday 8 to 4.");
    web().post(at + "/words", {{"seen", "2"}, {"title_en", "Hours"}, {"body_en", "Monday 9 to 4.\nTuesday 8 to 4."}, {"note", "New hours"}});
    EXPECT_TRUE(shows(web().get(at + "/history"), "New hours"));
    const auto compared = web().get(at + "/compare?from=1&to=2");
    EXPECT_TRUE(shows(compared, "</span>Monday 8 to 4.</del>"));
    EXPECT_TRUE(shows(compared, "</span>Monday 9 to 4.</ins>"));
    EXPECT_TRUE(shows(compared, "<li class=\"muted\">Tuesday 8 to 4.</li>"));
    EXPECT_EQ(web().get(at + "/compare?from=1&to=9").status, 404);
    EXPECT_TRUE(shows(family().get("/hours"), "Monday 8 to 4.")) << "not published yet";
    EXPECT_EQ(web().post(at + "/versions/1/restoration", {{"seen", "2"}}).status, 409);
    EXPECT_EQ(web().post(at + "/versions/1/restoration", {{"seen", "3"}}).status, 303);
    EXPECT_TRUE(shows(web().get(at + "/history"), "Version 1 again"));
    EXPECT_TRUE(shows(web().get(at + "/compare?from=1&to=3"), "The words of both are the same."));
    const auto last_two = web().get(at + "/compare");
    EXPECT_TRUE(shows(last_two, "<option value=\"2\" selected>")) << "against the one before, whatever is public";
    EXPECT_TRUE(shows(last_two, "<option value=\"3\" selected>"));
}

TEST_ON_EVERY_BACKEND(Page, StandsInTheNavigation, Publishing) {
    const auto health = published_page("/health", "Health", "Words.", {{"in_menu", "1"}});
    const auto id = health.substr(health.rfind('/') + 1);
    published_page("/health/lice", "Lice", "Words.", {{"in_menu", "1"}, {"parent", id}});
    published_page("/board", "Board", "Words.", {{"in_menu", "1"}, {"menu_order", "5"}});
    published_page("/quiet", "Quiet", "Words.");
    const auto pages = read([&](db::Read& db) { return navigation_pages(db, now, html::Language::en); });
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_EQ(pages[0].title, "Board");
    EXPECT_EQ(pages[1].below.at(0).path, "/health/lice");
    EXPECT_TRUE(shows(family().get("/health"), "<li><a href=\"/health/lice\" lang=\"en\">Lice</a></li>"));
    EXPECT_TRUE(shows(family().get("/es/health/lice"), "href=\"/es/health\""));
    const auto lice = pages[1].below[0].id;
    EXPECT_EQ(web().post(health + "/place", {{"seen", "2"}, {"path", "/health"}, {"in_menu", "1"}, {"parent", std::to_string(lice)}, {"menu_order", "100"}}).status, 422) << "below itself";
    EXPECT_EQ(web().post(health + "/place", {{"seen", "2"}, {"path", "/health"}, {"in_menu", "1"}, {"parent", id}, {"menu_order", "100"}}).status, 422);
    EXPECT_EQ(web().post(health + "/place", {{"seen", "2"}, {"path", "/health"}, {"menu_order", "-3"}}).status, 422);
    EXPECT_EQ(web().post(health + "/place", {{"seen", "2"}, {"path", "/health"}, {"menu_order", "1"}, {"owner", "nobody@nowhere.example"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(Page, ComesUpWhenItIsToBeLookedAtAgain, Publishing) {
    const auto at = published_page("/health", "Health", "Words.", {{"owner", "hana@riverbend.example"}, {"review_on", "2026-03-09"}});
    EXPECT_TRUE(shows(web().get("/website/pages?show=stale"), "Hana Novak"));
    EXPECT_TRUE(shows(web().get("/website/todo"), "To be looked at again"));
    EXPECT_TRUE(shows(by(nurse).get("/website/todo"), "Health"));
    EXPECT_EQ(web().post(at + "/reviewed", {{"seen", "2"}}).status, 303);
    EXPECT_THAT(text(web().get("/website/todo")), Not(HasSubstr("To be looked at again")));
}

TEST_ON_EVERY_BACKEND(Page, IsReplacedAtTheTimeThatWasChosen, Publishing) {
    const auto at = published_page("/hours", "Hours", "Winter.");
    web().post(at + "/words", {{"seen", "2"}, {"title_en", "Hours"}, {"body_en", "Summer."}});
    EXPECT_EQ(web().post(at + "/publication", {{"seen", "3"}, {"from", "2026-03-10T00:00"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/hours"), "Winter."));
    now += 14h;
    EXPECT_TRUE(shows(family().get("/hours"), "Summer."));
}

TEST_ON_EVERY_BACKEND(Writing, IsNobodysBusinessElse, Publishing) {
    for (const char* way : {"/website/todo", "/website/news", "/website/pages", "/website/banner", "/website/redirects", "/website/sections", "/website/news/new", "/website/pages/new"}) {
        EXPECT_EQ(as("teacher").get(way).status, 403) << way;
        EXPECT_EQ(web().get(way).status, 200) << way;
        EXPECT_EQ(as("web", html::Language::es).get(way).status, 200) << way;
    }
    EXPECT_TRUE(shows(family().get("/robots.txt"), "Sitemap: http://localhost/sitemap.xml"));
}
