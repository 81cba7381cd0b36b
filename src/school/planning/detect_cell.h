/// One cell judged by itself, on one day: what it showed before, how much that varied, and what it shows now. Pure.
#pragma once

#include <array>
#include <optional>

#include "planning/detect.h"

namespace planning {

class Scene {
public:
    /// Keeps references.
    Scene(const Ledger& ledger, const Season& season, const std::vector<Alarmed>& alarmed, int today);

    /// How many cells had a sighting in the baseline or since: the number of tests of the day.
    std::size_t cells() const { return cells_; }
    /// p is 1 when clause 7, 8 or 12 forbids to tell it, or no window has more than usual. Without the sightings that belong to `others` too.
    Finding judge(const Cell& cell, const std::vector<Cell>& others = {}) const;

private:
    /// A cell day by day, from the first day of any baseline to today.
    struct Strip {
        std::vector<double> seen;      // without what alerts have
        std::vector<double> weight;    // exposure, without what alerts have
        std::vector<double> open;      // exposure
        std::vector<double> factor;    // of the week of term
    };
    struct Sums {
        double seen = 0;
        double exposure = 0;  // weights times factors
        double days = 0;      // weights alone
    };
    Strip strip(const Cell& cell) const;
    void leave_out(const Alarmed& alert, const Cell& cell, Strip& strip) const;
    void fill_factors(const Cell& cell, Strip& strip) const;
    Sums sums(const Strip& strip, int last) const;
    void pool_spreads();
    double spread(const Cell& cell, const Strip& strip) const;
    /// Variance over mean of the baseline, with the counts that it rests on; absent for fewer than two days.
    struct Variation {
        double squares = 0;
        double seen = 0;
        double days = 0;
    };
    Variation variation(const Strip& strip) const;
    /// Sightings a day of usual exposure that the wider cell lets expect of this one (clause 8).
    std::optional<double> rate_of_parent(const Cell& cell) const;
    struct Count {
        std::int64_t counted = 0;
        std::int64_t devices = 0;
        std::int64_t requesters = 0;
    };
    Count count(const Cell& cell, int window, const std::vector<Cell>& others) const;
    /// Usual days that the window is worth, and how unsure that is as a share squared. Absent when there is nothing to compare with (clause 12).
    struct Worth {
        double exposure = 0;
        double unsure = 0;
    };
    std::optional<Worth> worth(const Cell& cell, const Strip& strip, int window) const;

    const Ledger& ledger_;
    const Season& season_;
    const std::vector<Alarmed>& alarmed_;
    int today_;
    int first_;
    std::size_t cells_ = 0;
    std::array<double, 4> spread_of_level_ = {1, 1, 1, 1};  // by the number of named parts
};

}  // namespace planning
