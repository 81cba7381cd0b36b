#include "search/search.h"
#include "site/find.h"
#include "site/testing_publishing.h"

using namespace site;
using namespace std::chrono_literals;
using site::testing::Publishing;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_ON_EVERY_BACKEND(Find, FindsWhatIsPublicAndNothingElse, Publishing) {
    published_page("/health", "Health", "The nurse keeps inhalers.");
    const auto id = published_news("Flu shots", "On Friday, free.", "Vacunas contra la gripe", "El viernes, gratis.");
    EXPECT_TRUE(shows(family().get("/find?q=inhalers"), "href=\"/health\""));
    EXPECT_TRUE(shows(family().get("/es/find?q=gripe"), "Vacunas contra la gripe"));
    EXPECT_TRUE(shows(family().get("/find?q=%22%28%29"), "Nothing was found"));
    EXPECT_TRUE(shows(family().get("/find?q=%3Cscript%3E"), "&lt;script&gt;"));
    EXPECT_EQ(family().get("/find").status, 200);
    // A draft, and what is scheduled, cannot be guessed by searching for it.
    const auto at = "/website/news/" + std::to_string(id);
    web().post(at + "/words", {{"seen", "2"}, {"title_en", "Flu shots"}, {"body_en", "On Monday with zebras."}, {"whole_district", "1"}, {"for_families", "1"}});
    EXPECT_THAT(text(family().get("/find?q=zebras")), Not(HasSubstr("Flu shots")));
    web().post(at + "/publication", {{"seen", "3"}, {"from", "2026-03-09T12:00"}});
    EXPECT_THAT(text(family().get("/find?q=zebras")), Not(HasSubstr("Flu shots")));
    now += 2h;
    run_jobs();
    EXPECT_TRUE(shows(family().get("/find?q=zebras"), "Flu shots"));
    web().post(at + "/withdrawal", {{"seen", "4"}, {"confirmed", "1"}});
    EXPECT_THAT(text(family().get("/find?q=zebras")), Not(HasSubstr("Flu shots")));
}

TEST_ON_EVERY_BACKEND(Find, IsNotHiddenByWhatIsOver, Publishing) {
    published_page("/zebras", "The school's zebras", "All of them.");
    now += 1min;
    for (std::size_t i = 0; i < most_found + 2; ++i) {
        const auto at = led_to(web().post("/website/news", {{"title_en", "Zebras today"}, {"body_en", "Short."}, {"whole_district", "1"}, {"for_families", "1"}}));
        ASSERT_EQ(web().post(at + "/publication", {{"seen", "1"}, {"expires", "2026-03-09T11:00"}}).status, 303);
    }
    EXPECT_EQ(read([&](db::Read& db) { return find_public(db, now, "zebras", html::Language::en).size(); }), most_found);
    now += 1h;
    const auto found = read([&](db::Read& db) { return find_public(db, now, "zebras", html::Language::en); });
    ASSERT_EQ(found.size(), 1u) << "though the index is behind the clock";
    EXPECT_EQ(found[0].path, "/zebras");
    run_jobs();
    const auto hits = read([&](db::Read& db) { return search::find(db, {.text = "zebras", .scopes = {"public"}, .kinds = {}, .limit = 100}); });
    EXPECT_EQ(hits.size(), 1u) << "what is over leaves the index";
}
