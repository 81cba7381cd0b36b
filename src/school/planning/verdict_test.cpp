#include "planning/verdict.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

using namespace planning;
using base::Day;

static Day day(std::string_view iso) { return *base::parse_day(iso); }

static Outlook flat(double cents_a_month) {
    Outlook outlook;
    outlook.wear.fill(cents_a_month);
    return outlook;
}

/// The worked figures of the policy: 3 %, a new device of $330 less $25, 72 months, 0.010 failures a month against 0.022, $75 each.
static const Replacement worked{.price_cents = 33'000, .salvage_cents = 2'500, .life_months = 72, .outlook = flat(0.010 * 7500)};
constexpr double worked_interest = 0.03;
static double worked_new() { return new_per_month(30'500, worked.outlook, 72, worked_interest); }

TEST(WorkedFigures, NewDeviceCostsSoMuchAMonth) { EXPECT_NEAR(worked_new() / 100, 5.3786, 0.00005); }

TEST(WorkedFigures, RepairLimitGrowsWithTheMonthsLeft) {
    const auto limit = [](int months) { return repair_limit(worked_new(), flat(0.022 * 7500), 30, months, worked_interest) / 100; };
    EXPECT_NEAR(limit(6), 22.18, 0.005);
    EXPECT_NEAR(limit(12), 44.03, 0.005);
    EXPECT_NEAR(limit(24), 86.78, 0.005);
    EXPECT_NEAR(limit(36), 128.29, 0.005);
}

/// A device bought three years ago whose support has this many months left.
static Case worked_case(int months_left, std::optional<Pending> pending) {
    Case about;
    about.today = day("2026-07-01");
    about.begins = day("2023-07-01");
    about.support_ends = about.today + std::chrono::days(static_cast<int>(std::lround(months_left * days_in_month)) + 1);
    about.outlook = flat(0.022 * 7500);
    about.months_of_kind = 10'000;
    about.interest = worked_interest;
    about.replacement = worked;
    about.pending = pending;
    return about;
}

TEST(WorkedFigures, KeyboardOfNinetyDollarsIsRefusedAtTwoYearsAndAcceptedAtThree) {
    const auto at_two = judge(worked_case(24, Pending{9000})), at_three = judge(worked_case(36, Pending{9000}));
    EXPECT_EQ(at_two.months_left, 24);
    EXPECT_EQ(at_two.word, Word::replace);
    EXPECT_EQ(at_two.reason, Reason::beyond_limit);
    EXPECT_EQ(at_two.limit_cents, 8678);
    EXPECT_EQ(at_three.word, Word::repair);
    EXPECT_EQ(at_three.limit_cents, 12'829);
    EXPECT_EQ(flips_of(worked_case(24, Pending{9000}), at_two).quote_cents, 8678);
    EXPECT_EQ(flips_of(worked_case(24, Pending{9000}), at_two).months, 25) << "one month more would do";
    EXPECT_EQ(flips_of(worked_case(36, Pending{9000}), at_three).months, 24);
}

TEST(Annuity, IsTheSumOfItsMonths) {
    base::Random random(1);
    for (int turn = 0; turn < 500; ++turn) {
        const int months = static_cast<int>(random.between(0, 120));
        const double interest = random.unit() * 0.2;
        double sum = 0;
        for (int month = 1; month <= months; ++month) sum += std::pow(1 + interest, -month / 12.0);
        EXPECT_NEAR(annuity(months, interest), sum, 1e-9 * (1 + sum));
    }
    EXPECT_DOUBLE_EQ(annuity(12, 0), 12) << "without interest a month is a month";
}

static Outlook drawn_outlook(base::Random& random) {
    Outlook outlook;
    for (auto& cents : outlook.wear) cents = random.unit() * 600;
    outlook.accidents = random.unit() * 200;
    return outlook;
}

static Case drawn_case(base::Random& random) {
    auto about = worked_case(static_cast<int>(random.between(1, 72)), random.chance(0.5) ? std::optional(Pending{random.between(0, 30'000)}) : std::nullopt);
    about.outlook = drawn_outlook(random);
    about.begins = about.today - std::chrono::days(random.between(0, 2500));
    about.interest = random.unit() * 0.1;
    about.replacement = Replacement{random.between(5'000, 90'000), random.between(0, 5'000), static_cast<int>(random.between(12, 96)), drawn_outlook(random)};
    // Support that ends within the school year is a rule of its own.
    about.support_ends = *about.support_ends + std::chrono::days(366);
    return about;
}

TEST(Running, IsTheSumOfItsMonths) {
    base::Random random(2);
    for (int turn = 0; turn < 500; ++turn) {
        const auto outlook = drawn_outlook(random);
        const int age = static_cast<int>(random.between(0, 110)), months = static_cast<int>(random.between(0, 100));
        const double interest = random.unit() * 0.1;
        double sum = 0;
        for (int u = 1; u <= months; ++u) sum += (outlook.wear[static_cast<std::size_t>(std::min(7, (age + u - 1) / 12))] + outlook.accidents) * std::pow(1 + interest, -u / 12.0);
        EXPECT_NEAR(running(outlook, age, months, interest), sum, 1e-7 * (1 + sum));
    }
}

TEST(Rule, LimitSaysTheSameAsTheComparison) {
    base::Random random(4);
    int repaired = 0, replaced = 0;
    for (int turn = 0; turn < 5000; ++turn) {
        const auto about = drawn_case(random);
        const auto verdict = judge(about);
        ASSERT_TRUE(verdict.has_figures);
        const std::int64_t quote = about.pending ? about.pending->cents : 0;
        const double limit = repair_limit(verdict.fresh, about.outlook, verdict.age, verdict.months_left, about.interest);
        EXPECT_EQ(verdict.word == Word::replace, static_cast<double>(quote) > limit) << quote << " against " << limit;
        if (limit >= 0) {
            EXPECT_EQ(verdict.word == Word::replace, quote > verdict.limit_cents) << "to the cent, as it is printed";
        }
        (verdict.word == Word::replace ? replaced : repaired)++;
    }
    EXPECT_GT(repaired, 500);
    EXPECT_GT(replaced, 500) << "both were tried";
}

TEST(Rule, HigherPriceOfANewDeviceNeverFavoursReplacing) {
    base::Random random(5);
    for (int turn = 0; turn < 5000; ++turn) {
        auto about = drawn_case(random);
        const auto before = judge(about);
        about.replacement->price_cents += random.between(1, 50'000);
        const auto after = judge(about);
        EXPECT_GE(after.limit_cents, before.limit_cents);
        if (before.word != Word::replace) {
            EXPECT_NE(after.word, Word::replace);
        }
    }
}

TEST(Rule, MoreFailuresNeverLowerTheCostOfKeeping) {
    base::Random random(6);
    for (int turn = 0; turn < 2000; ++turn) {
        Fleet fleet;
        for (std::int64_t id = 1; id <= 4; ++id) {
            auto& model = fleet.models[id];
            model.kind = "chromebook";
            for (auto& bin : model.wear) {
                bin = {random.between(0, 20), random.between(0, 40'000)};
                model.cost.failures += bin.failures;
            }
            model.cost.cents = model.cost.failures * 7500;
        }
        fleet.kinds["chromebook"];
        const auto keep = [&] { return keep_per_month(0, outlook_of(Hazards(fleet, 0).of_model(1, "chromebook"), 0, 0), 20, 40, 0.03); };
        const double before = keep();
        auto& more = fleet.models[static_cast<std::int64_t>(random.between(1, 4))];
        ++more.wear[static_cast<std::size_t>(random.between(0, age_bins - 1))].failures;
        more.cost.failures += 1;
        more.cost.cents += 7500;
        EXPECT_GE(keep(), before - 1e-9) << "of this model or of another of its kind, at the usual cost";
    }
}

TEST(Rule, FlipsFlip) {
    base::Random random(7);
    for (int turn = 0; turn < 3000; ++turn) {
        const auto about = drawn_case(random);
        const auto verdict = judge(about);
        const auto flips = flips_of(about, verdict);
        const auto replaces = [](const Case& other) { return judge(other).word == Word::replace; };
        if (flips.price_cents) {
            auto dearer = about, cheaper = about;
            dearer.replacement->price_cents = *flips.price_cents + 2;
            cheaper.replacement->price_cents = *flips.price_cents - 2;
            if (dearer.replacement->price_cents >= 0) {
                EXPECT_FALSE(replaces(dearer));
            }
            EXPECT_TRUE(replaces(cheaper));
        }
        if (flips.quote_cents && about.pending) {
            auto within = about, beyond = about;
            within.pending->cents = *flips.quote_cents;
            beyond.pending->cents = *flips.quote_cents + 1;
            EXPECT_FALSE(replaces(within));
            EXPECT_TRUE(replaces(beyond));
        }
        if (flips.months) {
            const double there = keep_per_month(about.pending ? static_cast<double>(about.pending->cents) : 0, about.outlook, verdict.age, *flips.months, about.interest);
            EXPECT_NE(there > verdict.fresh, verdict.word == Word::replace);
        }
    }
}

TEST(Rule, SupportThatIsOverIsNeverRepairedExceptUnderWarranty) {
    auto about = worked_case(24, Pending{100});
    about.support_ends = about.today - std::chrono::days(1);
    EXPECT_EQ(judge(about).reason, Reason::support_over);
    EXPECT_EQ(judge(about).word, Word::replace);
    EXPECT_EQ(judge(about).limit_cents, 0);
    about.pending.reset();
    EXPECT_EQ(judge(about).word, Word::replace) << "it need not even be broken";
    about.warranty_ends = about.today;
    about.pending = Pending{100};
    EXPECT_EQ(judge(about).word, Word::warranty);
    about.pending->accident = true;
    EXPECT_EQ(judge(about).word, Word::replace) << "no warranty covers a fall";
}

TEST(Rule, SupportThatEndsWithinTheSchoolYearIsKeptButNotRepaired) {
    auto about = worked_case(36, std::nullopt);
    about.support_ends = day("2027-06-30");
    EXPECT_EQ(judge(about).word, Word::keep);
    EXPECT_EQ(judge(about).reason, Reason::support_ends_soon);
    EXPECT_EQ(judge(about).limit_cents, 0);
    about.pending = Pending{100};
    EXPECT_EQ(judge(about).word, Word::replace);
    about.support_ends = day("2027-07-01");
    EXPECT_NE(judge(about).reason, Reason::support_ends_soon);
}

TEST(Rule, LemonIsReplacedWhateverTheFiguresSay) {
    auto about = worked_case(36, std::nullopt);
    about.wear_in_a_year = 2;
    EXPECT_EQ(judge(about).word, Word::keep);
    about.wear_in_a_year = 3;
    EXPECT_EQ(judge(about).reason, Reason::lemon);
    EXPECT_EQ(judge(about).word, Word::replace);
    about.warranty_ends = day("2026-12-31");
    EXPECT_EQ(judge(about).word, Word::warranty) << "then it is the maker's";
    EXPECT_EQ(judge(about).reason, Reason::lemon_warranty);
}

TEST(Rule, EndIsTheEarlierOfSupportAndPlannedLife) {
    auto about = worked_case(36, std::nullopt);
    about.policy_months = 48;
    const auto verdict = judge(about);
    EXPECT_EQ(verdict.end, End::life);
    EXPECT_EQ(verdict.months_left, 11) << "bought three years ago, planned for four: a day short of twelve months";
    about.policy_months = 36;
    EXPECT_EQ(judge(about).reason, Reason::life_over);
    about.policy_months = 120;
    EXPECT_EQ(judge(about).end, End::support);
}

TEST(Rule, SaysWhenItCannotSay) {
    auto about = worked_case(36, std::nullopt);
    about.months_of_kind = least_months_of_kind - 1;
    EXPECT_EQ(judge(about).reason, Reason::few_data);
    EXPECT_FALSE(judge(about).has_figures);
    about.replacement.reset();
    EXPECT_EQ(judge(about).reason, Reason::no_price);
    about.support_ends = about.today - std::chrono::days(1);
    EXPECT_EQ(judge(about).word, Word::replace) << "what needs no figures is said all the same";
}

TEST(Rule, IsUnsureWhenTheHistoryAllowsBoth) {
    auto about = worked_case(24, Pending{8600});
    EXPECT_TRUE(judge(about).sure) << "nothing is unknown";
    about.low = 0.7;
    about.high = 1.5;
    const auto verdict = judge(about);
    EXPECT_EQ(verdict.word, Word::repair);
    EXPECT_FALSE(verdict.sure);
    EXPECT_LT(verdict.next_year_low, verdict.next_year);
    EXPECT_GT(verdict.next_year_high, verdict.next_year);
    about.pending->cents = 1000;
    EXPECT_TRUE(judge(about).sure) << "a cheap repair is worth it at both ends";
}

TEST(SchoolYear, BeginsInJuly) {
    EXPECT_EQ(school_year_of(day("2026-06-30")), 2025);
    EXPECT_EQ(school_year_of(day("2026-07-01")), 2026);
    EXPECT_EQ(begin_of_school_year(2026), day("2026-07-01"));
}
