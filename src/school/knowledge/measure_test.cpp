// What few numbers may say, and when an article is looked at again.
#include <map>

#include <gtest/gtest.h>

#include "knowledge/measure.h"
#include "knowledge/testing.h"

using namespace knowledge;
using knowledge::testing::Shelf;

TEST(Interval, IsJeffreys) {
    // Brown, Cai and DasGupta (2001), table 5, 95 % limits of the Jeffreys interval.
    struct Case {
        std::int64_t worked, tries;
        double low, high;
    };
    const Case cases[] = {{0, 10, 0.000, 0.217}, {1, 10, 0.011, 0.381}, {5, 10, 0.224, 0.776}, {0, 7, 0.000, 0.292}, {3, 7, 0.139, 0.766}, {10, 10, 0.783, 1.000}};
    for (const auto& one : cases) {
        const auto interval = share_interval(one.worked, one.tries);
        EXPECT_NEAR(interval.low, one.low, 0.001) << one.worked << " of " << one.tries;
        EXPECT_NEAR(interval.high, one.high, 0.001) << one.worked << " of " << one.tries;
    }
    const auto nothing = share_interval(0, 0);
    EXPECT_EQ(nothing.low, 0);
    EXPECT_EQ(nothing.high, 1);
}

TEST(Interval, HoldsTheShareAndNarrows) {
    for (std::int64_t tries = 1; tries <= 60; ++tries) {
        for (std::int64_t worked = 0; worked <= tries; ++worked) {
            const auto one = share_interval(worked, tries);
            const auto share = static_cast<double>(worked) / static_cast<double>(tries);
            ASSERT_LE(one.low, share);
            ASSERT_GE(one.high, share);
            const auto ten = share_interval(10 * worked, 10 * tries);
            ASSERT_LT(ten.high - ten.low, one.high - one.low);
        }
    }
}

TEST(Doubt, ComesWhenItReallySolvesLess) {
    const auto tally = [](std::int64_t solved, std::int64_t sent, std::int64_t used, std::int64_t came_back) { return Tally{0, 0, solved, sent, used, came_back}; };
    EXPECT_EQ(judge({}, {}), Doubt::none);
    EXPECT_EQ(judge(tally(18, 2, 0, 0), tally(3, 12, 0, 0)), Doubt::solves_less);
    EXPECT_EQ(judge(tally(18, 2, 0, 0), tally(0, 2, 0, 0)), Doubt::none) << "two cases are too few";
    EXPECT_EQ(judge(tally(3, 1, 0, 0), tally(1, 3, 0, 0)), Doubt::none) << "the intervals touch";
    EXPECT_EQ(judge(tally(2, 10, 0, 0), tally(18, 2, 0, 0)), Doubt::none) << "it got better";
    EXPECT_EQ(judge({}, tally(0, 0, 6, 2)), Doubt::comes_back);
    EXPECT_EQ(judge({}, tally(0, 0, 7, 2)), Doubt::none) << "fewer than a third";
    EXPECT_EQ(judge({}, tally(0, 0, 1, 1)), Doubt::none) << "one may be chance";
    EXPECT_EQ(judge({}, tally(0, 0, 0, 3)), Doubt::comes_back) << "of requests that were solved earlier";
}

TEST(Doubt, BeginsAnewWithANewVersion) {
    const auto day = [](std::string_view iso) { return *base::parse_day(iso); };
    EXPECT_EQ(recent_from(day("2026-03-09"), std::nullopt), day("2025-12-10"));
    EXPECT_EQ(recent_from(day("2026-03-09"), day("2024-01-01")), day("2025-12-10"));
    EXPECT_EQ(recent_from(day("2026-03-09"), day("2026-03-01")), day("2026-03-01"));
}

