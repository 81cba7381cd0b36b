#include "planning/season.h"

#include <algorithm>
#include <cmath>

namespace planning {

constexpr int week_days = 5;
constexpr int usual_days = 60;
/// So many requests at the rate of all categories stand in for what a category has not shown yet; chosen as about a week of a usual category.
constexpr double strength = 20;
constexpr auto long_closure = std::chrono::days(10);
constexpr auto same_time_of_year = std::chrono::days(45);

int Terms::week(int day) const {
    const int term = of[static_cast<std::size_t>(day)];
    if (term < 0) return -1;
    const int week = (day - first[static_cast<std::size_t>(term)]) / week_days;
    return week < surge_weeks ? week : -1;
}

Terms terms_of(const Axis& axis, const std::vector<base::Day>& named_starts) {
    const auto& days = axis.days;
    std::vector<int> starts;
    for (std::size_t day = 1; day < days.size(); ++day) {
        if (days[day] - days[day - 1] > long_closure) starts.push_back(static_cast<int>(day));
    }
    for (const auto start : named_starts) {
        const auto at = std::ranges::lower_bound(days, start);
        if (at != days.end() && (at != days.begin() || *at == start)) starts.push_back(static_cast<int>(at - days.begin()));
    }
    std::ranges::sort(starts);
    Terms terms{.first = {}, .of = std::vector<int>(days.size(), -1)};
    for (const int start : starts) {
        if (terms.first.empty() || start - terms.first.back() >= 2 * week_days) terms.first.push_back(start);
    }
    for (std::size_t term = 0; term < terms.first.size(); ++term) {
        std::fill(terms.of.begin() + terms.first[term], terms.of.end(), static_cast<int>(term));
    }
    return terms;
}

/// Mean of the last `usual_days` days before `end` that belong to no first weeks; 0 when there are fewer than ten.
static double usual_level(const std::vector<double>& daily, const Terms& terms, int first, int end) {
    double sum = 0;
    int counted = 0;
    for (int day = end - 1; day >= first && counted < usual_days; --day) {
        if (terms.week(day) >= 0) continue;
        sum += daily[static_cast<std::size_t>(day)];
        ++counted;
    }
    return counted < 2 * week_days ? 0 : sum / counted;
}

Season::Week Season::count(const std::vector<double>& daily, int term, int week) const {
    auto sum_of = [&](int of_term, int end, int& days) {
        double sum = 0;
        const int first = terms_.first[static_cast<std::size_t>(of_term)] + week * week_days;
        for (int day = first; day < std::min(first + week_days, end); ++day) {
            if (terms_.of[static_cast<std::size_t>(day)] != of_term) break;
            sum += daily[static_cast<std::size_t>(day)];
            ++days;
        }
        return sum;
    };
    Week found;
    int days = 0;
    found.seen = sum_of(term, today_ + 1, days);
    found.usual = usual_level(daily, terms_, 0, today_ + 1) * days;
    const int then = year_before_[static_cast<std::size_t>(term)];
    if (then < 0) return found;
    const int began = terms_.first[static_cast<std::size_t>(then)];
    int days_then = 0;
    found.before = sum_of(then, today_ + 1, days_then);
    const int end = std::min(began + surge_weeks * week_days + usual_days, terms_.first[static_cast<std::size_t>(term)]);
    found.usual_then = usual_level(daily, terms_, began, end) * days_then;
    return found;
}

std::vector<double> Season::factors_of(const std::vector<double>& daily, const std::vector<double>* of_all) const {
    std::vector<double> factors(terms_.first.size() * surge_weeks, 1.0);
    for (std::size_t term = 0; term < terms_.first.size(); ++term) {
        for (int week = 0; week < surge_weeks; ++week) {
            const auto at = term * surge_weeks + static_cast<std::size_t>(week);
            const auto found = count(daily, static_cast<int>(term), week);
            const double expected_first = of_all ? (*of_all)[at] : 1.0;
            const double prior = (found.before + strength * expected_first) / (found.usual_then + strength);
            factors[at] = (found.seen + strength * prior) / (found.usual + strength);
        }
    }
    return factors;
}

Season::Season(const Ledger& ledger, Terms terms, int today) : terms_(std::move(terms)), today_(today) {
    for (std::size_t term = 0; term < terms_.first.size(); ++term) {
        const auto then = ledger.axis().days[static_cast<std::size_t>(terms_.first[term])] - std::chrono::days(364);
        int best = -1;
        auto nearest = same_time_of_year;
        for (std::size_t other = 0; other < term; ++other) {
            const auto apart = std::chrono::abs(ledger.axis().days[static_cast<std::size_t>(terms_.first[other])] - then);
            if (apart < nearest) {
                nearest = std::chrono::duration_cast<std::chrono::days>(apart);
                best = static_cast<int>(other);
            }
        }
        year_before_.push_back(best);
    }
    std::map<std::int64_t, std::vector<double>> daily;
    auto& all = daily[0];
    all.assign(static_cast<std::size_t>(ledger.days()), 0.0);
    for (const auto& [cell, numbers] : ledger.cells()) {
        if (cell.model != 0 || cell.school != 0) continue;
        auto& mine = daily[cell.category];
        mine.assign(static_cast<std::size_t>(ledger.days()), 0.0);
        for (const auto number : ledger.between(numbers, 0, today)) {
            mine[static_cast<std::size_t>(ledger.sighting(number).day)] += 1;
            all[static_cast<std::size_t>(ledger.sighting(number).day)] += 1;
        }
    }
    const auto of_all = factors_of(all, nullptr);
    for (const auto& [category, counts] : daily) {
        factors_[category] = category == 0 ? of_all : factors_of(counts, &of_all);
        auto& known = last_year_[category];
        known.assign(of_all.size(), 0.0);
        for (std::size_t at = 0; at < known.size(); ++at) {
            const auto found = count(counts, static_cast<int>(at / surge_weeks), static_cast<int>(at % surge_weeks));
            // Drawn to "as usual" by less than the factors above: the comparison that a whole category is held to is its own.
            if (found.usual_then > 0) known[at] = (found.before + strength / 4) / (found.usual_then + strength / 4);
        }
    }
}

std::size_t Season::place_of(int day, int week) const {
    return static_cast<std::size_t>(terms_.of[static_cast<std::size_t>(day)]) * surge_weeks + static_cast<std::size_t>(week);
}

double Season::factor(std::int64_t category, int day) const {
    const int week = terms_.week(day);
    if (week < 0) return 1;
    const auto found = factors_.find(category);
    const auto& factors = found != factors_.end() ? found->second : factors_.at(0);
    return factors[place_of(day, week)];
}

std::optional<double> Season::factor_of_last_year(std::int64_t category, int day) const {
    const int week = terms_.week(day);
    if (week < 0) return 1;
    const auto found = last_year_.find(category);
    if (found == last_year_.end()) return std::nullopt;
    const double known = found->second[place_of(day, week)];
    return known > 0 ? std::optional(known) : std::nullopt;
}

}  // namespace planning
