#include "auth/event.h"

#include "auth/event_row.h"
#include "db/db.h"

namespace auth {

EventId record(db::Write& db, const Viewer& viewer, base::Instant now, const NewEvent& event) {
    std::optional<std::int64_t> account;
    if (viewer.signed_in()) account = viewer.account().value;
    return {db.query(R"sql(
        INSERT INTO auth_event (happened_at, account_id, actor, subject_kind, subject_id, action, why, detail)
        VALUES (:now, :account, :actor, :kind, :subject, :action, :why, :detail) RETURNING id
    )sql")
                .bind("now", now)
                .bind("account", account)
                .bind("actor", viewer.name())
                .bind("kind", event.subject_kind)
                .bind("subject", event.subject_id)
                .bind("action", event.action)
                .bind("why", event.why)
                .bind("detail", event.detail)
                .one_integer()};
}

std::vector<Event> history(db::Read& db, std::string_view subject_kind, std::int64_t subject_id) {
    return db
        .query(R"sql(
        SELECT id, happened_at, account_id, actor, subject_kind, subject_id, action, why, detail
          FROM auth_event WHERE subject_kind = :kind AND subject_id = :subject ORDER BY id
    )sql")
        .bind("kind", subject_kind)
        .bind("subject", subject_id)
        .all(read_event);
}

}  // namespace auth
