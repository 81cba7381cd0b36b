#include "planning/verdict.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace planning {

static double discount(double interest) { return std::pow(1 + interest, -1.0 / 12); }

double annuity(int months, double interest) {
    double sum = 0, worth = 1;
    const double v = discount(interest);
    for (int month = 1; month <= months; ++month) sum += worth *= v;
    return sum;
}

Outlook Outlook::times(double factor) const {
    Outlook more = *this;
    for (auto& cents : more.wear) cents *= factor;
    return more;
}

Outlook outlook_of(const Expected& expected, double accidents_a_month, double accident_cents) {
    Outlook outlook;
    for (std::size_t bin = 0; bin < age_bins; ++bin) outlook.wear[bin] = expected.wear[bin].mean() * expected.failure_cents;
    outlook.accidents = accidents_a_month * accident_cents;
    return outlook;
}

double running(const Outlook& outlook, int age, int months, double interest) {
    double sum = 0, worth = 1;
    const double v = discount(interest);
    for (int month = 1; month <= months; ++month) {
        worth *= v;
        sum += outlook.in_month(age + month - 1) * worth;
    }
    return sum;
}

double keep_per_month(double repair, const Outlook& outlook, int age, int months, double interest) {
    return (repair + running(outlook, age, months, interest)) / annuity(months, interest);
}

double new_per_month(double price_less_salvage, const Outlook& outlook, int life, double interest) {
    return (price_less_salvage + running(outlook, 0, life, interest)) / annuity(life, interest);
}

double repair_limit(double new_a_month, const Outlook& outlook, int age, int months, double interest) {
    return new_a_month * annuity(months, interest) - running(outlook, age, months, interest);
}

int school_year_of(base::Day day) {
    const std::chrono::year_month_day date(day);
    return static_cast<int>(date.year()) - (date.month() < std::chrono::July ? 1 : 0);
}

base::Day begin_of_school_year(int year) { return std::chrono::year(year) / std::chrono::July / 1; }

static constexpr std::string_view words[] = {"keep", "repair", "replace", "warranty", "unknown"};
std::string_view word(Word value) { return words[static_cast<std::size_t>(value)]; }
std::optional<Word> parse_word(std::string_view text) {
    const auto found = std::ranges::find(words, text);
    return found == std::end(words) ? std::nullopt : std::optional(static_cast<Word>(found - std::begin(words)));
}

static constexpr std::string_view reasons[] = {"cheaper", "dearer", "within_limit", "beyond_limit", "support_over", "support_ends_soon",
                                               "life_over", "lemon", "warranty", "lemon_warranty", "no_price", "few_data"};
std::string_view word(Reason value) { return reasons[static_cast<std::size_t>(value)]; }
std::optional<Reason> parse_reason(std::string_view text) {
    const auto found = std::ranges::find(reasons, text);
    return found == std::end(reasons) ? std::nullopt : std::optional(static_cast<Reason>(found - std::begin(reasons)));
}

std::string_view word(End value) {
    static constexpr std::string_view ends[] = {"none", "support", "life"};
    return ends[static_cast<std::size_t>(value)];
}

std::int64_t Verdict::regret_cents() const { return has_figures ? std::llround(12 * (keep - fresh)) : 0; }

/// V4: the first of support's end and the planned life's end.
static void set_end(const Case& about, Verdict& verdict) {
    if (about.support_ends) {
        verdict.ends_on = about.support_ends;
        verdict.end = End::support;
    }
    if (!about.policy_months) return;
    const auto life_ends = about.begins + std::chrono::days(static_cast<int>(std::lround(*about.policy_months * days_in_month)));
    if (verdict.ends_on && *verdict.ends_on <= life_ends) return;
    verdict.ends_on = life_ends;
    verdict.end = End::life;
}

static double expected_in_a_year(const Outlook& outlook, int age) {
    double cents = 0;
    for (int month = 0; month < 12; ++month) cents += outlook.in_month(age + month);
    return cents;
}

static double repair_of(const Case& about) { return about.pending ? static_cast<double>(about.pending->cents) : 0; }

static void set_figures(const Case& about, Verdict& verdict) {
    const auto& next = *about.replacement;
    const auto& outlook = about.outlook;
    verdict.has_figures = true;
    verdict.over_months = verdict.months_left > 0 ? verdict.months_left : 12;
    verdict.keep = keep_per_month(repair_of(about), outlook, verdict.age, verdict.over_months, about.interest);
    verdict.fresh = new_per_month(static_cast<double>(next.price_cents - next.salvage_cents), next.outlook, next.life_months, about.interest);
    verdict.next_year = expected_in_a_year(outlook, verdict.age);
    verdict.next_year_low = expected_in_a_year(outlook.times(about.low), verdict.age);
    verdict.next_year_high = expected_in_a_year(outlook.times(about.high), verdict.age);
    if (verdict.months_left > 0) {
        const double limit = repair_limit(verdict.fresh, outlook, verdict.age, verdict.months_left, about.interest);
        verdict.limit_cents = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(limit + 1e-6)));
    }
}

