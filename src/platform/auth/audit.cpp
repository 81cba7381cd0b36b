#include "auth/audit.h"

#include "auth/auth.h"
#include "auth/event_row.h"
#include "base/error.h"
#include "db/db.h"

namespace auth {

static void require_audit(const Viewer& viewer) {
    if (!viewer.may_everywhere(may_audit)) throw base::Forbidden("Only those who may read the record of changes see this page.");
}

/// The conditions that are asked for, as SQL. One text for each combination, so each is planned with the index that fits.
static std::string conditions(const EventFilter& filter) {
    std::string sql = " WHERE id < :before";
    if (filter.account) sql += " AND account_id = :account";
    if (!filter.subject_kind.empty()) sql += " AND subject_kind = :kind";
    if (filter.subject_id) sql += " AND subject_id = :subject";
    if (filter.from) sql += " AND happened_at >= :from";
    if (filter.until) sql += " AND happened_at < :until";
    return sql + " ORDER BY id DESC LIMIT :limit";
}

static db::Query filtered(db::Read& db, const std::string& columns, const EventFilter& filter) {
    db::Query query = db.query(columns + conditions(filter));
    std::move(query).bind("before", filter.before_id > 0 ? filter.before_id : INT64_MAX).bind("limit", filter.limit);
    if (filter.account) std::move(query).bind("account", *filter.account);
    if (!filter.subject_kind.empty()) std::move(query).bind("kind", filter.subject_kind);
    if (filter.subject_id) std::move(query).bind("subject", *filter.subject_id);
    if (filter.from) std::move(query).bind("from", *filter.from);
    if (filter.until) std::move(query).bind("until", *filter.until);
    return query;
}

std::vector<Event> list_events(db::Read& db, const Viewer& viewer, const EventFilter& filter) {
    require_audit(viewer);
    return filtered(db, "SELECT id, happened_at, account_id, actor, subject_kind, subject_id, action, why, detail FROM auth_event", filter)
        .all(read_event);
}

std::vector<std::string> event_subject_kinds(db::Read& db, const Viewer& viewer) {
    require_audit(viewer);
    std::vector<std::string> kinds;
    // One step of the index for each kind, however many events there are.
    std::optional<std::string> kind = "";
    while ((kind = db.query("SELECT min(subject_kind) AS kind FROM auth_event WHERE subject_kind > :last")
                       .bind("last", *kind)
                       .one([](const db::Row& row) { return row.maybe_text("kind"); }))) {
        kinds.push_back(*kind);
    }
    return kinds;
}

void note_access(db::Write& db, const Viewer& viewer, base::Instant now, const AccessNote& note) {
    std::optional<std::int64_t> account;
    if (viewer.signed_in()) account = viewer.account().value;
    db.query(R"sql(
        INSERT INTO auth_access (happened_at, account_id, actor, subject_kind, subject_id, purpose)
        SELECT :now, :account, :actor, :kind, :subject, :purpose
         WHERE NOT EXISTS (SELECT 1 FROM auth_access
                            WHERE subject_kind = :kind AND subject_id = :subject AND purpose = :purpose AND actor = :actor
                              AND coalesce(account_id, 0) = :account_or_none AND happened_at > :recently)
    )sql")
        .bind("now", now)
        .bind("account", account)
        .bind("account_or_none", account.value_or(0))
        .bind("actor", viewer.name())
        .bind("kind", note.subject_kind)
        .bind("subject", note.subject_id)
        .bind("purpose", note.purpose)
        .bind("recently", now - std::chrono::hours(1))
        .run();
}

std::vector<Access> list_access(db::Read& db, const Viewer& viewer, const EventFilter& filter) {
    require_audit(viewer);
    return filtered(db, "SELECT id, happened_at, account_id, actor, subject_kind, subject_id, purpose FROM auth_access", filter)
        .all([](const db::Row& row) {
            return Access{row.integer("id"),
                          row.instant("happened_at"),
                          row.maybe_integer("account_id"),
                          std::string(row.text("actor")),
                          std::string(row.text("subject_kind")),
                          row.integer("subject_id"),
                          std::string(row.text("purpose"))};
        });
}

}  // namespace auth
