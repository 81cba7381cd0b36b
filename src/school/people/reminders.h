/// Letters about licences that end and about evaluators whose evidence lapsed: the daily job's body.
#pragma once

#include <optional>

#include "base/time.h"

namespace db {
class Database;
}
namespace http {
struct Services;
}

namespace people {

/// The stage in which so many days before the end fall: 365, 180, 90, 60, 30 or 7, the smallest that is reached; absent earlier and after the end.
std::optional<int> reminder_stage(int days_left);

struct Reminded {
    int holders = 0;   // letters to holders
    int keepers = 0;   // licences told to those who keep them
    int lapsed = 0;    // evaluators whose evidence lapsed
};
/// Each stage of a licence once; one that was missed because nothing ran is skipped for the next. A second run on the same day writes nothing.
Reminded write_reminders(db::Database& database, const http::Services& services, base::Instant now);

}  // namespace people
