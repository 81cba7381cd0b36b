/// Bell schedules: which periods a school has on a day.
///
/// A school has several schedules by name: a regular one, one for early releases, some for days that are named. A change from a day on is a
/// new version of the same name; what rang before stays written down.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "calendar/business_calendar.h"
#include "roster/roster.h"

namespace calendar {

struct BellId {
    std::int64_t value = 0;
    auto operator<=>(const BellId&) const = default;
};

/// From one bell to the next. `taught` is false for lunch, homeroom and the like: nobody teaches a class then.
struct Period {
    std::string name;
    base::Minutes starts{0};
    base::Minutes ends{0};
    bool taught = true;
    auto operator<=>(const Period&) const = default;
};

enum class BellKind { regular, early_release, dated };
std::string_view word(BellKind kind);
std::optional<BellKind> parse_bell_kind(std::string_view word);

/// One version of a schedule.
struct Bells {
    BellId id;
    roster::OrgId school;
    std::string name;
    BellKind kind = BellKind::regular;
    std::array<bool, 7> weekdays{};    // regular only, Monday first
    std::vector<base::Day> dates;      // days on which it rings whatever else says
    base::Day valid_from;
    std::optional<base::Day> ended;    // first day on which it no longer rings
    std::vector<Period> periods;       // by start
    std::int64_t revision = 1;         // grows with each change; forms say which one they saw
};
constexpr std::size_t most_periods = 30;
constexpr std::size_t most_dates = 200;

/// The version that rings at a school on that day, or null. Of several the first that fits: one that names the day; on an early release
/// the early one; the regular one of that weekday (on an extra day of a weekend, any regular one). Of two alike the later begun counts.
const Bells* bells_on(const std::vector<Bells>& of_school, const BusinessCalendar& calendar, base::Day day);

/// The periods of a school day by their start; none when the school is closed or no schedule rings. On an early release without a
/// schedule of its own, the regular periods that end by the time of closing.
std::vector<Period> periods_on(const std::vector<Bells>& of_school, const BusinessCalendar& calendar, base::Day day);

/// Reads what a person types, a line each: "8:00-8:50 Period 1"; a name in parentheses, "11:30-12:00 (Lunch)", is not taught. Sorted by start.
/// Absent, with `bad_line` set to the line that cannot be used, when one is no period.
std::optional<std::vector<Period>> parse_periods(std::string_view text, std::string& bad_line);
std::string periods_text(const std::vector<Period>& periods);

/// What keeps it from being saved, as field and message key; empty when nothing does.
std::vector<std::pair<std::string, std::string>> bell_problems(const Bells& bells);

// --- Stored. No secret; changing them needs calendar.manage at the school. ---

/// Every version of a school, or of all without one: by school, name, and the latest first.
std::vector<Bells> all_bells(db::Read& db, std::optional<roster::OrgId> school);
/// Throws base::NotFound.
Bells find_bells(db::Read& db, BellId id);
/// The same for one school and day, with its calendar.
std::vector<Period> periods_on(db::Read& db, roster::OrgId school, base::Day day, base::Instant now);

/// A new version. Throws base::Invalid for one of that name and day that is there already, base::Forbidden.
BellId add_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Bells& bells);
/// Corrects a version; school and first day stay as they are. Throws base::Conflict when `bells.revision` is not the present one.
void change_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Bells& bells);
/// It rings no more from `today` on. One that has not begun goes without a trace but its event.
void end_bells(db::Write& db, const auth::Viewer& viewer, base::Instant now, BellId id, base::Day today);

}  // namespace calendar
