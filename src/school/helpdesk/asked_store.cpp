#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "db/db.h"
#include "helpdesk/asked.h"
#include "helpdesk/category.h"
#include "people/people.h"

namespace helpdesk {

static AskedRequest read_asked(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("title")), std::string(row.text("school")), std::string(row.text("room")), row.instant("due_at"),
            row.maybe_instant("scheduled_at")};
}

/// Numbers of ours, which can stand in the text of a statement. Without any: a number that no row has.
static std::string list_of(const std::vector<std::int64_t>& ids) { return ids.empty() ? "0" : fmt::format("{}", fmt::join(ids, ", ")); }

/// Where the viewer works; a grant that was taken away takes its requests from the list too.
static std::string at_work(const auth::Viewer& viewer) {
    const auto reach = viewer.reach(may_work);
    if (reach.everywhere) return "1 = 1";
    return fmt::format("r.school_id IN ({})", list_of({reach.schools.begin(), reach.schools.end()}));
}

static std::vector<AskedRequest> asked(db::Read& db, const auth::Viewer& viewer, const std::string& where, std::string_view order, int most) {
    return db.query(fmt::format(R"sql(
        SELECT r.id, r.title, o.name AS school, r.room, r.due_at, r.scheduled_at
          FROM helpdesk_request r
          JOIN roster_org o ON o.id = r.school_id
         WHERE {} ORDER BY {} LIMIT :most
    )sql", where, order)).bind("viewer", viewer.account()).bind("most", most).all(read_asked);
}

std::vector<AskedRequest> to_solve(db::Read& db, const auth::Viewer& viewer, int most) {
    return asked(db, viewer, "r.assignee_id = :viewer AND r.state IN ('new', 'open') AND " + at_work(viewer), "r.priority, r.due_at, r.id", most);
}

std::vector<AskedRequest> with_appointment(db::Read& db, const auth::Viewer& viewer, int most) {
    return asked(db, viewer, "r.assignee_id = :viewer AND r.state = 'scheduled' AND r.scheduled_at IS NOT NULL AND " + at_work(viewer), "r.scheduled_at, r.id", most);
}

std::vector<AskedRequest> to_answer(db::Read& db, const auth::Viewer& viewer, int most) {
    return asked(db, viewer, "r.requester_id = :viewer AND r.state = 'waiting' AND r.waiting_reason = 'requester'", "r.updated_at, r.id", most);
}

Unclaimed unclaimed(db::Read& db, const auth::Viewer& viewer, base::Day today) {
    const auto keys = people::role_keys_of(db, viewer.account(), today);
    std::vector<std::int64_t> own;
    for (const auto& team : teams(db)) {
        if (std::ranges::find(keys, team.role_key) != keys.end()) own.push_back(team.id.value);
    }
    if (own.empty()) return {};
    return db.query(fmt::format(R"sql(
        SELECT count(*) AS requests, min(r.due_at) AS first_due
          FROM helpdesk_request r
         WHERE r.state IN ('new', 'open') AND r.assignee_id IS NULL AND r.team_id IN ({}) AND {}
    )sql", list_of(own), at_work(viewer))).one([](const db::Row& row) { return Unclaimed{row.integer("requests"), row.maybe_instant("first_due")}; });
}

}  // namespace helpdesk
