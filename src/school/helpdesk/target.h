/// Service targets on a site's calendar: when a response and a solution are due, and how much of the time is used.
///
/// Everything is computed from the start and the pauses of the history, never by moving an older due time: so a correction of a pause or
/// of the calendar corrects what follows from it. Clauses: docs/policies/order-of-work.md.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "calendar/calendar.h"

namespace helpdesk {

/// A stretch during which somebody else has the ball. Still going on when `to` is absent.
struct PausedSpan {
    base::Instant from;
    std::optional<base::Instant> to;
};

/// What a target runs on.
struct TargetClock {
    base::Instant started_at;
    std::vector<PausedSpan> pauses;  // any order, may overlap and begin before the start
};

/// When `length` of open and unpaused time will have passed since the start. A pause that goes on is taken to end at `as_of` (clause 13).
/// Absent when the site's calendar never reaches it.
std::optional<base::Instant> target_due(const calendar::BusinessCalendar& calendar, const TargetClock& clock, base::Minutes length,
                                        base::Instant as_of);

/// Where the time from the start to a moment went; the three add up to the time on the wall.
struct TimeSplit {
    base::Milliseconds worked{0};  // open and not paused: the time that targets count
    base::Milliseconds paused{0};  // open, but somebody else had the ball
    base::Milliseconds closed{0};  // nights, weekends, holidays, paused or not
};
TimeSplit split_time(const calendar::BusinessCalendar& calendar, const TargetClock& clock, base::Instant until);

/// Message key: helpdesk.target.<word>. `at_risk` from 75 % of the time on (clause 15).
enum class TargetStanding { on_time, at_risk, late, met, missed };
std::string_view word(TargetStanding standing);

struct TargetState {
    TargetStanding standing = TargetStanding::on_time;
    /// Working minutes that are left; negative when over.
    base::Minutes left{0};
};
/// At a moment; or, when it was done at `done_at`, how that ended.
TargetState target_state(const calendar::BusinessCalendar& calendar, const TargetClock& clock, base::Minutes length, base::Instant at,
                         std::optional<base::Instant> done_at);

/// The clock of a request that takes in its duplicate: the earlier start, its own pauses (clause 16).
TargetClock merge_clocks(const TargetClock& kept, const TargetClock& duplicate);

}  // namespace helpdesk
