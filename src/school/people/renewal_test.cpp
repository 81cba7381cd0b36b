#include "people/renewal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

using namespace people;

static base::Day day(std::string_view text) { return base::parse_day(text).value(); }

static RenewalLimit category(std::string_view word, RenewalLimit::Bound bound, std::optional<std::int64_t> hours, std::optional<std::int64_t> percent = {}) {
    return {RenewalLimit::Subject::category, std::string(word), bound, hours ? std::optional(*hours * 60) : std::nullopt, percent};
}
static RenewalLimit type(std::string_view word, std::int64_t percent) {
    return {RenewalLimit::Subject::type, std::string(word), RenewalLimit::Bound::most, {}, percent};
}

/// As the data of the state says it; 5 years from the day of issue.
static RenewalRule rule(std::int64_t hours) {
    RenewalRule one;
    one.total_minutes = hours * 60;
    one.minutes_per_ceu = 600;
    one.source = "a test";
    return one;
}

static RenewalRule texas() {
    auto one = rule(150);
    one.limits = {category("related", RenewalLimit::Bound::least, {}, 80), category("listed_topics", RenewalLimit::Bound::most, {}, 25), type("independent", 20),
                  type("presenting", 10), type("mentoring", 30)};
    return one;
}

static RenewalRule illinois() {
    auto one = rule(120);
    one.anchor = RenewalRule::Anchor::fiscal;
    one.carry_days = 91;
    return one;
}

static Licence licence(std::string_view issued = "2022-07-01", std::string_view expires = "2027-06-30") {
    Licence one;
    one.kind = "teacher_standard";
    one.issued = day(issued);
    if (!expires.empty()) one.expires = day(expires);
    return one;
}

static std::int64_t next_id = 1;
/// Confirmed, attended, in hours unless changed.
static Activity hours(std::int64_t amount, std::string_view on = "2024-10-01", std::vector<std::string> categories = {}) {
    Activity one;
    one.id = next_id++;
    one.on = day(on);
    one.amount = amount * 100;
    one.categories = std::move(categories);
    one.confirmed = true;
    return one;
}
static Activity of_type(Activity one, std::string_view what) {
    one.type = what;
    return one;
}
static Activity in_unit(Activity one, std::string_view unit) {
    one.unit = unit;
    return one;
}
static Activity approved(Activity one, std::string_view on) {
    one.approved = day(on);
    return one;
}
static Activity carried(Activity one) {
    one.carried = true;
    return one;
}

static const base::Day today = day("2026-03-09");

static std::int64_t gap(const Progress& progress, std::string_view word) {
    auto found = std::ranges::find(progress.gaps, word, &Gap::word);
    return found == progress.gaps.end() ? 0 : found->minutes / 60;
}
static std::string whys(const Progress& progress) {
    std::string all;
    for (const auto& one : progress.uncounted) all += std::string(one.why) + ":" + hours_text(one.minutes) + " ";
    return all;
}

TEST(Renewal, TexasCountsIndependentStudyUpToAFifth) {
    auto progress = renewal_progress(texas(), licence(), {hours(110, "2024-01-10", {"related"}), of_type(hours(40, "2024-05-10", {"related"}), "independent")}, today);
    EXPECT_EQ(progress.counted, 140 * 60);
    EXPECT_EQ(gap(progress, ""), 10);
    EXPECT_EQ(whys(progress), "type_cap:10 ");
    EXPECT_EQ(progress.uncounted[0].word, "independent");
}

TEST(Renewal, TexasCapsPresentingMentoringAndListedTopics) {
    auto progress = renewal_progress(texas(), licence(), {of_type(hours(20, "2024-01-10", {"related"}), "presenting"), of_type(hours(60, "2024-01-11", {"related"}), "mentoring"),
                                                          hours(50, "2024-01-12", {"listed_topics"})}, today);
    EXPECT_EQ(progress.counted, (15 + 45) * 60 + 2250) << "a quarter of 150 hours is 37.5";
    EXPECT_EQ(whys(progress), "type_cap:5 type_cap:15 category_cap:12.5 ");
    EXPECT_EQ(gap(progress, "related"), 60) << "80 % of 150 are 120";
}

