/// Repair or replace: the cost of keeping against the cost of another, and what follows (P1). Pure; money in cents, time in months.
/// Clauses V1 to V12 are those of docs/policies/repair-or-replace.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "planning/hazard.h"

namespace planning {

/// The sum of v^1 to v^months with v = (1 + interest)^(-1/12): what one cent a month is worth today.
double annuity(int months, double interest);

/// What repairs are expected to cost in a month, by age.
struct Outlook {
    std::array<double, age_bins> wear{};  // cents a month in that year of age
    double accidents = 0;                 // cents a month
    double in_month(int age) const { return wear[static_cast<std::size_t>(bin_of_month(age))] + accidents; }
    /// With the wear taken so many times.
    Outlook times(double factor) const;
};
Outlook outlook_of(const Expected& expected, double accidents_a_month, double accident_cents);

/// Today's worth of the expected repairs of the next months.
double running(const Outlook& outlook, int age, int months, double interest);
/// V2: c_repair, cents a month over the months that are left; `months` > 0.
double keep_per_month(double repair, const Outlook& outlook, int age, int months, double interest);
/// V2: c_new, cents a month over the life of the next device; `life` > 0.
double new_per_month(double price_less_salvage, const Outlook& outlook, int life, double interest);
/// V3: r*, the repair at which both cost the same; below zero when keeping costs more even without a repair.
double repair_limit(double new_a_month, const Outlook& outlook, int age, int months, double interest);

/// School years run from 1 July (V5); named by the year in which they begin.
int school_year_of(base::Day day);
base::Day begin_of_school_year(int year);

enum class Word { keep, repair, replace, warranty, unknown };
constexpr Word all_words[] = {Word::keep, Word::repair, Word::replace, Word::warranty, Word::unknown};
std::string_view word(Word value);  // "keep", "repair", "replace", "warranty", "unknown"
std::optional<Word> parse_word(std::string_view text);

/// Why; message keys planning.verdict.reason.<word>.
enum class Reason { cheaper, dearer, within_limit, beyond_limit, support_over, support_ends_soon, life_over, lemon, warranty, lemon_warranty, no_price, few_data };
std::string_view word(Reason value);
std::optional<Reason> parse_reason(std::string_view text);

/// What sets the end of its use.
enum class End { none, support, life };
std::string_view word(End value);

struct Replacement {
    std::int64_t price_cents = 0;
    std::int64_t salvage_cents = 0;
    int life_months = 0;
    Outlook outlook;
};

/// A repair that stands before us.
struct Pending {
    std::int64_t cents = 0;     // r_net: less what insurance pays
    bool guessed = false;       // no quote: V7
    bool accident = false;      // no warranty covers it
};

/// V10: fewer device-months of the kind than these say nothing.
constexpr double least_months_of_kind = 120;

/// One device with what is known of it.
struct Case {
    base::Day today;
    base::Day begins;                        // its age is counted from here
    std::optional<base::Day> warranty_ends;  // last day
    std::optional<base::Day> support_ends;   // last day
    std::optional<int> policy_months;
    int wear_in_a_year = 0;
    Outlook outlook;
    double low = 1, high = 1;                // the wear rate at 10 and 90 % beside its mean, at the present age
    double months_of_kind = 0;
    double interest = 0;
    std::optional<Replacement> replacement;
    std::optional<Pending> pending;
};

/// What a verdict would need to be another one (V9). Absent: nothing within reason.
struct Flips {
    std::optional<std::int64_t> quote_cents;
    std::optional<int> months;
    std::optional<std::int64_t> price_cents;
};

struct Verdict {
    Word word = Word::unknown;
    Reason reason = Reason::no_price;
    /// False: at one end of what the history allows the figures say otherwise (V8).
    bool sure = true;
    int age = 0;
    int months_left = 0;
    std::optional<base::Day> ends_on;
    End end = End::none;
    /// False: there is no price, or too little history, so no figures.
    bool has_figures = false;
    int over_months = 0;              // the months over which keeping is counted: those left, or 12 when none are (V4)
    double keep = 0, fresh = 0;       // cents a month
    double next_year = 0, next_year_low = 0, next_year_high = 0;  // cents that repairs of the next twelve months will cost
    std::int64_t limit_cents = 0;     // 0: no repair is worth it

    /// What keeping costs more in a year than replacing; below zero when it costs less.
    std::int64_t regret_cents() const;
};
Verdict judge(const Case& about);
/// Whether the two costs decided, and no rule that stands above them.
bool was_weighed(Reason reason);
/// V9; nothing for a verdict that was not weighed.
Flips flips_of(const Case& about, const Verdict& verdict);

}  // namespace planning
