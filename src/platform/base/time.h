/// Moments, days and time zones.
///
/// A moment is an Instant (milliseconds since 1970 UTC). A school day is a Day (a calendar date without a zone). The two meet
/// only through a TimeZone, because "today" depends on where the school is.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;
using Minutes = std::chrono::minutes;
using Day = std::chrono::sys_days;

constexpr std::int64_t to_ms(Instant instant) { return instant.time_since_epoch().count(); }
constexpr Instant from_ms(std::int64_t ms) { return Instant{Milliseconds{ms}}; }

/// "2026-11-23".
std::string to_iso(Day day);
/// "2026-11-23T19:58:38.123Z"; always UTC, always three decimals.
std::string to_iso(Instant instant);
/// Reads "2026-11-23"; nothing else, and only days that exist. Absent when the text is not such a day.
std::optional<Day> parse_day(std::string_view text);
/// Reads RFC 3339 moments ("2026-11-23T19:58:38Z", with optional decimals and offset). Absent when it is not one.
std::optional<Instant> parse_instant(std::string_view text);

/// Monday is 1, Sunday is 7 (ISO 8601).
int iso_weekday(Day day);

/// A wall-clock reading: the day and the minutes since its midnight, as a person in the zone sees it.
struct LocalTime {
    Day day;
    Minutes of_day;
    auto operator<=>(const LocalTime&) const = default;
};

/// A zone of the system's tz database. Cheap to copy; valid for the life of the process.
class TimeZone {
public:
    /// Absent when the system's tz database does not know the name ("America/Chicago").
    static std::optional<TimeZone> find(std::string_view name);
    static TimeZone utc();

    std::string_view name() const;
    LocalTime to_local(Instant instant) const;
    /// The moment at which clocks of the zone show this. A time that a clock change skips gives the moment of the change; one that
    /// happens twice gives the first.
    Instant to_instant(LocalTime local) const;
    Day day_of(Instant instant) const { return to_local(instant).day; }

private:
    explicit TimeZone(const void* zone) : zone_(zone) {}
    const void* zone_;  // date::time_zone, kept out of this header
};

/// The clock of the running system. Everything that needs the time takes it as an argument; only entry points read it here.
Instant system_now();

}  // namespace base