TEST(Renewal, NorthCarolinaAsksForTwentyHoursOfDigitalLearning) {
    auto one = rule(80);
    one.limits = {category("subject", RenewalLimit::Bound::least, 30), category("digital", RenewalLimit::Bound::least, 20), category("literacy", RenewalLimit::Bound::least, 30)};
    auto progress = renewal_progress(one, licence(), {in_unit(hours(1, "2024-02-01", {"digital"}), "ceu"), hours(35, "2024-03-01", {"subject"}), hours(35, "2024-04-01", {"literacy"})}, today);
    EXPECT_EQ(progress.counted, 80 * 60);
    ASSERT_EQ(progress.gaps.size(), 1u);
    EXPECT_EQ(progress.gaps[0].word, "digital");
    EXPECT_EQ(progress.gaps[0].minutes, *one.minutes_per_ceu) << "one CEU";
}

TEST(Renewal, OhioCountsNothingFromBeforeThePlanWasApproved) {
    auto one = rule(180);
    one.minutes_per_credit = 1800;
    one.approval_first = true;
    auto progress = renewal_progress(one, licence(), {approved(hours(10), "2024-10-02"), hours(10), approved(hours(10), "2024-10-01"), approved(hours(10), "2024-09-01")}, today);
    EXPECT_EQ(progress.counted, 20 * 60);
    EXPECT_EQ(whys(progress), "before_approval:10 no_approval:10 ");
}

TEST(Renewal, PennsylvaniaAddsUpCreditsAndHours) {
    auto one = rule(180);
    one.minutes_per_credit = 1800;
    auto progress = renewal_progress(one, licence(), {in_unit(hours(3), "credit"), hours(90)}, today);
    EXPECT_EQ(progress.counted, 180 * 60);
    EXPECT_TRUE(progress.gaps.empty());
    one.mixes = false;
    progress = renewal_progress(one, licence(), {in_unit(hours(3), "credit"), hours(80)}, today);
    EXPECT_EQ(progress.counted, 90 * 60) << "where they do not mix, the larger counts";
    EXPECT_EQ(whys(progress), "not_mixed:80 ");
}

TEST(Renewal, ACreditIsWorthWhatItsStateSays) {
    auto arizona = rule(180);
    EXPECT_EQ(renewal_progress(arizona, licence(), {in_unit(hours(1), "credit")}, today).counted, 0);
    EXPECT_EQ(whys(renewal_progress(arizona, licence(), {in_unit(hours(1), "credit")}, today)), "unit:0 ");
    arizona.minutes_per_credit = 900;
    EXPECT_EQ(renewal_progress(arizona, licence(), {in_unit(hours(1), "credit")}, today).counted, 900);
}

TEST(Renewal, IllinoisCarriesTheLastSpringAndNoMore) {
    const auto old = licence("2017-07-01", "2027-06-30");
    // The cycle before ended on 30 June 2022.
    auto may = carried(hours(8, "2022-05-10")), april = carried(hours(4, "2022-04-01")), march = carried(hours(6, "2022-03-31"));
    auto progress = renewal_progress(illinois(), old, {may, april, march}, today);
    EXPECT_EQ(progress.counted, 12 * 60);
    EXPECT_EQ(whys(progress), "carry_window:6 ");
    auto before = renewal_progress(illinois(), old, {may, april, march}, day("2022-06-01"));
    EXPECT_EQ(before.counted, 6 * 60) << "each counts in one cycle only";
    EXPECT_EQ(before.cycle, (Cycle{day("2017-07-01"), day("2022-06-30")}));
}

TEST(Renewal, WhatCarriesMayHaveALimit) {
    auto one = illinois();
    one.carry_minutes = 10 * 60;
    auto progress = renewal_progress(one, licence("2017-07-01"), {carried(hours(8, "2022-05-10")), carried(hours(8, "2022-05-11"))}, today);
    EXPECT_EQ(progress.counted, 10 * 60);
    EXPECT_EQ(whys(progress), "carry_limit:6 ");
}

