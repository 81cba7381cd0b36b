/// Which cells have more requests than chance explains (P3). Pure; the rule is docs/policies/emerging-problems.md.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "planning/ledger.h"
#include "planning/season.h"

namespace planning {

/// Stored with every alert; changes when any rule or constant here does.
constexpr std::string_view detection_method = "gamma-poisson 1";

constexpr std::array<int, 4> windows = {1, 3, 5, 10};  // school days that end today (clause 5)
constexpr int baseline_days = 60;
constexpr int least_devices = 3;                       // clause 7
constexpr int least_requesters = 2;
constexpr double least_exposure = 10;                  // days (clause 8)
/// Clause 16: after so many school days without being found again an alert has passed; what comes then is a new one.
constexpr int quiet_days = 10;
constexpr double false_discoveries = 0.05;             // q of Benjamini and Hochberg (clause 13)

/// P(N >= n) for a count of this mean whose variance is `spread` times the mean: negative binomial, or Poisson at a spread of 1. `n` may be any
/// positive number; 1 for n <= 0.
double tail(double n, double mean, double spread);

/// The plain rule: y sightings in an exposure of e0, then n in one of e1, under a prior of Gamma(1/2, 0) (Riebler 2004; Höhle, Comput. Stat.
/// 22:571-582, 2007). The same as tail(n, (y + 1/2) e1 / e0, 1 + e1 / e0).
double predictive_tail(double y, double e0, double n, double e1);

/// Of these p-values, how many of the smallest are kept at level q (J. R. Stat. Soc. B 57:289-300, 1995) when `tests` were made: those that are
/// not listed were 1.
std::size_t benjamini_hochberg(std::vector<double> p_values, std::size_t tests, double q);

/// Days of a cell that an alert has: they are no example of what is usual (clause 11).
struct Alarmed {
    Cell cell;
    int first = 0;
    int last = 0;
    bool open = false;  // what it explains is no new finding
};

struct Look {
    int window = 0;
    std::int64_t observed = 0;  // different devices, and requests that name none (clause 7)
    double expected = 0;
    double p = 1;
};

struct Finding {
    Cell cell;
    Look best;                    // the window with the smallest p
    std::array<Look, 4> looks;    // of all windows, in their order
    double p = 1;                 // four times the smallest, at most 1 (clause 6)
    std::int64_t devices = 0;     // different ones in the best window; a request without a device counts as one
    std::int64_t requesters = 0;
    double seen_before = 0;       // in the baseline
    double exposure = 0;          // days of the baseline that counted
    double spread = 1;            // variance over mean (clause 10)
    double factor = 1;            // of the week of term, over the window
    bool from_parent = false;     // too little of its own: the wider cell's rate stands in (clause 8)
};

struct Detected {
    std::vector<Finding> fresh;        // the smallest explaining cells, smallest p first
    std::vector<Finding> persisting;   // cells of open alerts that are found again
    std::vector<Cell> explaining;      // cells of open alerts that explain what other cells show
    std::size_t cells = 0;             // looked at
    double threshold = 0;              // the largest p that was kept; 0 when none was
};

/// What stands out at the end of day `today` of the axis; later sightings are not read.
Detected detect(const Ledger& ledger, const Season& season, const std::vector<Alarmed>& alarmed, int today);

}  // namespace planning
