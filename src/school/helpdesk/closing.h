/// A solved request on which nobody answers closes by itself, after so many school days as the district says.
#pragma once

#include <optional>

#include "helpdesk/request.h"

namespace db {
class Database;
}

namespace helpdesk {

constexpr int usual_closing_days = 5;
constexpr int most_closing_days = 90;

/// School days without an answer; 0: nothing closes by itself.
int closing_days(db::Read& db);
/// Throws base::Forbidden without helpdesk.manage everywhere, base::Invalid for less than 0 or more than most_closing_days. Saving what is
/// there already writes nothing.
void save_closing_days(db::Write& db, const auth::Viewer& viewer, base::Instant now, int days);

/// The last school day on which an answer keeps it from closing, counted from the solution or from what was written after it. Absent when the
/// request is not solved, or never closes by itself.
std::optional<base::Day> last_day_to_answer(db::Read& db, base::Instant now, const Request& request);

/// Closes those whose last day is over; returns how many. For a job in the night.
int close_unanswered(db::Database& database, base::Instant now);

}  // namespace helpdesk
