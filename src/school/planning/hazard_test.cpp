#include "planning/hazard.h"

#include <gtest/gtest.h>

#include "base/random.h"

using namespace planning;
using base::Day;

static Day day(std::string_view iso) { return *base::parse_day(iso); }

static LoggedRepair repair(std::string_view on, std::string_view component, std::string_view cause, std::int64_t cents = 1000) {
    return {1, day(on), component, cause, cents, 10};
}

TEST(Failures, ComebackIsChargedToTheFirstRepairHoweverOftenItComes) {
    const std::vector<LoggedRepair> log{repair("2026-01-10", "battery", "wear"), repair("2026-02-01", "battery", "wear", 500), repair("2026-02-28", "battery", "wear", 700),
                                        repair("2026-03-31", "battery", "wear")};
    const auto failures = failures_of(log);
    ASSERT_EQ(failures.size(), 2u) << "the last came 31 days after the one before it";
    EXPECT_EQ(failures[0].comebacks, 2);
    EXPECT_EQ(failures[0].cents, 2200);
    EXPECT_EQ(failures[0].minutes, 30);
    EXPECT_EQ(failures[1].comebacks, 0);
}

TEST(Failures, AnotherComponentAndOtherPartsAreFailuresOfTheirOwn) {
    const std::vector<LoggedRepair> log{repair("2026-01-10", "battery", "wear"), repair("2026-01-11", "screen", "accident"), repair("2026-01-12", "other", "wear"),
                                        repair("2026-01-13", "other", "wear")};
    const auto failures = failures_of(log);
    ASSERT_EQ(failures.size(), 4u);
    EXPECT_EQ(failures[0].follows, Follows::device);
    EXPECT_EQ(failures[1].follows, Follows::place);
}

TEST(Failures, OnlyWearThatWasSeenMakesALemon) {
    const std::vector<LoggedRepair> log{repair("2025-03-09", "board", "defect"), repair("2025-06-01", "battery", "wear"), repair("2025-06-20", "battery", "wear"),
                                        repair("2025-09-01", "hinge", "defect"), repair("2025-10-01", "screen", "misuse"), repair("2025-11-01", "keyboard", "unknown"),
                                        repair("2026-01-05", "board", "wear")};
    EXPECT_EQ(wear_in_a_year(failures_of(log), day("2026-03-09")), 3) << "the first is a year ago, one came back, one was an accident, one is unknown";
}

TEST(Exposure, IsSpreadOverTheAgesAndBeginsWithTheLog) {
    std::array<Counted, age_bins> bins{};
    // Bought in 2020; the log is complete from 2023 on.
    add_days(bins, day("2020-07-01"), day("2023-01-01"), day("2024-01-01"));
    EXPECT_EQ(bins[0].days + bins[1].days, 0);
    EXPECT_EQ(bins[2].days, (day("2023-07-02") - day("2023-01-01")).count()) << "1,096 days are three years";
    EXPECT_EQ(bins[3].days, (day("2024-01-01") - day("2023-07-02")).count());
    std::array<Counted, age_bins> old{};
    add_days(old, day("2000-01-01"), day("2020-01-01"), day("2021-01-01"));
    EXPECT_EQ(old[age_bins - 1].days, 366);
    std::array<Counted, age_bins> none{};
    add_days(none, day("2024-01-01"), day("2023-01-01"), day("2023-06-01"));
    for (const auto& bin : none) EXPECT_EQ(bin.days, 0) << "not there yet";
}

TEST(Exposure, LosesNoDay) {
    base::Random random(3);
    for (int turn = 0; turn < 2000; ++turn) {
        const auto begins = day("2015-01-01") + std::chrono::days(random.between(0, 3000));
        const auto first = day("2018-01-01") + std::chrono::days(random.between(0, 2000));
        const auto last = first + std::chrono::days(random.between(0, 3000));
        std::array<Counted, age_bins> bins{};
        add_days(bins, begins, first, last);
        std::int64_t sum = 0;
        for (const auto& bin : bins) sum += bin.days;
        EXPECT_EQ(sum, std::max<std::int64_t>(0, (last - std::max(first, begins)).count()));
    }
}

/// One model with this history in its second year, in a kind of its own.
static Fleet fleet_of(std::vector<std::pair<std::int64_t, Counted>> models) {
    Fleet fleet;
    for (const auto& [id, counted] : models) {
        auto& model = fleet.models[id];
        model.kind = "chromebook";
        model.wear[1] = counted;
        model.cost = {counted.failures, counted.failures * 7500, 0};
    }
    fleet.kinds["chromebook"];
    return fleet;
}
static constexpr std::int64_t months_as_days(double months) { return static_cast<std::int64_t>(months * days_in_month); }

