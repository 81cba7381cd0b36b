/// What the statistics of emerging problems read: sightings on an axis of school days, sorted by the cells that they belong to. Pure.
///
/// Clause numbers in the files detect*, ledger* and season* refer to docs/policies/emerging-problems.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/time.h"

namespace planning {

/// Model x school x category; 0 in a part means every one. At least one part is named.
struct Cell {
    std::int64_t model = 0;
    std::int64_t school = 0;
    std::int64_t category = 0;
    auto operator<=>(const Cell&) const = default;
};
/// How many of its parts are named: 1 to 3.
int parts(const Cell& cell);
/// Whatever belongs to `narrow` belongs to `wide`.
bool covers(const Cell& wide, const Cell& narrow);
/// The cell of what belongs to both; absent when nothing can.
std::optional<Cell> common(const Cell& one, const Cell& other);

struct CellHash {
    std::size_t operator()(const Cell& cell) const;
};

/// The first request of a person about a device (clause 2). Of what names no device each request is one.
struct Sighting {
    int day = 0;                 // number of the axis
    Cell leaf;                   // model 0: no device is named
    std::int64_t device = 0;     // 0: none
    std::int64_t requester = 0;  // the same number for the same person
    std::int64_t request = 0;
};

/// Devices of a model at a school that are in service from a day of the axis on; a negative day: since before it begins.
struct Cohort {
    std::int64_t model = 0;
    std::int64_t school = 0;
    int since = 0;
    std::int64_t devices = 0;
};

/// The days on which at least one school was open, in order, and which schools were closed on some of them.
struct Axis {
    std::vector<base::Day> days;
    std::map<std::int64_t, std::vector<bool>> open;  // by school, one for each day; a school that is not named was open on all
};

class Ledger {
public:
    /// Throws std::invalid_argument for a sighting on a day that the axis has not.
    Ledger(Axis axis, std::vector<Sighting> sightings, const std::vector<Cohort>& fleet);

    const Axis& axis() const { return axis_; }
    int days() const { return static_cast<int>(axis_.days.size()); }
    std::size_t size() const { return sightings_.size(); }
    const Sighting& sighting(std::uint32_t number) const { return sightings_[number]; }
    /// Numbers of the sightings of each cell that has any, by day.
    const std::unordered_map<Cell, std::vector<std::uint32_t>, CellHash>& cells() const { return cells_; }
    /// Those of a cell from `first` to `last`, both included.
    std::span<const std::uint32_t> of(const Cell& cell, int first, int last) const;
    std::span<const std::uint32_t> between(const std::vector<std::uint32_t>& numbers, int first, int last) const;

    /// How much of the cell was there to break on each day from `first` to `last`: 1 when its school is open and all of its devices are in
    /// service (clause 3).
    std::vector<double> exposure(const Cell& cell, int first, int last) const;
    /// On each of these days, of the devices of the cell's model and school that are in service at the end of the axis; 1 when no list is known.
    std::vector<double> in_service(const Cell& cell, int first, int last) const;
    /// Of the devices in service at the end of the axis that the wider cell has: how much of them is the model of this one.
    double share_of_devices(const Cell& cell) const;
    std::size_t schools() const { return schools_; }

private:
    struct Growth {
        std::vector<double> in_service;  // for each day, of those at the end
        double devices = 0;
    };
    Axis axis_;
    std::vector<Sighting> sightings_;
    std::unordered_map<Cell, std::vector<std::uint32_t>, CellHash> cells_;
    std::vector<double> open_share_;  // of all schools, weighed by their sightings
    std::map<Cell, Growth> growth_;   // of (model), (model, school), (school) and all
    std::size_t schools_ = 0;
};

}  // namespace planning
