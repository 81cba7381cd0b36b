#include "planning/ledger.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace planning {

int parts(const Cell& cell) { return (cell.model != 0) + (cell.school != 0) + (cell.category != 0); }

bool covers(const Cell& wide, const Cell& narrow) {
    return (wide.model == 0 || wide.model == narrow.model) && (wide.school == 0 || wide.school == narrow.school) &&
           (wide.category == 0 || wide.category == narrow.category);
}

std::optional<Cell> common(const Cell& one, const Cell& other) {
    auto meet = [](std::int64_t left, std::int64_t right) -> std::optional<std::int64_t> {
        if (left != 0 && right != 0 && left != right) return std::nullopt;
        return left != 0 ? left : right;
    };
    const auto model = meet(one.model, other.model);
    const auto school = meet(one.school, other.school);
    const auto category = meet(one.category, other.category);
    if (!model || !school || !category) return std::nullopt;
    return Cell{*model, *school, *category};
}

std::size_t CellHash::operator()(const Cell& cell) const {
    // Multiplicative mixing with the constant of SplitMix64: ids are small and close to each other.
    std::uint64_t mixed = 0;
    for (const auto part : {cell.model, cell.school, cell.category}) {
        mixed = (mixed ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15ULL;
        mixed ^= mixed >> 29;
    }
    return static_cast<std::size_t>(mixed);
}

/// Every cell to which a sighting belongs. A cell names a model only where there is a device, and the whole district is no cell.
static std::vector<Cell> cells_of(const Cell& leaf) {
    std::vector<Cell> cells;
    for (int named = 1; named < 8; ++named) {
        const Cell cell{(named & 1) ? leaf.model : 0, (named & 2) ? leaf.school : 0, (named & 4) ? leaf.category : 0};
        if (leaf.model != 0 || (named & 1) == 0) cells.push_back(cell);
    }
    return cells;
}

Ledger::Ledger(Axis axis, std::vector<Sighting> sightings, const std::vector<Cohort>& fleet) : axis_(std::move(axis)), sightings_(std::move(sightings)) {
    std::ranges::stable_sort(sightings_, {}, [](const Sighting& one) { return std::pair(one.day, one.request); });
    if (!sightings_.empty() && (sightings_.front().day < 0 || sightings_.back().day >= days())) throw std::invalid_argument("a sighting lies outside the axis");
    std::map<std::int64_t, double> of_school;
    for (std::uint32_t number = 0; number < sightings_.size(); ++number) {
        for (const auto& cell : cells_of(sightings_[number].leaf)) cells_[cell].push_back(number);
        of_school[sightings_[number].leaf.school] += 1;
    }
    schools_ = of_school.size();
    open_share_.assign(axis_.days.size(), sightings_.empty() ? 1.0 : 0.0);
    for (const auto& [school, count] : of_school) {
        const auto known = axis_.open.find(school);
        for (std::size_t day = 0; day < axis_.days.size(); ++day) {
            if (known == axis_.open.end() || known->second[day]) open_share_[day] += count / static_cast<double>(sightings_.size());
        }
    }
    for (const auto& cohort : fleet) {
        for (const Cell& cell : std::set<Cell>{{}, {cohort.model, 0, 0}, {0, cohort.school, 0}, {cohort.model, cohort.school, 0}}) {
            auto& growth = growth_[cell];
            growth.in_service.resize(axis_.days.size());
            for (int day = std::max(0, cohort.since); day < days(); ++day) growth.in_service[static_cast<std::size_t>(day)] += static_cast<double>(cohort.devices);
        }
    }
    for (auto& [cell, growth] : growth_) {
        growth.devices = growth.in_service.empty() ? 0 : growth.in_service.back();
        for (auto& devices : growth.in_service) devices = growth.devices > 0 ? devices / growth.devices : 0;
    }
}

std::span<const std::uint32_t> Ledger::between(const std::vector<std::uint32_t>& numbers, int first, int last) const {
    auto day_of = [this](std::uint32_t number) { return sightings_[number].day; };
    const auto from = std::ranges::lower_bound(numbers, first, {}, day_of);
    const auto to = std::ranges::upper_bound(from, numbers.end(), last, {}, day_of);
    return {from, to};
}

std::span<const std::uint32_t> Ledger::of(const Cell& cell, int first, int last) const {
    const auto found = cells_.find(cell);
    if (found == cells_.end() || first > last) return {};
    return between(found->second, first, last);
}

std::vector<double> Ledger::exposure(const Cell& cell, int first, int last) const {
    std::vector<double> exposure;
    const auto known = axis_.open.find(cell.school);
    for (int day = first; day <= last; ++day) {
        const auto at = static_cast<std::size_t>(day);
        exposure.push_back(cell.school == 0 ? open_share_[at] : known == axis_.open.end() || known->second[at] ? 1 : 0);
    }
    if (cell.model == 0) return exposure;
    const auto in_service = this->in_service(cell, first, last);
    for (std::size_t at = 0; at < exposure.size(); ++at) exposure[at] *= in_service[at];
    return exposure;
}

std::vector<double> Ledger::in_service(const Cell& cell, int first, int last) const {
    const auto growth = growth_.find({cell.model, cell.school, 0});
    if (growth == growth_.end() || growth->second.devices == 0) return std::vector<double>(static_cast<std::size_t>(last - first + 1), 1.0);
    const auto& days = growth->second.in_service;
    return {days.begin() + first, days.begin() + last + 1};
}

double Ledger::share_of_devices(const Cell& cell) const {
    const auto mine = growth_.find({cell.model, cell.school, 0});
    const auto all = growth_.find({0, cell.school, 0});
    if (mine == growth_.end() || all == growth_.end() || all->second.devices == 0) return 0;
    return mine->second.devices / all->second.devices;
}

}  // namespace planning
