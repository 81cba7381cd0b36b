#include "planning/detect_cell.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace planning {

/// The baseline ends two days before the window begins, so that the first day or two of a problem do not count as usual (clause 4).
constexpr int guard = 2;
/// Clause 10: so many well measured days' worth of the spread of all cells of the kind stand beside the cell's own.
constexpr double spread_strength = 15;
/// Clause 12: how far a surge differs from what it is compared with, as a share: with the other requests of these very days, or with last year.
constexpr double unsure_this_year = 0.2;
constexpr double unsure_last_year = 0.3;

static std::size_t place(int value) { return static_cast<std::size_t>(value); }
static bool whole_category(const Cell& cell) { return cell.model == 0 && cell.school == 0; }

Scene::Scene(const Ledger& ledger, const Season& season, const std::vector<Alarmed>& alarmed, int today)
    : ledger_(ledger), season_(season), alarmed_(alarmed), today_(today), first_(std::max(0, today - windows.back() - guard - baseline_days + 1)) {
    pool_spreads();
}

Scene::Strip Scene::strip(const Cell& cell) const {
    Strip strip;
    strip.open = ledger_.exposure(cell, first_, today_);
    strip.weight = strip.open;
    strip.seen.assign(strip.open.size(), 0);
    for (const auto number : ledger_.of(cell, first_, today_)) strip.seen[place(ledger_.sighting(number).day - first_)] += 1;
    for (const auto& alert : alarmed_) {
        if (alert.last >= first_ && alert.first <= today_ && common(alert.cell, cell)) leave_out(alert, cell, strip);
    }
    fill_factors(cell, strip);
    return strip;
}

/// Clause 11. The days of an alert on the same or a wider cell do not count at all; of an alert on a part of this cell, that part does not.
void Scene::leave_out(const Alarmed& alert, const Cell& cell, Strip& strip) const {
    const int from = std::max(alert.first, first_);
    const int to = std::min(alert.last, today_);
    if (covers(alert.cell, cell)) {
        for (int day = from; day <= to; ++day) strip.seen[place(day - first_)] = strip.weight[place(day - first_)] = 0;
        return;
    }
    const Cell part = *common(alert.cell, cell);
    double of_cell = 0;
    double of_part = 0;
    for (const auto number : ledger_.of(cell, first_, today_)) {
        const auto& sighting = ledger_.sighting(number);
        const bool in_part = covers(part, sighting.leaf);
        if (sighting.day < from || sighting.day > to) {
            of_cell += 1;
            of_part += in_part ? 1 : 0;
        } else if (in_part) {
            auto& seen = strip.seen[place(sighting.day - first_)];
            seen = std::max(0.0, seen - 1);
        }
    }
    const double rest = of_cell > 0 ? 1 - of_part / of_cell : 1;
    for (int day = from; day <= to; ++day) strip.weight[place(day - first_)] *= rest;
}

void Scene::fill_factors(const Cell& cell, Strip& strip) const {
    strip.factor.assign(strip.open.size(), 1);
    std::map<std::int64_t, double> mix;  // of a cell of all categories: by what it is made of
    if (cell.category != 0) mix[cell.category] = 1;
    for (int day = first_; day <= today_; ++day) {
        if (!season_.surge(day)) continue;
        if (mix.empty()) {
            const auto numbers = ledger_.of(cell, first_, today_ - guard);
            for (const auto number : numbers) mix[ledger_.sighting(number).leaf.category] += 1 / static_cast<double>(numbers.size());
            if (mix.empty()) mix[0] = 1;
        }
        double factor = 0;
        for (const auto& [category, share] : mix) factor += share * season_.factor(category, day);
        strip.factor[place(day - first_)] = factor;
    }
}

Scene::Sums Scene::sums(const Strip& strip, int last) const {
    Sums sums;
    for (int day = std::max(first_, last - baseline_days + 1); day <= last; ++day) {
        const auto at = place(day - first_);
        sums.seen += strip.seen[at];
        sums.exposure += strip.weight[at] * strip.factor[at];
        sums.days += strip.weight[at];
    }
    return sums;
}

Scene::Variation Scene::variation(const Strip& strip) const {
    // Before the longest window: a problem that is a few days old must not pass for the cell's own restlessness.
    const int last = today_ - windows.back() - guard + 1;
    const auto all = sums(strip, last);
    Variation found{.squares = 0, .seen = all.seen, .days = 0};
    if (all.seen == 0 || all.exposure == 0) return found;
    for (int day = std::max(first_, last - baseline_days + 1); day <= last; ++day) {
        const auto at = place(day - first_);
        if (strip.weight[at] == 0) continue;
        const double mean = all.seen * strip.weight[at] * strip.factor[at] / all.exposure;
        found.squares += (strip.seen[at] - mean) * (strip.seen[at] - mean);
        found.days += 1;
    }
    return found;
}

void Scene::pool_spreads() {
    std::array<double, 4> squares{};
    std::array<double, 4> freedom{};  // sum of means, less the day that each mean was taken from
    for (const auto& [cell, numbers] : ledger_.cells()) {
        if (ledger_.between(numbers, first_ + windows.back() - 1, today_).empty()) continue;
        ++cells_;
        const auto found = variation(strip(cell));
        if (found.days < 2) continue;
        squares[place(parts(cell))] += found.squares;
        freedom[place(parts(cell))] += found.seen * (found.days - 1) / found.days;
    }
    for (std::size_t level = 1; level < squares.size(); ++level) {
        if (freedom[level] > 0) spread_of_level_[level] = std::max(1.0, squares[level] / freedom[level]);
    }
}

