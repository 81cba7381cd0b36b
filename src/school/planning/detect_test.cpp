#include "planning/detect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "planning/detect_cell.h"
#include "planning/testing_detection.h"

using namespace planning;

/// y in B days, then n in w; each also summed term by term with 64-bit logarithms of the gamma function.
TEST(Detect, TheGoldenValuesOfThePredictiveRule) {
    struct Golden {
        double y, b, w, n, p;
    };
    const Golden golden[] = {{0, 60, 1, 1, 0.00823059},     {0, 60, 3, 3, 3.436403e-05},  {1, 60, 3, 3, 2.319466e-04},   {6, 60, 3, 4, 6.817259e-04},
                             {6, 60, 10, 6, 2.749948e-03},  {60, 60, 1, 6, 7.302391e-04}, {180, 60, 3, 20, 1.475153e-03}, {4, 18000, 960, 4, 2.859956e-04}};
    for (const auto& one : golden) {
        EXPECT_NEAR(predictive_tail(one.y, one.b, one.n, one.w) / one.p, 1, 1e-6) << one.y << " in " << one.b << ", then " << one.n << " in " << one.w;
    }
}

TEST(Detect, EarsAsItIsImplementedForComparison) {
    const std::vector<double> series{2, 1, 3, 2, 0, 4, 2, 1, 3, 2, 9, 2, 8};
    const double c1[] = {5.989473, 6.014078, 6.299793, 5.989473, 12.097398, 11.599585};
    const double c2[] = {5.989473, 6.014078, 6.299793, 5.989473};
    for (int day = 7; day < 13; ++day) EXPECT_NEAR(*planning::testing::ears_c1(series, day), c1[day - 7], 1e-6) << day;
    for (int day = 9; day < 13; ++day) EXPECT_NEAR(*planning::testing::ears_c2(series, day), c2[day - 9], 1e-6) << day;
    EXPECT_FALSE(planning::testing::ears_c1(series, 6));
    // The spike of day 10 hides day 12 from C1, and not from C2.
    EXPECT_LT(series[12], *planning::testing::ears_c1(series, 12));
    EXPECT_GT(series[12], *planning::testing::ears_c2(series, 12));
}

TEST(Detect, TheTailFallsWithTheCountAndRisesWithMeanAndSpread) {
    for (const double mean : {0.01, 0.3, 2.0, 40.0}) {
        for (const double spread : {1.0, 1.2, 1.5, 4.0}) {
            double last = 1;
            for (int n = 0; n < 60; ++n) {
                const double p = tail(n, mean, spread);
                EXPECT_LE(p, last) << mean << " " << spread << " " << n;
                EXPECT_GE(p, 0);
                EXPECT_LE(p, tail(n, mean * 1.1, spread) + 1e-12);
                if (n > 3 * mean * spread + 3) { EXPECT_LE(p, tail(n, mean, spread * 1.2) + 1e-12) << mean << " " << spread << " " << n; }
                last = p;
            }
        }
    }
    // By its own sum: P(N >= 3) = 1 - (1 + 2 + 2) e^-2 for a Poisson of mean 2.
    EXPECT_NEAR(tail(3, 2, 1), 1 - 5 * std::exp(-2.0), 1e-12);
}

static std::size_t kept_by_brute_force(const std::vector<double>& p_values, std::size_t tests, double q) {
    std::size_t most = 0;
    for (const double limit : p_values) {
        const auto rank = static_cast<std::size_t>(std::ranges::count_if(p_values, [&](double p) { return p <= limit; }));
        if (limit <= static_cast<double>(rank) * q / static_cast<double>(tests)) most = std::max(most, rank);
    }
    return most;
}

