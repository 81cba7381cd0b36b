#include "helpdesk/api_key.h"

#include "auth/secret.h"
#include "base/error.h"
#include "db/db.h"

namespace helpdesk {

constexpr base::Milliseconds keys_last = std::chrono::hours(24);

struct Made {
    RequestId request;
    std::string body_hash;
};

std::optional<RequestId> made_with(db::Read& db, const auth::Viewer& viewer, base::Instant now, const ApiKey& key) {
    auto made = db.query("SELECT request_id, body_hash FROM helpdesk_api_key WHERE account_id = :account AND key_hash = :key AND at >= :from")
                    .bind("account", viewer.account())
                    .bind("key", auth::hash_token(key.key))
                    .bind("from", now - keys_last)
                    .maybe([](const db::Row& row) { return Made{{row.integer("request_id")}, std::string(row.text("body_hash"))}; });
    if (!made) return std::nullopt;
    if (made->body_hash != auth::hash_token(key.body)) {
        throw base::Conflict("This Idempotency-Key was sent before with other words. Take a new key for a new request.");
    }
    return made->request;
}

void keep_key(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ApiKey& key, RequestId made) {
    db.query("DELETE FROM helpdesk_api_key WHERE at < :from").bind("from", now - keys_last).run();
    db.query("INSERT INTO helpdesk_api_key (account_id, key_hash, body_hash, request_id, at) VALUES (:account, :key, :body, :request, :now)")
        .bind("account", viewer.account())
        .bind("key", auth::hash_token(key.key))
        .bind("body", auth::hash_token(key.body))
        .bind("request", made)
        .bind("now", now)
        .run();
}

}  // namespace helpdesk
