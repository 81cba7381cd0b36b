/// The one order of work, as the department sees it (docs/policies/order-of-work.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"
#include "people/people.h"

namespace helpdesk {

/// Which part of the order a page shows.
enum class QueueView { team, mine, unassigned, waiting, solved };

struct QueueFilter {
    QueueView view = QueueView::team;
    std::optional<TeamId> team;
    std::optional<roster::OrgId> school;
    std::optional<CategoryId> category;
    std::optional<auth::AccountId> assignee;
    std::optional<base::Instant> due_before;  // past their target at this moment
    std::optional<base::Instant> at_risk;     // three quarters of their time are used at this moment, and not all of it (clause 15)
    std::optional<base::Instant> created_from;
    std::optional<base::Instant> created_before;
    std::optional<base::Instant> resolved_from;  // for solved ones
};

/// How old: of today, of the six days before, older.
struct AgeBounds {
    base::Instant today;  // its first moment
    base::Instant week;   // the first moment of the seven days that end today
};
AgeBounds age_bounds(base::TimeZone zone, base::Day today);

/// Where the next page begins: after this row of the order.
struct QueueKey {
    std::int64_t priority = 0;
    std::int64_t due_at = 0;
    std::int64_t id = 0;
};

struct QueueRow {
    RequestId id;
    std::string title;
    State state;
    std::optional<WaitingReason> waiting_reason;
    int priority;
    bool class_waiting;
    std::string school;
    std::string room;
    std::string device_tag;
    std::string requester_name;
    std::string assignee_name;
    people::Words problem;  // title of the known problem that it waits for; both empty: none
    base::Instant due_at;
    base::Instant risk_at;
    base::Instant created_at;
    base::Instant updated_at;
};
/// Clause 15, for what stands in the queue: whatever is paused uses no time.
inline bool at_risk(const QueueRow& row, base::Instant now) { return in_queue(row.state) && row.risk_at <= now && now <= row.due_at; }

struct QueuePage {
    std::vector<QueueRow> rows;
    std::optional<QueueKey> next;
};

/// At most `limit` rows after the key, in the order of work, among the schools in which the viewer works.
QueuePage queue(db::Read& db, const auth::Viewer& viewer, const QueueFilter& filter, std::optional<QueueKey> after, int limit);

/// How many stand in a view, counted up to `most` (shown as "99+"): counting a whole backlog for every page would cost more than the page.
std::int64_t count_up_to(db::Read& db, const auth::Viewer& viewer, const QueueFilter& filter, std::int64_t most);

/// Where a request stands among those that the same team does first.
struct Position {
    std::int64_t ahead_here = 0;        // at the same school
    std::int64_t total_here = 0;        // the whole queue of the team at the school, this one included
    std::int64_t ahead_elsewhere = 0;   // at other schools of the same team: the same people
    std::int64_t class_waiting_ahead = 0;
};

/// Absent when the request is not in the queue (paused, held or ended).
std::optional<Position> position(db::Read& db, const Request& request);

}  // namespace helpdesk
