#include "helpdesk/my_requests.h"

#include <fmt/format.h>

#include "db/db.h"

namespace helpdesk {

std::vector<MyRequest> my_requests(db::Read& db, const auth::Viewer& viewer, Mine which, std::int64_t before, int limit) {
    auto sql = fmt::format(R"sql(
        SELECT r.id, r.title, r.state, o.name AS school, r.room, r.created_at
          FROM helpdesk_request r
          JOIN roster_org o ON o.id = r.school_id
         WHERE r.id IN (SELECT id FROM helpdesk_request WHERE requester_id = :viewer
                        UNION SELECT request_id FROM helpdesk_watcher WHERE account_id = :viewer)
           AND r.state {} ('new', 'open', 'waiting', 'scheduled') AND r.state <> 'held'
           AND (:before = 0 OR r.id < :before)
         ORDER BY r.id DESC
         LIMIT :limit
    )sql", which == Mine::unfinished ? "IN" : "NOT IN");
    return db.query(sql).bind("viewer", viewer.account()).bind("before", before).bind("limit", limit).all([](const db::Row& row) {
        return MyRequest{{row.integer("id")}, std::string(row.text("title")), *parse_state(row.text("state")), std::string(row.text("school")),
                         std::string(row.text("room")), row.instant("created_at")};
    });
}

}  // namespace helpdesk
