/// An alert: a cell that had more requests than chance explains, until a person decides or it passes (P3). Clause numbers refer to
/// docs/policies/emerging-problems.md.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "helpdesk/helpdesk.h"
#include "planning/detect.h"

namespace planning {

struct AlertId {
    std::int64_t value = 0;
    auto operator<=>(const AlertId&) const = default;
};

/// open: to be decided. confirmed: a known problem was made of it. dismissed: with a reason. passed: nobody decided, and it was not found again.
enum class AlertState { open, confirmed, dismissed, passed };
std::string_view word(AlertState state);
std::optional<AlertState> parse_alert_state(std::string_view word);

/// Clause 17: since the dismissal half as many again have come in one of the windows. Empty counts of then: never.
bool got_worse(const std::array<Look, 4>& then, const std::array<Look, 4>& now);

/// What the numbers rest on, kept with the alert.
struct AlertInputs {
    double seen_before = 0;
    double exposure = 0;
    double spread = 1;
    double factor = 1;
    bool from_parent = false;
    double threshold = 0;
};

struct Alert {
    AlertId id;
    Cell cell;
    AlertState state = AlertState::open;
    base::Day first;   // of the window in which it was found
    base::Day last;    // on which it was found again
    base::Day as_of;   // up to which the numbers were read
    std::string method;
    Look best;
    double p = 1;
    std::int64_t devices = 0;
    std::int64_t requesters = 0;
    std::int64_t cells = 0;
    AlertInputs inputs;
    std::array<Look, 4> looks{};
    std::array<Look, 4> dismissed_looks{};
    std::string reason;
    std::string decided_by;
    std::optional<base::Instant> decided_at;
    std::optional<helpdesk::ProblemId> problem;
    base::Instant found_at;
    base::Instant updated_at;
    std::int64_t revision = 1;
    // Of the cell, in the reader's language; empty where it names none.
    std::string model_name;
    std::string school_name;
    std::string category_name;
};

/// Clause 20: for those who may watch. Each throws base::Forbidden to others.
Alert fetch_alert(db::Read& db, const auth::Viewer& viewer, AlertId id, std::string_view language);
/// Newest first, before `before` (0: from the newest), at most `limit`.
std::vector<Alert> alerts(db::Read& db, const auth::Viewer& viewer, AlertState state, std::int64_t before, int limit, std::string_view language);
std::int64_t count_alerts(db::Read& db, const auth::Viewer& viewer, AlertState state);
/// For the CIO's page: how many wait for a person's word.
inline std::int64_t open_alerts(db::Read& db, const auth::Viewer& viewer) { return count_alerts(db, viewer, AlertState::open); }

/// One day of a cell: all requests that came, and how many of them were counted for the alert.
struct AlertDay {
    base::Day on;
    std::int64_t requests = 0;
    std::int64_t counted = 0;
};
/// School days from `days` before the alert's last reading up to it, oldest first, days without requests included.
std::vector<AlertDay> alert_days(db::Read& db, const auth::Viewer& viewer, const Alert& alert, base::TimeZone zone, base::Instant now, int days);

struct AlertRequest {
    helpdesk::RequestId id;
    std::string title;
    std::string state;
    std::string school;
    base::Instant created_at;
    bool counted = false;
};
/// A school day with the closed days before it, of which all are shown; or without a day those that were counted for the alert in the last
/// `days` school days of its numbers; or both: those that were counted on that day.
struct AlertSlice {
    base::TimeZone zone;
    base::Instant now;
    std::optional<base::Day> on = {};
    int days = 0;
    std::int64_t before = 0;      // paging
};
/// Newest first, of the schools in whose queue the viewer works.
std::vector<AlertRequest> alert_requests(db::Read& db, const auth::Viewer& viewer, const Alert& alert, const AlertSlice& slice, int limit);
/// Counted ones that are not finished and belong to no known problem, of the schools in which the viewer works.
std::vector<helpdesk::RequestId> requests_to_link(db::Read& db, const auth::Viewer& viewer, AlertId id);

/// Each writes an event; base::Conflict when the state does not allow it.
void confirm_alert(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert, helpdesk::ProblemId problem);
/// base::Invalid without a reason.
void dismiss_alert(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert, std::string_view reason);
/// Undoes either; the known problem stays.
void reopen_alert(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Alert& alert);
constexpr std::size_t most_reason_points = 1'000;

}  // namespace planning