TEST(Detect, BenjaminiAndHochbergAgainstBruteForce) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int round = 0; round < 500; ++round) {
        const std::size_t tests = 1 + random() % 40;
        std::vector<double> p_values(random() % (tests + 1));
        for (auto& p : p_values) p = std::pow(unit(random), random() % 2 == 0 ? 1 : 6);
        EXPECT_EQ(benjamini_hochberg(p_values, tests, 0.05), kept_by_brute_force(p_values, tests, 0.05));
    }
    EXPECT_EQ(benjamini_hochberg({}, 10, 0.05), 0U);
}

static Axis weekdays(int count) {
    Axis axis;
    for (auto day = *base::parse_day("2025-09-01"); static_cast<int>(axis.days.size()) < count; day += std::chrono::days(1)) {
        if (base::iso_weekday(day) <= 5) axis.days.push_back(day);
    }
    return axis;
}

struct DetectCase {
    Axis axis = weekdays(100);
    std::vector<Sighting> sightings = {};
    std::vector<Cohort> fleet = {};
    std::vector<Alarmed> alarmed = {};
    std::vector<base::Day> starts = {};

    /// `count` requests of different people about different devices; device 0: none.
    void add(int day, Cell leaf, int count = 1) {
        for (; count > 0; --count) {
            const auto number = static_cast<std::int64_t>(sightings.size()) + 1;
            sightings.push_back({day, leaf, leaf.model == 0 ? 0 : number, number, number});
        }
    }
    /// A quiet district: each leaf one request in ten days, on days of its own.
    void add_usual(int models, int schools, int categories, int days) {
        for (int day = 0; day < days; ++day) {
            for (int model = 1; model <= models; ++model)
                for (int school = 1; school <= schools; ++school)
                    for (int category = 1; category <= categories; ++category)
                        if ((day + model + school * 3 + category * 4) % 10 == 0) add(day, {model, school, category});
        }
    }
    Detected run(int today) const {
        const Ledger ledger(axis, sightings, fleet);
        return detect(ledger, Season(ledger, terms_of(axis, starts), today), alarmed, today);
    }
};

TEST(Detect, TellsTheNarrowCellWhereItBegan) {
    DetectCase quiet;
    quiet.add_usual(3, 3, 3, 100);
    EXPECT_TRUE(quiet.run(99).fresh.empty());
    quiet.add(98, {2, 1, 3}, 4);
    quiet.add(99, {2, 1, 3}, 4);
    const auto found = quiet.run(99);
    ASSERT_EQ(found.fresh.size(), 1U);
    EXPECT_EQ(found.fresh[0].cell, (Cell{2, 1, 3}));
    EXPECT_GE(found.fresh[0].best.observed, 8);
    EXPECT_LT(found.fresh[0].p, 1e-4);
    EXPECT_EQ(found.cells, 27U + 27U + 9U);
}

TEST(Detect, TellsTheModelWhenItFailsAtEverySchool) {
    DetectCase wide;
    wide.add_usual(3, 4, 2, 100);
    for (int school = 1; school <= 4; ++school) wide.add(99, {2, school, 1}, 3);
    const auto found = wide.run(99);
    ASSERT_EQ(found.fresh.size(), 1U);
    EXPECT_EQ(found.fresh[0].cell, (Cell{2, 0, 1}));
}

