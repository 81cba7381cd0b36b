/// When a scheduled job is due. Pure.
#pragma once

#include <string>

#include "base/time.h"
#include "jobs/jobs.h"

namespace jobs {

/// The first moment after `now`. A daily time that a clock change skips or repeats happens once.
base::Instant next_time(const Schedule& schedule, base::Instant now, const base::TimeZone& zone);

/// How long to wait before attempt number `attempts` + 1: 30 s, 1 min, 2 min ... at most 6 hours.
base::Milliseconds backoff(int attempts);

/// "every 60000", "daily 180 America/Chicago": changes when the schedule means something else.
std::string spec(const Schedule& schedule, const base::TimeZone& zone);

}  // namespace jobs