static bool keeping_is_dearer(const Case& about, const Verdict& verdict, const Outlook& outlook) {
    return keep_per_month(repair_of(about), outlook, verdict.age, verdict.over_months, about.interest) > verdict.fresh;
}

/// V9: the nearest number of months at which the rule would say the other thing.
static std::optional<int> flipping_months(const Case& about, const Verdict& verdict, bool dearer) {
    constexpr int farthest = 120;
    for (int away = 1; away <= farthest; ++away) {
        for (int months : {verdict.over_months + away, verdict.over_months - away}) {
            if (months < 1) continue;
            if ((keep_per_month(repair_of(about), about.outlook, verdict.age, months, about.interest) > verdict.fresh) != dearer) return months;
        }
    }
    return std::nullopt;
}

bool was_weighed(Reason reason) { return reason == Reason::cheaper || reason == Reason::dearer || reason == Reason::within_limit || reason == Reason::beyond_limit; }

Flips flips_of(const Case& about, const Verdict& verdict) {
    Flips flips;
    if (!was_weighed(verdict.reason)) return flips;
    const bool dearer = verdict.word == Word::replace;
    const auto& next = *about.replacement;
    if (!dearer || verdict.limit_cents > 0) flips.quote_cents = verdict.limit_cents;
    flips.months = flipping_months(about, verdict, dearer);
    const double price = verdict.keep * annuity(next.life_months, about.interest) - running(next.outlook, 0, next.life_months, about.interest) + static_cast<double>(next.salvage_cents);
    if (price > 0) flips.price_cents = std::llround(price);
    return flips;
}

static void weigh(const Case& about, Verdict& verdict) {
    const bool dearer = verdict.keep > verdict.fresh;
    verdict.word = dearer ? Word::replace : about.pending ? Word::repair : Word::keep;
    if (about.pending) verdict.reason = dearer ? Reason::beyond_limit : Reason::within_limit;
    else verdict.reason = dearer ? Reason::dearer : Reason::cheaper;
    const bool low = keeping_is_dearer(about, verdict, about.outlook.times(about.low));
    const bool high = keeping_is_dearer(about, verdict, about.outlook.times(about.high));
    verdict.sure = low == dearer && high == dearer;
}

static std::pair<Word, Reason> by_rule(const Case& about, const Verdict& verdict, bool& decided) {
    const bool covered = about.warranty_ends && *about.warranty_ends >= about.today;
    const bool claim = covered && about.pending && !about.pending->accident;
    const bool lemon = about.wear_in_a_year >= lemon_failures;
    const auto year_ends = begin_of_school_year(school_year_of(about.today) + 1);
    decided = true;
    if (claim) return {Word::warranty, Reason::warranty};                                                           // V6
    if (about.support_ends && *about.support_ends < about.today) return {Word::replace, Reason::support_over};      // V5
    if (about.support_ends && *about.support_ends < year_ends) return {about.pending ? Word::replace : Word::keep, Reason::support_ends_soon};  // V5
    if (lemon && covered) return {Word::warranty, Reason::lemon_warranty};                                          // V6
    if (lemon) return {Word::replace, Reason::lemon};                                                               // H9
    // V4: less than a month is no time to spread a cost over.
    if (verdict.end == End::support && verdict.months_left == 0) return {about.pending ? Word::replace : Word::keep, Reason::support_ends_soon};
    if (verdict.end == End::life && verdict.months_left == 0) return {Word::replace, Reason::life_over};
    if (!about.replacement) return {Word::unknown, Reason::no_price};                                               // V1
    if (!verdict.has_figures) return {Word::unknown, Reason::few_data};                                             // V10
    decided = false;
    return {Word::unknown, Reason::few_data};
}

Verdict judge(const Case& about) {
    Verdict verdict;
    verdict.age = months_between(about.begins, about.today);
    set_end(about, verdict);
    verdict.months_left = verdict.ends_on ? months_between(about.today, *verdict.ends_on) : about.replacement ? about.replacement->life_months : 0;
    if (about.replacement && about.replacement->life_months > 0 && about.months_of_kind >= least_months_of_kind) set_figures(about, verdict);
    bool decided = false;
    std::tie(verdict.word, verdict.reason) = by_rule(about, verdict, decided);
    if (!decided) weigh(about, verdict);
    // V5, H9: nothing is repaired any more.
    if (decided && (verdict.word == Word::replace || verdict.reason == Reason::support_ends_soon)) verdict.limit_cents = 0;
    return verdict;
}

}  // namespace planning
