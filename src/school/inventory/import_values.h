/// Reading what other systems and spreadsheets make of days, prices and moments. Pure; only for the import of this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace inventory {

/// Which number of "3/4/2026" is the month. Nobody can tell from one such day, but a column usually shows it.
enum class DayOrder { unknown, month_first, day_first, contradictory };

/// What one cell says about its column: unknown when it would be a day either way.
DayOrder order_shown_by(std::string_view cell);
/// Both together: what is unknown gives way; two that differ are contradictory.
DayOrder combine(DayOrder left, DayOrder right);

struct ReadDay {
    std::optional<base::Day> day;
    bool ambiguous = false;        // a day, but which: the order is not known
    bool two_digit_year = false;   // 00 to 68 were read as 2000 to 2068, 69 to 99 as 1969 to 1999 (POSIX, strptime %y)
};
/// "2027-06-30", also with a time after it; "6/30/2027", "6/30/27", "30.6.2027" (points: the day is first); "2027-06", "Jun 2027" (the last day
/// of that month, as end of support is told); milliseconds since 1970 (Google's autoUpdateExpiration).
ReadDay read_day(std::string_view cell, DayOrder order);

/// RFC 3339, "2026-03-01 10:22:33" as UTC, or a day alone (its first moment in UTC).
std::optional<base::Instant> read_moment(std::string_view cell);

/// The day so many months later; the last of the month when the month is too short.
base::Day months_after(base::Day day, int months);

}  // namespace inventory
