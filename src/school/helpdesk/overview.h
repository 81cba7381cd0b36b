/// What the CIO sees at a glance: how much is open, how old, where, and whether it gets less.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "helpdesk/queue.h"

namespace helpdesk {

/// Of one team, one school, or the whole district.
struct OverviewLine {
    std::int64_t id = 0;
    std::string name;
    std::int64_t open = 0;     // somebody can do something about it now; the next three add up to it
    std::int64_t today = 0;    // came today
    std::int64_t week = 0;     // came in the six days before
    std::int64_t older = 0;
    std::int64_t at_risk = 0;  // open, and three quarters of the time are used
    std::int64_t late = 0;     // open and past the target
    std::int64_t waiting = 0;  // paused or scheduled
};

struct OldRequest {
    RequestId id;
    std::string title;
    State state;
    std::string school;
    std::string team;
    std::string assignee;  // empty: nobody
    int school_days = 0;
};

struct Overview {
    OverviewLine all;
    std::vector<OverviewLine> teams;    // the most open first; only those with something
    std::vector<OverviewLine> schools;
    /// School days since half of what is not finished came, by each school's own calendar. Absent when nothing is unfinished.
    std::optional<int> median_school_days;
    std::int64_t solved = 0;            // in the seven days that end today
    std::vector<OldRequest> oldest;     // the oldest unfinished, at most ten
};

struct OverviewTime {
    base::TimeZone zone;
    base::Instant now;
    std::string_view language = "en";  // of the names of teams
};
/// Throws base::Forbidden unless the viewer sets up the help desk.
Overview overview(db::Read& db, const auth::Viewer& viewer, const OverviewTime& time);

}  // namespace helpdesk