double Scene::spread(const Cell& cell, const Strip& strip) const {
    const double usual = spread_of_level_[place(parts(cell))];
    const auto found = variation(strip);
    if (found.days < 2 || found.seen == 0) return usual;
    const double own = found.squares * found.days / (found.days - 1) / found.seen;
    // What `found.days` days of such a mean tell of a variance: that estimate has a variance of about (2 + 1 / mean) / days.
    const double worth = found.days / (2 + found.days / found.seen);
    return std::max(1.0, (worth * own + spread_strength * usual) / (worth + spread_strength));
}

std::optional<double> Scene::rate_of_parent(const Cell& cell) const {
    Cell wider = cell;
    double share = 1;
    if (cell.model != 0) {
        wider.model = 0;
        // Without a list of devices the rate of all models stands for this one: too high, so that nothing is told too soon.
        if (const double devices = ledger_.share_of_devices(cell); devices > 0) share = devices;
    } else if (cell.school != 0) {
        wider.school = 0;
        share = 1 / static_cast<double>(std::max<std::size_t>(1, ledger_.schools()));
    }
    if (parts(wider) == 0 || wider == cell) return std::nullopt;
    auto strip = this->strip(wider);
    if (cell.model != 0) {
        // A rate for each device: when there were fewer, the days count for less.
        const auto in_service = ledger_.in_service({0, cell.school, 0}, first_, today_);
        for (std::size_t at = 0; at < in_service.size(); ++at) strip.weight[at] *= in_service[at];
    }
    const auto all = sums(strip, today_ - guard);
    if (all.days >= least_exposure) return share * (all.seen + 0.5) / all.exposure;
    const auto above = rate_of_parent(wider);
    return above ? std::optional(share * *above) : std::nullopt;
}

Scene::Count Scene::count(const Cell& cell, int window, const std::vector<Cell>& others) const {
    std::set<std::int64_t> devices;
    std::map<std::int64_t, std::int64_t> of_requester;
    Count count;
    for (const auto number : ledger_.of(cell, today_ - window + 1, today_)) {
        const auto& sighting = ledger_.sighting(number);
        if (std::ranges::any_of(others, [&](const Cell& other) { return covers(other, sighting.leaf); })) continue;
        if (sighting.device != 0 && !devices.insert(sighting.device).second) continue;
        ++count.devices;
        ++of_requester[sighting.requester];
    }
    count.requesters = static_cast<std::int64_t>(of_requester.size());
    // Clause 7: of one person at most as many count as of all others together, or a pile that somebody enters at once would be a problem.
    std::int64_t most = 0;
    for (const auto& [requester, sightings] : of_requester) most = std::max(most, sightings);
    count.counted = std::min(count.devices, 2 * (count.devices - most));
    return count;
}

std::optional<Scene::Worth> Scene::worth(const Cell& cell, const Strip& strip, int window) const {
    Worth worth;
    for (int day = std::max(first_, today_ - window + 1); day <= today_; ++day) {
        const auto at = place(day - first_);
        double factor = strip.factor[at];
        if (season_.surge(day)) {
            worth.unsure = whole_category(cell) ? unsure_last_year : unsure_this_year;
            if (whole_category(cell)) {
                // What it shows now may be the problem itself, so it is no measure of the surge.
                const auto known = season_.factor_of_last_year(cell.category, day);
                if (!known) return std::nullopt;
                factor = *known;
            }
        }
        worth.exposure += strip.open[at] * factor;
    }
    worth.unsure *= worth.unsure;
    return worth;
}

Finding Scene::judge(const Cell& cell, const std::vector<Cell>& others) const {
    Finding finding;
    finding.cell = cell;
    const auto strip = this->strip(cell);
    finding.spread = spread(cell, strip);
    for (std::size_t at = 0; at < windows.size(); ++at) {
        const int window = windows[at];
        auto& look = finding.looks[at];
        look.window = window;
        const auto seen = count(cell, window, others);
        look.observed = seen.counted;
        auto before = sums(strip, today_ - window - guard + 1);
        const auto worth = this->worth(cell, strip, window);
        if (!worth || worth->exposure <= 0) continue;
        bool from_parent = false;
        double prior = 0.5;
        double exposure = before.exposure;
        if (before.days < least_exposure) {
            const auto rate = rate_of_parent(cell);
            if (!rate) continue;
            from_parent = true;
            prior += *rate * least_exposure;
            exposure += least_exposure;
        }
        look.expected = (before.seen + prior) * worth->exposure / exposure;
        if (seen.counted < least_devices || seen.requesters < least_requesters || static_cast<double>(look.observed) <= look.expected) continue;
        const double wide = finding.spread * (1 + worth->exposure / exposure) + look.expected * worth->unsure;
        look.p = tail(static_cast<double>(look.observed), look.expected, wide);
        if (look.p >= finding.best.p) continue;
        finding.best = look;
        finding.devices = seen.devices;
        finding.requesters = seen.requesters;
        finding.seen_before = before.seen;
        finding.exposure = before.exposure;
        finding.factor = worth->exposure / window;
        finding.from_parent = from_parent;
    }
    finding.p = std::min(1.0, static_cast<double>(windows.size()) * finding.best.p);
    return finding;
}

}  // namespace planning
