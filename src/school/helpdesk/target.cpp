#include "helpdesk/target.h"

#include <algorithm>

namespace helpdesk {

using base::Instant;
using base::Milliseconds;
using base::Minutes;

struct ClosedSpan {
    Instant from;
    Instant to;
};

/// The pauses between the start and `until`, in order, without overlap.
static std::vector<ClosedSpan> tidy(const TargetClock& clock, Instant until) {
    std::vector<ClosedSpan> spans;
    for (const auto& pause : clock.pauses) {
        ClosedSpan span{std::max(pause.from, clock.started_at), std::min(pause.to.value_or(until), until)};
        if (span.from < span.to) spans.push_back(span);
    }
    std::ranges::sort(spans, {}, &ClosedSpan::from);
    std::vector<ClosedSpan> joined;
    for (const auto& span : spans) {
        if (!joined.empty() && span.from <= joined.back().to) {
            joined.back().to = std::max(joined.back().to, span.to);
        } else {
            joined.push_back(span);
        }
    }
    return joined;
}

std::optional<Instant> target_due(const calendar::BusinessCalendar& calendar, const TargetClock& clock, Minutes length, Instant as_of) {
    // Pauses that are already known to end later than now count whole (a clock read back in the past sees them as history does).
    Instant last = as_of;
    for (const auto& pause : clock.pauses) last = std::max(last, pause.to.value_or(as_of));

    Milliseconds left = length;
    Instant cursor = clock.started_at;
    for (const auto& pause : tidy(clock, last)) {
        auto open = calendar.open_time(cursor, pause.from);
        if (open >= left) break;
        left -= open;
        cursor = pause.to;
    }
    return calendar.add_open_time(cursor, left);
}

TimeSplit split_time(const calendar::BusinessCalendar& calendar, const TargetClock& clock, Instant until) {
    TimeSplit split;
    if (until <= clock.started_at) return split;
    const Milliseconds open = calendar.open_time(clock.started_at, until);
    for (const auto& pause : tidy(clock, until)) split.paused += calendar.open_time(pause.from, pause.to);
    split.worked = open - split.paused;
    split.closed = (until - clock.started_at) - open;
    return split;
}

std::string_view word(TargetStanding standing) {
    switch (standing) {
        case TargetStanding::on_time: return "on_time";
        case TargetStanding::at_risk: return "at_risk";
        case TargetStanding::late: return "late";
        case TargetStanding::met: return "met";
        case TargetStanding::missed: return "missed";
    }
    return "on_time";
}

TargetState target_state(const calendar::BusinessCalendar& calendar, const TargetClock& clock, Minutes length, Instant at,
                         std::optional<Instant> done_at) {
    const auto used = split_time(calendar, clock, done_at.value_or(at)).worked;
    const auto left = Milliseconds(length) - used;
    TargetState state{.left = std::chrono::floor<Minutes>(left)};
    if (done_at) {
        state.standing = left >= Milliseconds(0) ? TargetStanding::met : TargetStanding::missed;
    } else if (left <= Milliseconds(0)) {
        state.standing = TargetStanding::late;
    } else if (used * 4 >= Milliseconds(length) * 3) {
        state.standing = TargetStanding::at_risk;
    }
    return state;
}

TargetClock merge_clocks(const TargetClock& kept, const TargetClock& duplicate) {
    return {std::min(kept.started_at, duplicate.started_at), kept.pauses};
}

}  // namespace helpdesk
