#include <algorithm>

#include "search/search.h"
#include "site/find.h"
#include "site/map.h"
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

TEST_ON_EVERY_BACKEND(Find, KnowsSchoolsAndWhatIsToCome, Publishing) {
    EXPECT_TRUE(shows(family().get("/find?q=north"), "href=\"/schools/north-school\""));
    EXPECT_TRUE(shows(family().get("/es/find?q=NORTH+sch"), "href=\"/es/schools/north-school\""));
    EXPECT_THAT(text(family().get("/find?q=north+zebra")), Not(HasSubstr("href=\"/schools/north-school\"")));
    EXPECT_THAT(text(family().get("/find?q=%25")), Not(HasSubstr("href=\"/schools/north-school\""))) << "no word is not every word";
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

TEST_ON_EVERY_BACKEND(Find, AsksOnceHoweverMuchItFinds, Publishing) {
    published_page("/zebras", "Zebras", "The **striped** ones.");
    const auto statements = [&] {
        return read([&](db::Read& db) {
            const auto before = db.statements_run();
            EXPECT_FALSE(find_public(db, now, "zebras", html::Language::en).empty());
            const auto between = db.statements_run();
            search::find(db, {.text = "zebras", .scopes = {"public"}, .kinds = {"site_page", "site_news"}, .limit = static_cast<int>(most_found)});
            return (between - before) - (db.statements_run() - between);  // beside those of the index
        });
    };
    const auto with_one = statements();
    for (int i = 0; i < 10; ++i) published_news("Zebras again", "Ten *more*.", "Otra vez", "Diez *más*.");
    EXPECT_EQ(statements(), with_one);

    const auto summaries = [&](html::Language language) {
        std::vector<std::string> all;
        for (const auto& piece : read([&](db::Read& db) { return find_public(db, now, "zebras", language); })) all.push_back(piece.summary);
        return all;
    };
    EXPECT_THAT(summaries(html::Language::en), ::testing::UnorderedElementsAre("The striped ones.", "Ten more.", "Ten more.", "Ten more.", "Ten more.", "Ten more.", "Ten more.", "Ten more.", "Ten more.",
                                                                               "Ten more.", "Ten more."));
    const auto kept = summaries(html::Language::es);
    EXPECT_EQ(std::ranges::count(kept, "Diez más."), 10);
    write([&](db::Write& db) { db.query("UPDATE site_version SET summary_en = NULL, summary_es = NULL").run(); });
    EXPECT_EQ(summaries(html::Language::es), kept) << "versions written before the first words were kept";
}

TEST_ON_EVERY_BACKEND(MapOfTheSite, ReadsTitlesAndNoBodies, Publishing) {
    published_page("/zebras", "Zebras", "Striped.");
    const auto id = published_news("Zebras again", "Ten more.");
    const auto addresses = read([&](db::Read& db) {
        const auto before = db.statements_run();
        auto all = live_addresses(db, now, 100);
        EXPECT_EQ(db.statements_run() - before, 2);
        return all;
    });
    ASSERT_EQ(addresses.size(), 2u);
    EXPECT_EQ(addresses[0].path, "/zebras");
    EXPECT_EQ(addresses[1].path, "/news/" + std::to_string(id) + "-zebras-again");
    EXPECT_EQ(addresses[1].updated, now);
    EXPECT_EQ(read([&](db::Read& db) { return live_addresses(db, now, 0).size(); }), 0u);
}
