#include "menu/cycle.h"

#include <algorithm>

#include "base/text.h"

namespace menu {

using std::chrono::days;

std::string_view word(ClosedDays closed) { return closed == ClosedDays::shift ? "shift" : "drop"; }
std::optional<ClosedDays> parse_closed_days(std::string_view text) {
    if (text == "shift") return ClosedDays::shift;
    if (text == "drop") return ClosedDays::drop;
    return std::nullopt;
}

static base::Day monday_of(base::Day day) { return day - days(base::iso_weekday(day) - 1); }

std::vector<PlannedDay> plan_days(const Cycle& cycle, base::Day first, base::Day last, const std::function<bool(base::Day)>& is_open) {
    std::vector<PlannedDay> planned;
    // Clause 10.
    if (cycle.closed == ClosedDays::shift) {
        int served = 0;
        for (auto on = cycle.starts; on <= last; on += days(1)) {
            if (!is_open(on)) continue;
            const int place = served++ % (cycle.weeks * 5);
            if (on >= first) planned.push_back({on, {place / 5 + 1, place % 5 + 1}});
        }
        return planned;
    }
    const auto monday = monday_of(cycle.starts);
    for (auto on = std::max(first, cycle.starts); on <= last; on += days(1)) {
        const int weekday = base::iso_weekday(on);
        if (weekday > 5 || !is_open(on)) continue;
        const auto week = (monday_of(on) - monday).count() / 7 % cycle.weeks;
        planned.push_back({on, {static_cast<int>(week) + 1, weekday}});
    }
    return planned;
}

Problems cycle_problems(const Cycle& cycle) {
    Problems problems;
    if (cycle.name.empty()) problems.emplace_back("name", "menu.problem.name");
    if (base::count_code_points(cycle.name) > longest_cycle_name) problems.emplace_back("name", "menu.problem.long_name");
    if (cycle.weeks < 1 || cycle.weeks > most_weeks) problems.emplace_back("weeks", "menu.problem.weeks");
    return problems;
}

}  // namespace menu
