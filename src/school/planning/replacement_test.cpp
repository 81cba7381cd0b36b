#include "planning/replacement.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

using namespace planning;

TEST(Plan, WithoutLimitReplacesEveryDeviceInItsYear) {
    const auto years = run_plan({{1, 0, 30'000, 0}, {2, 0, 30'000, 0}, {3, 2, 10'000, 0}}, 3);
    ASSERT_EQ(years.size(), 3u);
    EXPECT_EQ(years[0].replaced, 2);
    EXPECT_EQ(years[0].spent_cents, 60'000);
    EXPECT_EQ(years[1].due, 0);
    EXPECT_EQ(years[2].spent_cents, 10'000);
    for (const auto& year : years) EXPECT_EQ(year.deferred, 0);
}

TEST(Plan, MoneyReachesWhatCostsTheMostToKeep) {
    const std::vector<PlanItem> items{{1, 0, 30'000, -500}, {2, 0, 30'000, 9'000}, {3, 0, 30'000, 4'000}};
    const auto years = run_plan(items, {30'000, 0, 60'000}, Order::cost);
    EXPECT_EQ(years[0].replaced, 1);
    EXPECT_EQ(years[0].regret_cents, 4'000) << "the second waits at a cost; the third is cheaper to keep, which is no cost";
    EXPECT_EQ(years[1].deferred, 2);
    EXPECT_EQ(years[1].regret_cents, 4'000);
    EXPECT_EQ(years[2].replaced, 2);
    EXPECT_EQ(years[2].regret_cents, 0);
}

TEST(Plan, MayPutWhatWouldBeWithoutSupportFirst) {
    const std::vector<PlanItem> items{{1, 0, 30'000, 9'000}, {2, 0, 30'000, -8'000, 0}};
    const auto by_cost = run_plan(items, {30'000}, Order::cost), by_support = run_plan(items, {30'000}, Order::support);
    EXPECT_EQ(by_cost[0].unsupported, 1);
    EXPECT_EQ(by_cost[0].regret_cents, 0);
    EXPECT_EQ(by_support[0].unsupported, 0);
    EXPECT_EQ(by_support[0].regret_cents, 9'000) << "that is what it costs";
}

TEST(Plan, DeviceThatIsTooDearDoesNotStopTheCheaperOnes) {
    const auto years = run_plan({{1, 0, 250'000, 5'000}, {2, 0, 30'000, 100}}, {60'000}, Order::cost);
    EXPECT_EQ(years[0].replaced, 1);
    EXPECT_EQ(years[0].deferred_cents, 250'000);
}

TEST(Plan, BuysTheNextOneALifeAfterThePurchase) {
    const std::vector<PlanItem> items{{1, 0, 30'000, 0, 1000, 1}, {1, 2, 30'000, 0, 1000, 2}, {1, 4, 30'000, 0, 1000, 3}};
    const auto due = [](const std::vector<PlanYear>& years) {
        std::vector<std::int64_t> numbers;
        for (const auto& year : years) numbers.push_back(year.due);
        return numbers;
    };
    EXPECT_EQ(due(run_plan(items, 5)), (std::vector<std::int64_t>{1, 0, 1, 0, 1}));
    const auto late = run_plan(items, {0, 30'000, 30'000, 30'000, 30'000}, Order::cost);
    EXPECT_EQ(due(late), (std::vector<std::int64_t>{1, 0, 0, 1, 0})) << "a year later, and the third after the plan";
    EXPECT_EQ(late[1].replaced, 1);
    EXPECT_EQ(late[2].replaced, 0) << "the new one is a year old";
    EXPECT_EQ(late[3].replaced, 1);
    const auto never = run_plan(items, {0, 0, 0, 0, 0}, Order::cost);
    EXPECT_EQ(due(never), (std::vector<std::int64_t>{1, 0, 0, 0, 0})) << "what was never bought has no end";
    EXPECT_EQ(never[4].deferred, 1);
    // The life of a year may end in the school year of the purchase: not both from the money of one year.
    const auto yearly = run_plan({{1, 0, 30'000, 0, 1000, 2}, {1, 0, 30'000, 0, 1000, 1}}, {60'000, 60'000}, Order::cost);
    EXPECT_EQ(yearly[0].replaced, 1);
    EXPECT_EQ(yearly[1].replaced, 1);
}

TEST(Plan, LosesNoDeviceAndSpendsNoMoreThanThereIs) {
    base::Random random(11);
    for (int turn = 0; turn < 300; ++turn) {
        std::vector<PlanItem> items;
        for (std::int64_t id = 1; id <= 40; ++id) {
            items.push_back({id, static_cast<int>(random.between(0, 4)), random.between(0, 100'000), random.between(-10'000, 10'000), static_cast<int>(random.between(0, 6))});
        }
        std::vector<std::int64_t> budgets;
        for (int year = 0; year < 5; ++year) budgets.push_back(random.between(0, 600'000));
        const auto years = run_plan(items, budgets, random.chance(0.5) ? Order::cost : Order::support);
        std::int64_t due = 0, replaced = 0;
        for (std::size_t year = 0; year < 5; ++year) {
            EXPECT_LE(years[year].spent_cents, budgets[year]);
            EXPECT_LE(years[year].unsupported, years[year].deferred);
            due += years[year].due;
            replaced += years[year].replaced;
            EXPECT_EQ(due - replaced, years[year].deferred);
        }
        EXPECT_EQ(due, 40);
        // Nobody is passed over who would still fit.
        const auto unlimited = run_plan(items, 5);
        for (std::size_t year = 0; year < 5; ++year) EXPECT_EQ(unlimited[year].deferred, 0);
    }
}

TEST(Plan, MoreMoneyNeverLeavesMoreDevicesOfOnePriceWaiting) {
    base::Random random(12);
    for (int turn = 0; turn < 300; ++turn) {
        std::vector<PlanItem> items;
        for (std::int64_t id = 1; id <= 30; ++id) items.push_back({id, static_cast<int>(random.between(0, 4)), 33'000, random.between(-10'000, 10'000)});
        std::vector<std::int64_t> less, more;
        for (int year = 0; year < 5; ++year) {
            less.push_back(random.between(0, 300'000));
            more.push_back(less.back() + random.between(0, 50'000));
        }
        EXPECT_LE(run_plan(items, more, Order::cost).back().deferred, run_plan(items, less, Order::cost).back().deferred);
    }
}
