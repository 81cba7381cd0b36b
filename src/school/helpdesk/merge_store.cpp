// A duplicate joins another request: both numbers keep working, its people hear of the other, the earlier start counts.
#include <algorithm>

#include <fmt/format.h>

#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/problem.h"

namespace helpdesk {

static void move_watchers(db::Write& db, const Request& from, const Request& to) {
    db.query(R"sql(
        INSERT INTO helpdesk_watcher (request_id, account_id)
        SELECT :to, account_id FROM helpdesk_watcher WHERE request_id = :from
        ON CONFLICT DO NOTHING
    )sql").bind("to", to.id).bind("from", from.id).run();
}

/// What was joined with the duplicate before leads straight to the one that lives on.
static void move_joined(db::Write& db, const Request& from, const Request& to) {
    db.query("UPDATE helpdesk_request SET merged_into_id = :to WHERE merged_into_id = :from").bind("to", to.id).bind("from", from.id).run();
}

void merge(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& duplicate, const Request& into) {
    require_may_follow(duplicate, State::merged);
    if (duplicate.id == into.id) throw base::Invalid("into", "A request cannot be joined with itself. Give the number of the other one.");
    if (!unfinished(into.state)) throw base::Conflict("The other request has ended. Reopen it first, or join the other way round.");

    end_pause(db, now, duplicate.id);
    db.query(R"sql(
        UPDATE helpdesk_request
           SET state = 'merged', merged_into_id = :into, waiting_reason = NULL, waiting_words = '', waiting_until_on = NULL,
               scheduled_at = NULL, closed_at = :now, updated_at = :now
         WHERE id = :id
    )sql").bind("into", into.id).bind("now", now).bind("id", duplicate.id).run();
    move_watchers(db, duplicate, into);
    move_joined(db, duplicate, into);
    db.query("UPDATE helpdesk_request SET created_at = :earlier WHERE id = :id")
        .bind("earlier", std::min(duplicate.created_at, into.created_at))
        .bind("id", into.id)
        .run();
    retarget(db, into.id);
    move_problem(db, viewer, now, duplicate, into);
    note_change(db, viewer, now, duplicate, {.action = "merged", .detail = detail({{"into", std::to_string(into.id.value)}})});
    note_change(db, viewer, now, into, {.action = "joined", .detail = detail({{"from", std::to_string(duplicate.id.value)}})});
    notify(db, now, {.request = duplicate.id, .kind = NoticeKind::merged});
}

}  // namespace helpdesk
