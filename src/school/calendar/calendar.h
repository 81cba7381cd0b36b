/// The front door of the calendar: when a site works. A school without hours of its own has the district's; days that differ are the
/// district's and the school's together. None of it is a secret; changing it needs `may_manage`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "calendar/bells.h"
#include "calendar/business_calendar.h"
#include "calendar/event.h"
#include "calendar/event_view.h"
#include "calendar/ics.h"
#include "roster/roster.h"

namespace http {
class Routes;
}

namespace calendar {

/// Hours and special days, everywhere or of single schools.
constexpr auth::Permission may_manage{"calendar.manage"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);

/// The site's calendar as it is now, in the district's time zone, quick around `now`. Kept by each thread until the calendar changes:
/// the reference is good until this thread asks for the same school in its next transaction; copy it to keep it.
const BusinessCalendar& calendar_of(db::Read& db, roster::OrgId school, base::Instant now);

/// "8:05" or "08:05"; absent when it is no time of day.
std::optional<base::Minutes> parse_clock(std::string_view text);
/// "08:05", as <input type="time"> wants it; 24:00 is "00:00".
std::string clock_text(base::Minutes of_day);

std::string_view word(DayKind kind);
std::optional<DayKind> parse_day_kind(std::string_view word);

/// The hours of one org from a day on. No org: the district.
struct HoursEntry {
    std::optional<roster::OrgId> org;
    Week week;
};
/// All of them, the district's first, then by org; each org's by day.
std::vector<HoursEntry> hours_entries(db::Read& db);
/// Writes or replaces the week of that org and day. Throws base::Invalid for hours that end before they begin, base::Forbidden.
void save_hours(db::Write& db, const auth::Viewer& viewer, base::Instant now, const HoursEntry& entry);
/// base::NotFound when there is none; base::Conflict for the district's only one.
void remove_hours(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::optional<roster::OrgId> org, base::Day valid_from);

struct DayId {
    std::int64_t value = 0;
    auto operator<=>(const DayId&) const = default;
};

/// A day or a run of days that differ.
struct DayEntry {
    DayId id;
    std::optional<roster::OrgId> org;
    base::Day first;
    base::Day last;
    DayKind kind = DayKind::holiday;
    std::string name;
    std::optional<base::Minutes> opens;   // early_release and open_extra only
    std::optional<base::Minutes> closes;
};
constexpr int longest_run_days = 120;

/// Those that touch the days from `first` to `last`, by first day: of the district, and of this school or, without one, of all.
std::vector<DayEntry> day_entries(db::Read& db, base::Day first, base::Day last, std::optional<roster::OrgId> school);
DayEntry day_entry(db::Read& db, DayId id);
/// What keeps an entry from being saved, by field; empty when nothing does.
std::vector<std::pair<std::string, std::string>> day_problems(const DayEntry& entry);
/// Each throws base::Invalid naming the first such field, base::Forbidden, base::NotFound.
DayId add_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DayEntry& entry);
void change_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DayEntry& entry);
void remove_day(db::Write& db, const auth::Viewer& viewer, base::Instant now, DayId id);

/// A school year, named by the calendar year in which it begins: 1 August to 31 July.
struct SchoolYear {
    int begins = 0;
    base::Day first() const;
    base::Day last() const;
};
SchoolYear school_year_of(base::Day day);

/// Writes the district's or a school's entries of the year before once more, 52 weeks later so that weekdays stay, but for those that the
/// year has already by the same name. Returns how many were written.
int copy_last_year(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::optional<roster::OrgId> org, SchoolYear into);

}  // namespace calendar
