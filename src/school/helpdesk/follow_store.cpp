#include <algorithm>

#include "auth/account.h"
#include "auth/event.h"
#include "base/text.h"
#include "helpdesk/change.h"
#include "helpdesk/follow.h"

namespace helpdesk {

void tell_presence(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, bool writing) {
    db.query("DELETE FROM helpdesk_presence WHERE request_id = :request AND at < :gone")
        .bind("request", request.id)
        .bind("gone", now - presence_lasts)
        .run();
    db.query(R"sql(
        INSERT INTO helpdesk_presence (request_id, account_id, writing, at) VALUES (:request, :account, :writing, :now)
        ON CONFLICT (request_id, account_id) DO UPDATE SET writing = excluded.writing, at = excluded.at
    )sql").bind("request", request.id).bind("account", viewer.account()).bind("writing", writing).bind("now", now).run();
}

std::vector<Present> others_present(db::Read& db, const auth::Viewer& viewer, base::Instant now, RequestId request) {
    return db.query(R"sql(
        SELECT a.name, p.writing
          FROM helpdesk_presence p JOIN auth_account a ON a.id = p.account_id
         WHERE p.request_id = :request AND p.account_id <> :viewer AND p.at >= :gone
         ORDER BY p.writing DESC, a.name, a.id
    )sql")
        .bind("request", request)
        .bind("viewer", viewer.account())
        .bind("gone", now - presence_lasts)
        .all([](const db::Row& row) { return Present{std::string(row.text("name")), row.flag("writing")}; });
}

static bool add_watcher(db::Write& db, RequestId request, auth::AccountId account) {
    return db.query("INSERT INTO helpdesk_watcher (request_id, account_id) VALUES (:request, :account) ON CONFLICT DO NOTHING")
               .bind("request", request)
               .bind("account", account)
               .run() > 0;
}

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, RequestId request, std::string_view action) {
    auth::record(db, viewer, now, {.subject_kind = "request", .subject_id = request.value, .action = action});
}

void watch(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    if (add_watcher(db, request.id, viewer.account())) note(db, viewer, now, request.id, "watched");
}

void unwatch(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    auto gone = db.query("DELETE FROM helpdesk_watcher WHERE request_id = :request AND account_id = :account")
                    .bind("request", request.id)
                    .bind("account", viewer.account())
                    .run();
    if (gone > 0) note(db, viewer, now, request.id, "unwatched");
}

bool is_watching(db::Read& db, const auth::Viewer& viewer, RequestId request) {
    return db.query("SELECT 1 FROM helpdesk_watcher WHERE request_id = :request AND account_id = :account")
        .bind("request", request)
        .bind("account", viewer.account())
        .maybe_integer()
        .has_value();
}

static bool is_named(const auth::Account& account, const std::vector<std::string>& names) {
    auto email = base::fold(account.email);
    auto first = base::folded_words(account.name);
    auto is = [&](const std::string& name) { return name == email || name == email.substr(0, email.find('@')) || (!first.empty() && name == first.front()); };
    return std::ranges::any_of(names, is);
}

void tell_mentioned(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::int64_t message) {
    auto body = db.query("SELECT body FROM helpdesk_message WHERE id = :id").bind("id", message).one_text();
    auto names = mentions_in(body);
    if (names.empty()) return;
    for (auto colleague : auth::accounts_with(db, may_work, request.school.value)) {
        if (colleague == viewer.account() || !is_named(auth::load_account(db, auth::Viewer::system(), colleague), names)) continue;
        add_watcher(db, request.id, colleague);
        notify(db, now, {.request = request.id, .kind = NoticeKind::mentioned, .message = message, .account = colleague});
    }
}

}  // namespace helpdesk
