#include "helpdesk/my_requests.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "db/db.h"

namespace helpdesk {

std::vector<MyRequest> my_requests(db::Read& db, const auth::Viewer& viewer, Mine which, std::int64_t before, int limit) {
    auto reach = viewer.reach(may_work);
    auto works_there = reach.everywhere ? std::string("1 = 1") : fmt::format("w.school_id IN ({})", reach.schools.empty() ? "0" : fmt::format("{}", fmt::join(reach.schools, ", ")));
    // What was joined is where the other one is. Watching counts where one works.
    auto sql = fmt::format(R"sql(
        SELECT r.id, r.title, COALESCE(j.state, r.state) AS state, o.name AS school, r.room, r.created_at
          FROM helpdesk_request r
          JOIN roster_org o ON o.id = r.school_id
          LEFT JOIN helpdesk_request j ON j.id = r.merged_into_id
         WHERE r.id IN (SELECT id FROM helpdesk_request WHERE requester_id = :viewer
                        UNION SELECT w.id FROM helpdesk_watcher h JOIN helpdesk_request w ON w.id = h.request_id
                               WHERE h.account_id = :viewer AND {})
           AND COALESCE(j.state, r.state) {} ('new', 'open', 'waiting', 'scheduled') AND r.state <> 'held'
           AND (:before = 0 OR r.id < :before)
         ORDER BY r.id DESC
         LIMIT :limit
    )sql", works_there, which == Mine::unfinished ? "IN" : "NOT IN");
    return db.query(sql).bind("viewer", viewer.account()).bind("before", before).bind("limit", limit).all([](const db::Row& row) {
        return MyRequest{{row.integer("id")}, std::string(row.text("title")), *parse_state(row.text("state")), std::string(row.text("school")),
                         std::string(row.text("room")), row.instant("created_at")};
    });
}

}  // namespace helpdesk