TEST(Shrinkage, PullsSmallNumbersToTheFleetOfTheKind) {
    // 48 months with 2 failures beside 24 months at 0.01: (2 + 0.24) / 72.
    EXPECT_NEAR(shrink({2, months_as_days(48)}, 0.01).mean(), 2.24 / 72, 1e-5);
    EXPECT_DOUBLE_EQ(shrink({0, 0}, 0.01).mean(), 0.01) << "nothing of its own: the fleet";
    EXPECT_NEAR(shrink({1000, months_as_days(100'000)}, 0.5).mean(), 0.01, 2e-4) << "much of its own: its own";
}

TEST(Shrinkage, OneFailureOfANewModelIsNoDisaster) {
    const Hazards hazards(fleet_of({{1, {100, months_as_days(10'000)}}, {2, {1, months_as_days(3)}}}), 0);
    const double usual = hazards.of_kind("chromebook").wear[1].mean(), young = hazards.of_model(2, "chromebook").wear[1].mean();
    EXPECT_NEAR(usual, 0.0101, 0.0002);
    EXPECT_NEAR(young, (1 + 24 * usual) / 27, 1e-4) << "and not 1 in 3";
    EXPECT_NEAR(hazards.of_model(3, "chromebook").wear[1].mean(), usual, 1e-12) << "a model without history is as its kind";
    EXPECT_NEAR(hazards.of_model(1, "chromebook").wear[6].mean(), hazards.of_kind("chromebook").wear[6].mean(), 1e-12) << "so is an age that it has not reached";
    EXPECT_NEAR(hazards.of_model(9, "printer").wear[0].mean(), 101 / 10'003.0, 1e-5) << "and a kind without history as all devices";
}

TEST(Shrinkage, IntervalIsThatOfTheGammaDistribution) {
    const Rate rate{4.5, 90};
    EXPECT_NEAR(rate.mean(), 0.05, 1e-12);
    EXPECT_LT(rate.quantile(0.1), rate.mean());
    EXPECT_GT(rate.quantile(0.9), rate.mean());
    // Half of chi-square with 9 degrees of freedom at 0.1 and 0.9 (4.168159, 14.683657), divided by the months.
    EXPECT_NEAR(rate.quantile(0.1), 4.168159 / 2 / 90, 1e-7);
    EXPECT_NEAR(rate.quantile(0.9), 14.683657 / 2 / 90, 1e-7);
    EXPECT_EQ(Rate{}.quantile(0.9), 0);
}

TEST(Shrinkage, AccidentsFollowThePlace) {
    auto fleet = fleet_of({{1, {0, months_as_days(4000)}}});
    fleet.accidents[{"chromebook", 5}] = {40, months_as_days(1000)};
    fleet.accidents[{"chromebook", 6}] = {0, months_as_days(1000)};
    fleet.kinds["chromebook"].accident_cost = {40, 40 * 5900, 40 * 30};
    const Hazards hazards(fleet, 6000);
    EXPECT_NEAR(hazards.accidents("chromebook", 5).mean(), (40 + 24 * 0.02) / 1024, 1e-4);
    EXPECT_NEAR(hazards.accidents("chromebook", 6).mean(), 24 * 0.02 / 1024, 1e-4);
    EXPECT_NEAR(hazards.accidents("chromebook", 99).mean(), 0.02, 1e-4) << "of a school without history: the kind's";
    EXPECT_NEAR(hazards.accident_cents("chromebook"), 5900 + 3000, 1e-6) << "half an hour of work is in it";
}

TEST(Costs, OfAModelArePulledToThoseOfItsKind) {
    auto fleet = fleet_of({{1, {100, months_as_days(10'000)}}, {2, {1, months_as_days(100)}}});
    fleet.models[2].cost = {1, 40'000, 0};
    const Hazards hazards(fleet, 0);
    const double kind = hazards.of_kind("chromebook").failure_cents;
    EXPECT_NEAR(hazards.of_model(2, "chromebook").failure_cents, (40'000 + 5 * kind) / 6, 1e-6);
}

TEST(Costs, UpperQuartileIsARealValueAndNeedsFour) {
    EXPECT_EQ(upper_quartile({100, 400, 200}), std::nullopt);
    EXPECT_EQ(upper_quartile({100, 400, 200, 300}), 300);
    EXPECT_EQ(upper_quartile({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), 8);
}
