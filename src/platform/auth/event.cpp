#include "auth/event.h"

#include <algorithm>

#include <fmt/core.h>

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

static std::string insert_for(std::size_t subjects) {
    std::string sql = "INSERT INTO auth_event (happened_at, account_id, actor, subject_kind, subject_id, action, why, detail) VALUES ";
    for (std::size_t i = 0; i < subjects; ++i) {
        sql += fmt::format("{}(:now, :account, :actor, :kind, :subject{}, :action, :why, :detail)", i ? ", " : "", i);
    }
    return sql;
}

void record_for_all(db::Write& db, const Viewer& viewer, base::Instant now, const NewEvent& event, const std::vector<std::int64_t>& subjects) {
    constexpr std::size_t at_once = 50;
    std::optional<std::int64_t> account;
    if (viewer.signed_in()) account = viewer.account().value;
    for (std::size_t first = 0; first < subjects.size(); first += at_once) {
        auto count = std::min(at_once, subjects.size() - first);
        auto query = db.query(insert_for(count));
        std::move(query).bind("now", now).bind("account", account).bind("actor", viewer.name()).bind("kind", event.subject_kind);
        std::move(query).bind("action", event.action).bind("why", event.why).bind("detail", event.detail);
        for (std::size_t i = 0; i < count; ++i) std::move(query).bind(fmt::format("subject{}", i), subjects[first + i]);
        std::move(query).run();
    }
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