TEST(Renewal, NewYorkAsksForFifteenPercentLanguageAndCarriesNothing) {
    auto one = rule(100);
    one.limits = {category("language", RenewalLimit::Bound::least, {}, 15)};
    auto progress = renewal_progress(one, licence(), {hours(86), hours(14, "2024-11-01", {"language"}), carried(hours(5, "2022-06-30"))}, today);
    EXPECT_EQ(progress.counted, 100 * 60);
    EXPECT_EQ(gap(progress, "language"), 1);
    EXPECT_EQ(whys(progress), "carry_window:5 ");
}

TEST(Renewal, WhatNobodyConfirmedIsToldAndNotCounted) {
    auto waiting = hours(7);
    waiting.confirmed = false;
    auto progress = renewal_progress(rule(10), licence(), {waiting, hours(2)}, today);
    EXPECT_EQ(progress.counted, 120);
    EXPECT_EQ(whys(progress), "unconfirmed:7 ");
}

TEST(Renewal, CompTiaAsksForHalfOnTheTopicInTheWindow) {
    auto one = rule(20);
    one.cycle_months = 36;
    one.minutes_per_ceu = 60;
    one.limits = {category("on_topic", RenewalLimit::Bound::least, {}, 50)};
    auto progress = renewal_progress(one, licence("2024-01-15", "2027-01-14"), {in_unit(hours(12), "ceu"), in_unit(hours(8, "2025-01-01", {"on_topic"}), "ceu"), hours(9, "2024-01-14")}, today);
    EXPECT_EQ(progress.counted, 20 * 60) << "the day before the window does not count";
    EXPECT_EQ(gap(progress, "on_topic"), 2);
}

TEST(Renewal, CyclesEndWithTheLicenceInJuneOrInDecember) {
    auto one = rule(10);
    EXPECT_EQ(cycle_of(one, day("2021-02-15"), {}, today), (Cycle{day("2026-02-15"), day("2031-02-14")}));
    EXPECT_EQ(cycle_of(one, day("2021-02-15"), {}, day("2026-02-14")), (Cycle{day("2021-02-15"), day("2026-02-14")}));
    EXPECT_EQ(cycle_of(one, day("2019-08-31"), day("2027-08-31"), today), (Cycle{day("2022-09-01"), day("2027-08-31")}));
    one.anchor = RenewalRule::Anchor::fiscal;
    one.cycle_months = 12;
    EXPECT_EQ(cycle_of(one, day("2021-02-15"), {}, today), (Cycle{day("2025-07-01"), day("2026-06-30")}));
    one.anchor = RenewalRule::Anchor::calendar;
    EXPECT_EQ(cycle_of(one, day("2021-02-15"), {}, today), (Cycle{day("2026-01-01"), day("2026-12-31")}));
    one.anchor = RenewalRule::Anchor::issue;
    one.cycle_months = 1;
    EXPECT_EQ(cycle_of(one, day("2024-02-29"), {}, day("2025-02-28")).begins, day("2025-02-28"));
}

TEST(Renewal, TheEvenPaceRunsFromTheFirstDayToTheLast) {
    auto one = rule(100);
    auto progress = renewal_progress(one, licence(), {}, day("2027-06-30"));
    EXPECT_EQ(progress.expected, 100 * 60);
    EXPECT_EQ(progress.days_left, 0);
    progress = renewal_progress(one, licence(), {}, day("2022-07-01"));
    EXPECT_LT(progress.expected, 60);
    EXPECT_EQ(progress.days_left, 1825);
}

TEST(Renewal, AmountsAreReadAndShownWithoutRounding) {
    EXPECT_EQ(parse_hundredths("2.5"), 250);
    EXPECT_EQ(parse_hundredths("2,25"), 225);
    EXPECT_EQ(parse_hundredths("12"), 1200);
    for (auto wrong : {"", "0", "-1", "1.", ".5", "1.234", "ten", "99999", "1e3"}) EXPECT_FALSE(parse_hundredths(wrong)) << wrong;
    EXPECT_EQ(hours_text(750), "12.5");
    EXPECT_EQ(hours_text(600), "10");
}
