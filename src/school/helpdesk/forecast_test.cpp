#include "helpdesk/forecast.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"

using namespace helpdesk;
using namespace std::chrono_literals;
using base::Instant;
using base::Minutes;
using std::chrono::days;

static const Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();

/// A school that never closes, so that minutes are minutes.
static Minutes wall(std::int64_t, Instant from, Instant to) { return std::chrono::floor<Minutes>(to - from); }

static PastRequest ended(std::int64_t category, std::int64_t school, int hours_ago, Minutes length) {
    auto created = now - std::chrono::hours(hours_ago);
    return {category, 100, school, created, created + length};
}

TEST(Forecast, RestsOnTheNarrowestGroupWithTwentyThatEnded) {
    std::vector<PastRequest> history;
    for (int i = 0; i < 19; ++i) history.push_back(ended(1, 1, 1000, Minutes(60 + i)));
    ForecastModel few(history, now, wall);
    EXPECT_EQ(few.forecast({1, 100, 1, now, {}}, 0min), std::nullopt) << "19 are not enough";

    history.push_back(ended(1, 1, 1000, 80min));
    ForecastModel enough(history, now, wall);
    auto narrow = enough.forecast({1, 100, 1, now, {}}, 0min);
    ASSERT_TRUE(narrow);
    EXPECT_EQ(narrow->similar, Similar::category_and_school);
    EXPECT_EQ(narrow->ended, 20);
    EXPECT_EQ(narrow->median, 69min);
    EXPECT_EQ(narrow->eight_in_ten, 75min);

    EXPECT_EQ(enough.forecast({1, 100, 2, now, {}}, 0min)->similar, Similar::category) << "another school";
    EXPECT_EQ(enough.forecast({2, 100, 1, now, {}}, 0min)->similar, Similar::parent_category) << "a sister category";
    EXPECT_EQ(enough.forecast({3, 300, 1, now, {}}, 0min)->similar, Similar::all);
}

TEST(Forecast, OldRequestsAreComparedWithThoseThatLastedAsLong) {
    std::vector<PastRequest> history;
    for (int i = 0; i < 30; ++i) history.push_back(ended(1, 1, 2000, 30min));
    for (int i = 0; i < 25; ++i) history.push_back(ended(1, 1, 2000, std::chrono::hours(100 + i)));
    ForecastModel model(history, now, wall);
    EXPECT_EQ(model.forecast({1, 100, 1, now, {}}, 0min)->median, 30min);
    EXPECT_EQ(model.forecast({1, 100, 1, now, {}}, 60min)->median, 112h);
}

TEST(Forecast, SaysUnknownWhenTooManyAreStillOpen) {
    std::vector<PastRequest> history;
    for (int i = 0; i < 20; ++i) history.push_back(ended(1, 1, 2000, Minutes(10 + i)));
    for (int i = 0; i < 60; ++i) history.push_back({1, 100, 1, now - 1000h, {}});
    auto forecast = ForecastModel(history, now, wall).forecast({1, 100, 1, now, {}}, 0min);
    ASSERT_TRUE(forecast);
    EXPECT_EQ(forecast->median, std::nullopt);
    EXPECT_EQ(forecast->eight_in_ten, std::nullopt);
}

TEST(Forecast, KnowsOnlyWhatWasKnownThen) {
    std::vector<PastRequest> history;
    for (int i = 0; i < 40; ++i) history.push_back(ended(1, 1, 10, 120min));
    EXPECT_EQ(ForecastModel(history, now - 9h, wall).forecast({1, 100, 1, now, {}}, 0min), std::nullopt);
    EXPECT_TRUE(ForecastModel(history, now, wall).forecast({1, 100, 1, now, {}}, 0min));
}

/// Two years of requests whose lengths come from one law, so that the forecast should hold.
static std::vector<PastRequest> steady_history(double slower_lately) {
    base::Random random(11);
    std::vector<PastRequest> history;
    for (int i = 0; i < 3000; ++i) {
        auto created = now - Minutes(random.between(0, 500 * 1440));
        double scale = created > now - days(90) ? slower_lately : 1.0;
        Minutes length(static_cast<std::int64_t>(-std::log(1 - random.unit()) * 2000 * scale));
        auto end = created + length;
        history.push_back({1 + static_cast<std::int64_t>(random.below(3)), 100, 1 + static_cast<std::int64_t>(random.below(2)), created,
                           end <= now ? std::optional(end) : std::nullopt});
    }
    return history;
}

TEST(BackTest, CoversEightInTenWhenThePastRepeats) {
    auto test = back_test(steady_history(1), now, 12, wall);
    EXPECT_GT(test.tried, 300);
    EXPECT_NEAR(test.coverage(), 0.8, 0.05);
    EXPECT_TRUE(test.trusted());
}

TEST(BackTest, IsNotTrustedWhenWorkHasBecomeSlower) {
    auto test = back_test(steady_history(4), now, 12, wall);
    EXPECT_LT(test.coverage(), 0.75);
    EXPECT_FALSE(test.trusted());
}

TEST(BackTest, IsNotTrustedWithLittleHistory) {
    auto history = steady_history(1);
    history.resize(60);
    EXPECT_FALSE(back_test(history, now, 12, wall).trusted());
    EXPECT_FALSE(BackTest{}.trusted());
}
