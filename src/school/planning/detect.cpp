#include "planning/detect.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <set>

#include "planning/detect_cell.h"

namespace planning {

/// Doubles all the way: long doubles cost three times as much and change nothing that is shown.
using Plain = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

double tail(double n, double mean, double spread) {
    if (n <= 0) return 1;
    if (mean <= 0) return 0;
    constexpr double hardly_more = 1e-9;
    if (spread <= 1 + hardly_more) return boost::math::gamma_p(n, mean, Plain());
    return boost::math::ibeta(n, mean / (spread - 1), (spread - 1) / spread, Plain());
}

double predictive_tail(double y, double e0, double n, double e1) { return tail(n, (y + 0.5) * e1 / e0, 1 + e1 / e0); }

std::size_t benjamini_hochberg(std::vector<double> p_values, std::size_t tests, double q) {
    std::ranges::sort(p_values);
    for (std::size_t kept = p_values.size(); kept > 0; --kept) {
        if (p_values[kept - 1] <= static_cast<double>(kept) * q / static_cast<double>(tests)) return kept;
    }
    return 0;
}

/// Smallest p first; of equals the narrower cell, then by its parts so that the order of reading changes nothing.
static bool comes_before(const Finding& left, const Finding& right) {
    if (left.p != right.p) return left.p < right.p;
    if (parts(left.cell) != parts(right.cell)) return parts(left.cell) > parts(right.cell);
    return left.cell < right.cell;
}

Detected detect(const Ledger& ledger, const Season& season, const std::vector<Alarmed>& alarmed, int today) {
    const Scene scene(ledger, season, alarmed, today);
    Detected result;
    result.cells = scene.cells();
    std::vector<Finding> candidates;
    for (const auto& [cell, numbers] : ledger.cells()) {
        if (ledger.between(numbers, today - windows.back() + 1, today).size() < least_devices) continue;
        if (auto finding = scene.judge(cell); finding.p < 1) candidates.push_back(finding);
    }
    std::ranges::sort(candidates, comes_before);
    std::vector<double> p_values;
    p_values.reserve(candidates.size());
    for (const auto& finding : candidates) p_values.push_back(finding.p);
    const auto kept = benjamini_hochberg(p_values, result.cells, false_discoveries);
    candidates.resize(kept);
    if (kept > 0) result.threshold = candidates.back().p;

    // Clause 14: a cell is told only when it still stands out without what the cells told before it explain, and then by the same procedure over
    // problems instead of cells: one outbreak is kept in up to seven cells, and they would open the door to as many that are chance.
    std::vector<Cell> told;
    for (const auto& alert : alarmed) {
        if (alert.open) told.push_back(alert.cell);
    }
    const std::set<Cell> open(told.begin(), told.end());
    for (auto& finding : candidates) {
        const double limit = false_discoveries * static_cast<double>(result.fresh.size() + 1) / static_cast<double>(result.cells);
        if (open.contains(finding.cell)) {
            result.persisting.push_back(finding);
        } else if (scene.judge(finding.cell, told).p <= limit) {
            told.push_back(finding.cell);
            result.fresh.push_back(finding);
        } else {
            for (const auto& cell : open) {
                if (common(cell, finding.cell)) result.explaining.push_back(cell);
            }
        }
    }
    std::ranges::sort(result.explaining);
    result.explaining.erase(std::unique(result.explaining.begin(), result.explaining.end()), result.explaining.end());
    return result;
}

}  // namespace planning