TEST(Detect, OnePersonOrTwoDevicesAreNoProblemOfTheDistrict) {
    DetectCase bulk;
    bulk.add_usual(3, 3, 3, 100);
    for (int more = 0; more < 9; ++more) bulk.sightings.push_back({99, {2, 1, 3}, 9000 + more, 77, 90'000 + more});
    EXPECT_TRUE(bulk.run(99).fresh.empty()) << "a technician who enters a pile of requests";
    DetectCase pair;
    pair.add_usual(3, 3, 3, 100);
    for (int more = 0; more < 9; ++more) pair.sightings.push_back({99, {2, 1, 3}, 9000 + more % 2, 70 + more, 90'000 + more});
    EXPECT_TRUE(pair.run(99).fresh.empty()) << "a class that writes of the same two devices";
}

TEST(Detect, TheOrderOfReadingChangesNothing) {
    DetectCase one;
    one.add_usual(3, 3, 3, 100);
    one.add(98, {2, 1, 3}, 5);
    one.add(99, {1, 2, 2}, 6);
    DetectCase other = one;
    std::mt19937 random(3);
    std::ranges::shuffle(other.sightings, random);
    const auto left = one.run(99);
    const auto right = other.run(99);
    ASSERT_EQ(left.fresh.size(), 2U);
    ASSERT_EQ(left.fresh.size(), right.fresh.size());
    for (std::size_t at = 0; at < left.fresh.size(); ++at) {
        EXPECT_EQ(left.fresh[at].cell, right.fresh[at].cell);
        EXPECT_DOUBLE_EQ(left.fresh[at].p, right.fresh[at].p);
    }
    EXPECT_EQ(left.cells, right.cells);
}

TEST(Detect, RenamingTheCellsRenamesTheFindings) {
    DetectCase one;
    one.add_usual(4, 3, 3, 100);
    one.add(99, {4, 3, 1}, 6);
    DetectCase other = one;
    for (auto& sighting : other.sightings) sighting.leaf = {5 - sighting.leaf.model, sighting.leaf.school % 3 + 1, 4 - sighting.leaf.category};
    const auto left = one.run(99).fresh;
    const auto right = other.run(99).fresh;
    ASSERT_EQ(left.size(), 1U);
    ASSERT_EQ(right.size(), 1U);
    EXPECT_EQ(right[0].cell, (Cell{1, 1, 3}));
    EXPECT_NEAR(left[0].p, right[0].p, 1e-12);
}

TEST(Detect, AnOpenAlertExplainsItsMarginsAndPersists) {
    DetectCase open;
    open.add_usual(3, 3, 3, 100);
    open.add(98, {2, 1, 3}, 6);
    open.add(99, {2, 1, 3}, 6);
    open.alarmed = {{.cell = {2, 1, 3}, .first = 98, .last = 98, .open = true}};
    const auto found = open.run(99);
    EXPECT_TRUE(found.fresh.empty());
    ASSERT_EQ(found.persisting.size(), 1U);
    EXPECT_EQ(found.persisting[0].cell, (Cell{2, 1, 3}));
    // An alert on a part of what is seen today does not hide the rest.
    for (int school = 2; school <= 3; ++school) open.add(99, {2, school, 3}, 6);
    EXPECT_FALSE(open.run(99).fresh.empty());
}

TEST(Detect, APastOutbreakIsNoExampleOfWhatIsUsual) {
    DetectCase again;
    again.add_usual(2, 2, 2, 100);
    for (int day = 50; day < 60; ++day) again.add(day, {1, 1, 1}, 8);
    again.add(99, {1, 1, 1}, 10);
    EXPECT_TRUE(again.run(99).fresh.empty()) << "eighty requests in the baseline hide it";
    again.alarmed = {{.cell = {1, 1, 1}, .first = 50, .last = 59, .open = false}};
    const auto found = again.run(99);
    ASSERT_EQ(found.fresh.size(), 1U);
    EXPECT_EQ(found.fresh[0].cell, (Cell{1, 1, 1}));
    EXPECT_NEAR(found.fresh[0].exposure, 50, 0.01);
}

TEST(Detect, ANewModelIsHeldToTheRateOfTheOthers) {
    DetectCase rollout;
    rollout.add_usual(3, 1, 1, 100);
    for (int day = 0; day < 100; ++day) rollout.add(day, {1, 1, 1}, 2);
    rollout.fleet = {{.model = 1, .school = 1, .since = -1, .devices = 100}, {.model = 9, .school = 1, .since = 95, .devices = 300}};
    // Two a day from a hundred devices are usual here; so are six a day from three hundred.
    for (int day = 95; day < 100; ++day) rollout.add(day, {9, 1, 1}, 2);
    EXPECT_TRUE(rollout.run(99).fresh.empty());
    rollout.add(99, {9, 1, 1}, 40);
    const auto found = rollout.run(99);
    ASSERT_FALSE(found.fresh.empty());
    const Ledger ledger(rollout.axis, rollout.sightings, rollout.fleet);
    const Season season(ledger, terms_of(rollout.axis, {}), 99);
    const Scene scene(ledger, season, rollout.alarmed, 99);
    EXPECT_TRUE(scene.judge({9, 1, 1}).from_parent);
    EXPECT_FALSE(scene.judge({1, 1, 1}).from_parent);
    EXPECT_NEAR(scene.judge({9, 1, 1}).looks[0].expected, 3 * scene.judge({1, 1, 1}).looks[0].expected, 1) << "three times as many devices";
}

TEST(Detect, ANewInstallationSaysNothingYet) {
    DetectCase young;
    young.axis = weekdays(8);
    young.add(7, {1, 1, 1}, 30);
    EXPECT_TRUE(young.run(7).fresh.empty());
}

TEST(Detect, AClosedSchoolHasNoExposure) {
    DetectCase closed;
    closed.add_usual(2, 2, 2, 100);
    closed.axis.open[1] = std::vector<bool>(100, true);
    for (std::size_t day = 40; day < 60; ++day) closed.axis.open[1][day] = false;
    std::erase_if(closed.sightings, [](const Sighting& one) { return one.leaf.school == 1 && one.day >= 40 && one.day < 60; });
    closed.add(99, {1, 1, 1}, 12);
    const auto found = closed.run(99);
    ASSERT_EQ(found.fresh.size(), 1U);
    EXPECT_NEAR(found.fresh[0].exposure, 40, 0.01);
}

TEST(Detect, ATermBeginsAfterALongClosureAndWhereTheRosterSaysSo) {
    auto axis = weekdays(60);
    for (std::size_t day = 30; day < 60; ++day) axis.days[day] += std::chrono::days(14);
    const auto terms = terms_of(axis, {axis.days[5], axis.days[45] - std::chrono::days(1), axis.days[47], *base::parse_day("2020-01-01")});
    EXPECT_EQ(terms.first, (std::vector<int>{5, 30, 45}));
    EXPECT_EQ(terms.week(4), -1);
    EXPECT_EQ(terms.week(5), 0);
    EXPECT_EQ(terms.week(24), 3);
    EXPECT_EQ(terms.week(25), -1);
    EXPECT_EQ(terms.week(46), 0);
}

TEST(Detect, TheSurgeOfATermIsNoProblem) {
    for (const bool year_before : {true, false}) {
        const auto year = planning::testing::make_year({.seed = 4711, .models = 6, .schools = 4, .categories = 5, .requests = 6'000, .year_before = year_before});
        const Ledger ledger(year.axis, year.sightings, {});
        const auto told = planning::testing::watch_year(year, ledger);
        EXPECT_LE(std::ranges::count_if(told, [&](const auto& one) { return one.told < year.first + 20; }), 2) << year_before;
    }
}

TEST(Detect, SixMoreADayAreFoundWithinThreeDays) {
    const auto year = planning::testing::make_year({.seed = 4712, .models = 8, .schools = 5, .categories = 5, .requests = 6'000, .outbreaks = 6, .extra_a_day = 6});
    const Ledger ledger(year.axis, year.sightings, {});
    const auto scored = planning::testing::score(year, planning::testing::watch_year(year, ledger));
    EXPECT_EQ(scored.outbreaks, 6);
    EXPECT_GE(scored.found, 5);
    EXPECT_LE(scored.false_alarms, 6);
    const auto ears = planning::testing::score(year, planning::testing::ears_year(year, ledger, 1));
    EXPECT_GT(ears.false_alarms, 100) << "why it is not used for cells";
}
