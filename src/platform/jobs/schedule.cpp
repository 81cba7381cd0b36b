#include "jobs/schedule.h"

#include <algorithm>

#include <fmt/core.h>

namespace jobs {

using namespace std::chrono_literals;

base::Instant next_time(const Schedule& schedule, base::Instant now, const base::TimeZone& zone) {
    if (schedule.kind == Schedule::Kind::every) return now + schedule.period;
    base::LocalTime local{zone.day_of(now), schedule.of_day};
    auto time = zone.to_instant(local);
    for (; time <= now; time = zone.to_instant(local)) local.day += std::chrono::days{1};
    return time;
}

base::Milliseconds backoff(int attempts) {
    constexpr base::Milliseconds first = 30s, longest = 6h;
    int doublings = std::clamp(attempts - 1, 0, 20);
    return std::min(first * (1 << doublings), longest);
}

std::string spec(const Schedule& schedule, const base::TimeZone& zone) {
    if (schedule.kind == Schedule::Kind::every) return fmt::format("every {}", schedule.period.count());
    return fmt::format("daily {} {}", schedule.of_day.count(), zone.name());
}

}  // namespace jobs
