/// What waits until a day, or for its appointment, comes back to the queue when that has come (clause 6 of docs/policies/order-of-work.md).
#pragma once

#include "base/time.h"

namespace db {
class Database;
}

namespace helpdesk {

/// Takes up again what waits until a day that has begun in the district's time zone, and what was scheduled for a moment that has come; whoever
/// has it is told. Returns how many. For a job every few minutes.
int resume_due(db::Database& database, base::Instant now);

}  // namespace helpdesk
