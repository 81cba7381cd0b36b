/// Notices of the room become letters in the district's outbox.
#pragma once

#include "base/time.h"

namespace http {
struct Services;
}

namespace coaching {

/// Writes the letters that wait: time, place and the way to the page, nothing of the content (clause 5). At least once: a process that dies
/// between both databases may write a letter twice. How many were written.
int write_letters(const http::Services& services, base::Instant now);

}  // namespace coaching
