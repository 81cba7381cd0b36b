/// What the first weeks of a term do to the number of requests (clauses 9 to 12). Pure.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "planning/ledger.h"

namespace planning {

/// The surge of a term's start is looked for in its first weeks of five school days.
constexpr int surge_weeks = 4;

/// Where each day of the axis stands.
struct Terms {
    std::vector<int> first;  // the day of the axis with which each term begins
    std::vector<int> of;     // for each day: the number of its term, -1 before the first that is known
    /// 0 to surge_weeks - 1 in the first weeks of a term, otherwise -1.
    int week(int day) const;
};
/// A term begins with the first school day on or after a start that the roster names, and after ten days and more without school. Starts less
/// than ten school days apart are one.
Terms terms_of(const Axis& axis, const std::vector<base::Day>& named_starts);

/// How many times as many requests of a category came in a week of term as usual, as known at the end of day `today`.
class Season {
public:
    Season(const Ledger& ledger, Terms terms, int today);

    /// 1 outside of the first weeks of a term. Category 0: of all together.
    double factor(std::int64_t category, int day) const;
    /// The same without what came in that very week: from the same week of the same term a year before. Absent when that is not known.
    std::optional<double> factor_of_last_year(std::int64_t category, int day) const;
    bool surge(int day) const { return terms_.week(day) >= 0; }

private:
    /// In the lists of factors.
    std::size_t place_of(int day, int week) const;
    struct Week {
        double seen = 0;      // this year so far
        double usual = 0;     // what would have come on as many usual days
        double before = 0;    // last year
        double usual_then = 0;
    };
    Week count(const std::vector<double>& daily, int term, int week) const;
    std::vector<double> factors_of(const std::vector<double>& daily, const std::vector<double>* of_all) const;

    Terms terms_;
    int today_;
    std::vector<int> year_before_;                          // for each term: the same one a year before, or -1
    std::map<std::int64_t, std::vector<double>> factors_;   // by category; term * surge_weeks + week
    std::map<std::int64_t, std::vector<double>> last_year_; // 0 where it is not known
};

}  // namespace planning
