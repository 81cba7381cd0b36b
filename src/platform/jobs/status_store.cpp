/// What people see and change of jobs.
#include <fmt/core.h>

#include "auth/viewer.h"
#include "db/db.h"
#include "http/live.h"
#include "jobs/jobs.h"
#include "jobs/store.h"

namespace jobs {

static Status read_status(const db::Row& row) {
    return {{row.integer("id")},
            std::string(row.text("name")),
            parse_state(row.text("state")),
            row.integer("done_units"),
            row.integer("total_units"),
            static_cast<int>(row.integer("attempts")),
            std::string(row.text("result")),
            std::string(row.text("error")),
            row.instant("enqueued_at"),
            row.instant("due_at"),
            row.maybe_instant("finished_at"),
            row.maybe_integer("owner_id"),
            row.flag("cancel_requested")};
}

static std::string select(std::string_view rest) {
    return "SELECT id, name, state, done_units, total_units, attempts, result, error, enqueued_at, due_at, finished_at, owner_id, "
           "cancel_requested FROM jobs_job " +
           std::string(rest);
}

/// Administrators see every job, others their own.
static bool sees_all(const auth::Viewer& viewer) { return viewer.may_everywhere(may_manage); }

std::optional<Status> find(db::Read& db, const auth::Viewer& viewer, JobId id) {
    return db.query(select("WHERE id = :id AND (:all = 1 OR owner_id = :viewer)"))
        .bind("id", id)
        .bind("all", sees_all(viewer))
        .bind("viewer", viewer.account())
        .maybe(read_status);
}

std::vector<Status> list(db::Read& db, const auth::Viewer& viewer, const Filter& filter) {
    return db.query(select(R"sql(
         WHERE (:all = 1 OR owner_id = :viewer)
           AND (:state = '' OR state = :state)
           AND (:before = 0 OR id < :before)
         ORDER BY id DESC LIMIT :most
    )sql"))
        .bind("all", sees_all(viewer))
        .bind("viewer", viewer.account())
        .bind("state", filter.state ? word(*filter.state) : "")
        .bind("before", filter.before)
        .bind("most", filter.most)
        .all(read_status);
}

bool cancel(db::Write& db, const auth::Viewer& viewer, base::Instant now, JobId id) {
    auto job = find(db, viewer, id);
    if (!job || job->finished_at) return false;
    http::touch(db, now, fmt::format("job/{}", id.value));
    // A waiting job ends at once; a running one when its body notices.
    return db.query(R"sql(
        UPDATE jobs_job
           SET cancel_requested = 1,
               state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END,
               finished_at = CASE WHEN state = 'waiting' THEN :now ELSE finished_at END
         WHERE id = :id AND finished_at IS NULL
    )sql")
               .bind("now", now)
               .bind("id", id)
               .run() > 0;
}

}  // namespace jobs
