/// Forecasts that are kept: rebuilt each night, shown only while they come true (docs/policies/forecast.md).
#pragma once

#include <optional>

#include "helpdesk/forecast.h"
#include "helpdesk/request.h"

namespace db {
class Database;
}

namespace helpdesk {

/// Rebuilds the curves from two years of requests and writes down how the last twelve weeks' forecasts came true.
void rebuild_forecasts(db::Database& database, base::Instant now);

struct Outlook {
    Similar similar = Similar::all;
    int ended = 0;
    base::Minutes median{0};
    base::Minutes eight_in_ten{0};
    base::Instant likely_by;  // eight in ten, on the calendar of the site
};

/// Absent when forecasts are not trusted, or similar requests are too few, or too many of them are still open: "not enough history to say".
std::optional<Outlook> outlook(db::Read& db, base::Instant now, const Request& request);

}  // namespace helpdesk
