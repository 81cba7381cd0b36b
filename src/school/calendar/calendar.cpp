#include "calendar/calendar.h"

#include <array>
#include <utility>

namespace calendar {

static constexpr std::array<std::pair<DayKind, std::string_view>, 4> kind_words{{
    {DayKind::holiday, "holiday"},
    {DayKind::early_release, "early_release"},
    {DayKind::closed, "closed"},
    {DayKind::open_extra, "open_extra"},
}};

std::string_view word(DayKind kind) { return kind_words[static_cast<std::size_t>(kind)].second; }

std::optional<DayKind> parse_day_kind(std::string_view text) {
    for (const auto& [kind, name] : kind_words) {
        if (name == text) return kind;
    }
    return std::nullopt;
}

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_manage, .by_school = true}, {.permission = may_post_events, .by_school = true}};
    return list;
}

using std::chrono::August;
using std::chrono::July;

base::Day SchoolYear::first() const { return base::Day(std::chrono::year(begins) / August / 1); }
base::Day SchoolYear::last() const { return base::Day(std::chrono::year(begins + 1) / July / 31); }

SchoolYear school_year_of(base::Day day) {
    std::chrono::year_month_day date(day);
    const int year = static_cast<int>(date.year());
    return {date.month() >= August ? year : year - 1};
}

std::vector<std::pair<std::string, std::string>> day_problems(const DayEntry& entry) {
    std::vector<std::pair<std::string, std::string>> problems;
    if (entry.name.empty()) problems.emplace_back("name", "calendar.problem.name");
    if (entry.name.size() > 200) problems.emplace_back("name", "calendar.problem.long_name");
    if (entry.last < entry.first) problems.emplace_back("last", "calendar.problem.order");
    if (entry.last - entry.first >= std::chrono::days(longest_run_days)) problems.emplace_back("last", "calendar.problem.long_run");
    const bool open = entry.kind == DayKind::early_release || entry.kind == DayKind::open_extra;
    if (entry.kind == DayKind::early_release && !entry.closes) problems.emplace_back("closes", "calendar.problem.early");
    if (entry.kind == DayKind::open_extra && !entry.opens) problems.emplace_back("opens", "calendar.problem.extra");
    if (entry.kind == DayKind::open_extra && !entry.closes) problems.emplace_back("closes", "calendar.problem.extra");
    if (open && entry.opens && entry.closes && *entry.closes <= *entry.opens) problems.emplace_back("closes", "calendar.problem.closes");
    return problems;
}

}  // namespace calendar