TEST_ON_EVERY_BACKEND(Counts, TakeEachPersonOnceADay, Shelf) {
    const auto id = published(Audience::everybody, "A", "b", "c");
    const auto note = [&](std::string who, Step step) { return write([&](db::Write& db) { return count_once(db, {today(), who}, id, step); }); };
    EXPECT_TRUE(note("account 1", Step::opened));
    EXPECT_FALSE(note("account 1", Step::opened));
    EXPECT_TRUE(note("account 2", Step::opened));
    EXPECT_TRUE(note("account 1", Step::solved));
    EXPECT_EQ(counted(id, Step::opened), 2);
    now += std::chrono::days(1);
    EXPECT_TRUE(note("account 1", Step::opened));
    EXPECT_EQ(counted(id, Step::opened), 3);
    // Nothing of yesterday says who it was, and nothing of today either without the salt of the day.
    EXPECT_EQ(read([&](db::Read& db) { return db.query("SELECT count(*) FROM knowledge_seen").one_integer(); }), 1);
    EXPECT_EQ(read([&](db::Read& db) { return db.query("SELECT count(*) FROM knowledge_salt").one_integer(); }), 1);
    EXPECT_EQ(read([&](db::Read& db) { return db.query("SELECT count(*) FROM knowledge_seen WHERE who LIKE '%account%'").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Counts, AreShownDayByDayAndFlagTheArticle, Shelf) {
    const auto id = published(Audience::staff, "Old trick", "It does not start", "Press twice.");
    const auto address = "/knowledge/" + std::to_string(id.value);
    EXPECT_TRUE(shows(as("tech").get(address + "/counts"), "Nothing was counted yet"));
    const auto count_days = [&](base::Day from, int days, Step step, int each) {
        write([&](db::Write& db) {
            for (int day = 0; day < days; ++day) {
                for (int i = 0; i < each; ++i) count(db, from + std::chrono::days(day), id, step);
            }
        });
    };
    count_days(today(), 10, Step::solved, 2);
    EXPECT_TRUE(shows(as("tech").get(address), "20 of 20 who read it needed no request: between 88% and 100%."));
    now += std::chrono::days(200);
    count_days(today() - std::chrono::days(5), 5, Step::sent, 3);
    EXPECT_TRUE(shows(as("tech").get(address), "Solves less than before"));
    EXPECT_TRUE(shows(as("tech").get("/knowledge?show=doubtful"), "Old trick"));
    EXPECT_TRUE(shows(as("tech", html::Language::es).get(address), "Resuelve menos que antes"));
    EXPECT_TRUE(shows(as("tech").get(address + "/counts"), "recent"));
    EXPECT_EQ(as("teacher").get(address + "/counts").status, 404);
    // A new version is judged by what comes after it.
    const auto author = viewer("tech");
    write([&](db::Write& db) {
        const auto shown = load_article(db, author, id);
        save_version(db, author, now, shown, shown.revision, content(Audience::staff, "New trick", "It does not start", "Press three times."), "");
    });
    publish_it(id);
    EXPECT_FALSE(as("tech").get(address).content().find("Solves less than before") != std::string_view::npos);
}

TEST_ON_EVERY_BACKEND(Counts, OfAllArticlesSayWhatThoseOfEachSay, Shelf) {
    // Published long ago, lately, and today, each with a good past and a bad present of 2 to 9 days.
    const auto zone = *base::TimeZone::find("America/Chicago");
    const auto reader = viewer("tech");
    std::vector<ArticleId> all;
    std::map<ArticleId, base::Instant> live_at;
    for (const int wait : {0, 110, 59, 25, 4, 2}) {
        now += std::chrono::days(wait);
        for (int i = 0; i < 2; ++i) {
            all.push_back(published(Audience::staff, "Trick", "It does not start", "Press twice."));
            live_at[all.back()] = now;
        }
    }
    write([&](db::Write& db) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (int back = 150; back > 140; --back) {
                for (int j = 0; j < 3; ++j) count(db, today() - std::chrono::days(back), all[i], Step::solved);
            }
            for (int back = static_cast<int>(i % 2 == 0 ? 2 : 9); back > 0; --back) {
                for (int j = 0; j < 3; ++j) count(db, today() - std::chrono::days(back), all[i], Step::sent);
            }
        }
    });
    read([&](db::Read& db) {
        const auto doubts = doubtful(db, reader, zone, today(), std::nullopt);
        std::size_t expected = 0;
        for (const auto id : all) {
            const auto alone = record_of(db, reader, id, {today(), zone.day_of(live_at[id])}).doubt();
            expected += alone == Doubt::none ? 0 : 1;
            const auto found = doubts.find(id);
            EXPECT_EQ(found == doubts.end() ? Doubt::none : found->second, alone) << id.value;
            EXPECT_EQ(doubtful(db, reader, zone, today(), std::vector{id}).size(), alone == Doubt::none ? 0U : 1U);
        }
        EXPECT_EQ(doubts.size(), expected);
        EXPECT_GT(expected, 0U);
        EXPECT_LT(expected, all.size());
        EXPECT_TRUE(doubtful(db, reader, zone, today(), std::vector<ArticleId>()).empty());
        return 0;
    });
    EXPECT_TRUE(shows(as("tech").get("/knowledge"), "Solves less than before"));
}
