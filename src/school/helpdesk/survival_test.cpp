#include "helpdesk/survival.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"

using namespace helpdesk;

/// Weeks in remission under 6-mercaptopurine, "+" meaning still in remission: Freireich et al., Blood 21:699-716, 1963; with this
/// estimate worked out in Kleinbaum & Klein, Survival Analysis, 3rd edition (2012), chapter 2.
static std::vector<Duration> six_mp() {
    std::vector<Duration> patients;
    for (int weeks : {6, 6, 6, 7, 10, 13, 16, 22, 23}) patients.push_back({weeks, true});
    for (int weeks : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) patients.push_back({weeks, false});
    return patients;
}

TEST(SurvivalCurve, AgreesWithThePublishedExample) {
    SurvivalCurve curve(six_mp());
    EXPECT_NEAR(curve.after(5), 1.0, 1e-12);
    EXPECT_NEAR(curve.after(6), 0.8571, 5e-5);
    EXPECT_NEAR(curve.after(7), 0.8067, 5e-5);
    EXPECT_NEAR(curve.after(10), 0.7529, 5e-5);
    EXPECT_NEAR(curve.after(13), 0.6902, 5e-5);
    EXPECT_NEAR(curve.after(16), 0.6275, 5e-5);
    EXPECT_NEAR(curve.after(22), 0.5378, 5e-5);
    EXPECT_NEAR(curve.after(23), 0.4482, 5e-5);
    EXPECT_NEAR(curve.after(35), 0.4482, 5e-5);
    EXPECT_EQ(curve.quantile(0.5), 23);
    EXPECT_EQ(curve.ended(), 9);
}

TEST(SurvivalCurve, IsUnknownWhereItDoesNotReach) {
    SurvivalCurve curve(six_mp());
    EXPECT_EQ(curve.quantile(0.8), std::nullopt);
    EXPECT_EQ(curve.quantile(0.5, 23), std::nullopt) << "nothing is known of those that are older than the last end";
    EXPECT_EQ(SurvivalCurve({}).quantile(0.5), std::nullopt);
    EXPECT_EQ(SurvivalCurve(std::vector<Duration>{{3, false}}).quantile(0.5), std::nullopt);
}

TEST(SurvivalCurve, WithoutOpenOnesItIsTheShareCounted) {
    base::Random random(3);
    for (int round = 0; round < 200; ++round) {
        std::vector<Duration> durations;
        for (auto n = random.between(1, 60); n > 0; --n) durations.push_back({random.between(0, 30), true});
        SurvivalCurve curve(durations);
        const auto age = random.between(0, 20);
        const double share = random.chance(0.5) ? 0.5 : 0.8;

        // By brute force: of those older than the age, the shortest length that at least the share does not exceed.
        std::vector<std::int64_t> older;
        for (const auto& duration : durations) {
            if (age == 0 || duration.length > age) older.push_back(duration.length);
        }
        std::ranges::sort(older);
        std::optional<std::int64_t> expected;
        for (std::size_t i = 0; i < older.size() && !expected; ++i) {
            auto done = static_cast<double>(std::ranges::upper_bound(older, older[i]) - older.begin());
            if (done / static_cast<double>(older.size()) >= share - 1e-9) expected = older[i];
        }
        ASSERT_EQ(curve.quantile(share, age), expected) << "round " << round;
    }
}

TEST(SurvivalCurve, ThoseStillOpenMakeItLonger) {
    std::vector<Duration> durations;
    for (int i = 1; i <= 40; ++i) durations.push_back({i, true});
    auto before = SurvivalCurve(durations).quantile(0.8);
    for (int i = 0; i < 10; ++i) durations.push_back({15, false});
    auto after = SurvivalCurve(durations).quantile(0.8);
    ASSERT_TRUE(before && after);
    EXPECT_GT(*after, *before);
}

TEST(SurvivalCurve, GrowingOlderNeverPromisesLess) {
    SurvivalCurve curve(six_mp());
    std::int64_t last = 0;
    for (int age = 0; age < 23; ++age) {
        auto median = curve.quantile(0.3, age);
        if (!median) break;
        EXPECT_GE(*median, last);
        EXPECT_GT(*median, age);
        last = *median;
    }
}
