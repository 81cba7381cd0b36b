/// What the calendar tells the rooms to its right.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "roster/roster.h"

namespace db {
class Write;
}

namespace calendar {

/// Hours or days that differ were changed.
struct CalendarChanged {
    std::optional<roster::OrgId> org;  // absent: of the whole district
};

/// Called in the transaction of the change, in the order of wiring; whatever is slow or may fail enqueues a job.
using ChangeSubscriber = void (*)(db::Write& db, base::Instant now, const CalendarChanged& changed);
/// Filled once, by app/wire.cpp.
std::vector<ChangeSubscriber>& change_subscribers();

}  // namespace calendar
