/// When a site works: school days and the minutes of each, as one immutable snapshot.
///
/// Clause numbers here refer to docs/policies/order-of-work.md, section "Time".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace calendar {

/// From one reading of the wall clock to another on the same day; `closes` is at most 24 hours. Equal ends mean no minute.
struct Hours {
    base::Minutes opens{0};
    base::Minutes closes{0};
    auto operator<=>(const Hours&) const = default;
};

/// The hours of a usual week, Monday first, from a day on until the next such week. No hours: closed on that weekday.
struct Week {
    base::Day valid_from;
    std::array<std::optional<Hours>, 7> days;
};

enum class DayKind { holiday, early_release, closed, open_extra };

/// A day that differs from its week. Hours count for early_release and open_extra; what is absent is taken from the week.
struct SpecialDay {
    base::Day on;
    DayKind kind = DayKind::holiday;
    std::string name;
    std::optional<base::Minutes> opens;
    std::optional<base::Minutes> closes;
};

/// What the snapshot is made from.
struct Plan {
    std::vector<Week> weeks;        // any order; days before the first week are counted by the first
    std::vector<SpecialDay> days;   // at most one a day; of two the later in the list counts
    std::int64_t version = 0;       // changes when anything here changes; stored with what was computed from it
};

/// Counting and adding working time and school days in the zone of a site. Safe to read from many threads.
///
/// Time between the same two readings of the clock is shorter or longer on the day of a clock change: minutes are real minutes.
class BusinessCalendar {
public:
    /// Sums are kept ready for three years before and after `around`; other days are right too, but slow.
    BusinessCalendar(base::TimeZone zone, Plan plan, base::Day around);

    const base::TimeZone& zone() const { return zone_; }
    std::int64_t version() const { return plan_.version; }

    /// The hours of that day as the wall clock shows them; absent when the site is closed or has no minute open.
    std::optional<Hours> hours(base::Day day) const;
    /// The special day of that date, or null.
    const SpecialDay* special(base::Day day) const;
    /// A school day is a day with at least one open minute (clause 11).
    bool is_school_day(base::Day day) const;
    base::Minutes open_minutes(base::Day day) const;
    bool is_open(base::Instant at) const;

    /// Open time from one moment to another; zero when `to` is not after `from`.
    base::Milliseconds open_time(base::Instant from, base::Instant to) const;
    /// The same in whole minutes, rounded down.
    base::Minutes working_minutes(base::Instant from, base::Instant to) const;
    /// The first moment by which so much open time has passed since `from`; `from` itself for nothing or less. Absent ("never") when
    /// ten years do not suffice.
    std::optional<base::Instant> add_open_time(base::Instant from, base::Milliseconds length) const;
    std::optional<base::Instant> add_working_minutes(base::Instant from, base::Minutes minutes) const;
    /// `from` when the site is open then, else the next opening; absent when there is none within ten years.
    std::optional<base::Instant> next_open(base::Instant from) const;

    /// School days after `from` up to and with `to`: 0 on the same day, 1 from Friday to Monday. Negative when `to` is before `from`.
    int school_days_between(base::Day from, base::Day to) const;
    /// The `count`-th school day after `from`; `from` itself for 0. Absent when ten years do not suffice.
    std::optional<base::Day> add_school_days(base::Day from, int count) const;

private:
    /// The open moments of one day, in milliseconds since 1970 UTC; equal when closed.
    struct Span {
        std::int64_t opens;
        std::int64_t closes;
        std::int64_t length() const { return closes - opens; }
    };
    Span span_of(base::Day day) const;
    const Week* week_of(base::Day day) const;
    std::int64_t open_before(std::int64_t at) const;
    std::int64_t school_days_until(base::Day day) const;

    base::TimeZone zone_;
    Plan plan_;
    base::Day first_;                        // day of spans_[0]
    std::vector<Span> spans_;                // one a day
    std::vector<std::int64_t> open_until_;   // [i]: open milliseconds of the days before the i-th; one more than spans_
    std::vector<std::int64_t> school_until_; // [i]: school days before the i-th
};

}  // namespace calendar
