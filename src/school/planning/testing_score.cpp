#include <algorithm>
#include <cmath>

#include "planning/testing_detection.h"

namespace planning::testing {

constexpr double ears_z = 3.090232306167813;  // qnorm(0.999)
constexpr int ears_days = 7;

static std::optional<double> ears_limit(const std::vector<double>& counts, int last) {
    const int first = last - ears_days + 1;
    if (first < 0 || last >= static_cast<int>(counts.size())) return std::nullopt;
    double sum = 0;
    double squares = 0;
    for (int day = first; day <= last; ++day) sum += counts[static_cast<std::size_t>(day)];
    const double mean = sum / ears_days;
    for (int day = first; day <= last; ++day) squares += std::pow(counts[static_cast<std::size_t>(day)] - mean, 2);
    return mean + ears_z * std::sqrt(squares / (ears_days - 1));
}

std::optional<double> ears_c1(const std::vector<double>& counts, int day) { return ears_limit(counts, day - 1); }
std::optional<double> ears_c2(const std::vector<double>& counts, int day) { return ears_limit(counts, day - 3); }

std::vector<Told> ears_year(const Year& year, const Ledger& ledger, int least) {
    std::vector<Told> told;
    for (const auto& [cell, numbers] : ledger.cells()) {
        std::vector<double> counts(static_cast<std::size_t>(ledger.days()), 0.0);
        for (const auto number : numbers) counts[static_cast<std::size_t>(ledger.sighting(number).day)] += 1;
        std::optional<Told> last;
        for (int day = year.first; day < ledger.days(); ++day) {
            const double seen = counts[static_cast<std::size_t>(day)];
            const auto limit = ears_c2(counts, day);
            if (!limit || seen <= *limit || seen < least) continue;
            if (last && day - last->last <= quiet_days) {
                last->last = day;
                continue;
            }
            if (last) told.push_back(*last);
            last = Told{cell, day, day, day};
        }
        if (last) told.push_back(*last);
    }
    return told;
}

Score score(const Year& year, const std::vector<Told>& told) {
    Score score;
    score.outbreaks = static_cast<int>(year.outbreaks.size());
    constexpr int afterwards = 10;  // the longest window
    for (const auto& one : told) {
        const bool touched = std::ranges::any_of(year.outbreaks, [&](const Outbreak& outbreak) {
            return common(one.cell, outbreak.cell) && one.last >= outbreak.first && one.told <= outbreak.first + outbreak.days + afterwards;
        });
        if (!touched) ++score.false_alarms;
    }
    for (const auto& outbreak : year.outbreaks) {
        int soonest = 3;
        for (const auto& one : told) {
            if (!covers(one.cell, outbreak.cell) && !covers(outbreak.cell, one.cell)) continue;
            // An alert that stood before it began did not find it.
            if (one.told >= outbreak.first) soonest = std::min(soonest, one.told - outbreak.first);
        }
        if (soonest < 3) {
            ++score.found;
            score.delay += soonest;
        }
    }
    return score;
}

}  // namespace planning::testing
