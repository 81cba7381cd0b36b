#include "auth/attempt.h"

#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

static std::string key_hash(const Limit& limit) { return hash_token(base::fold(base::trim(limit.key))); }

std::optional<base::Instant> blocked_until(db::Read& db, base::Instant now, const Limit& limit) {
    return db
        .query("SELECT window_ends_at FROM auth_attempt WHERE kind = :kind AND key_hash = :key AND window_ends_at > :now AND failures >= :most")
        .bind("kind", limit.kind)
        .bind("key", key_hash(limit))
        .bind("now", now)
        .bind("most", limit.most)
        .maybe([](const db::Row& row) { return row.instant("window_ends_at"); });
}

void note_failure(db::Write& db, base::Instant now, const Limit& limit, base::Milliseconds window) {
    db.query(R"sql(
        INSERT INTO auth_attempt (kind, key_hash, window_ends_at, failures) VALUES (:kind, :key, :ends, 1)
        ON CONFLICT (kind, key_hash) DO UPDATE SET
            failures = CASE WHEN auth_attempt.window_ends_at > :now THEN auth_attempt.failures + 1 ELSE 1 END,
            window_ends_at = CASE WHEN auth_attempt.window_ends_at > :now THEN auth_attempt.window_ends_at ELSE :ends END
    )sql")
        .bind("kind", limit.kind)
        .bind("key", key_hash(limit))
        .bind("ends", now + window)
        .bind("now", now)
        .run();
}

void forget_failures(db::Write& db, const Limit& limit) {
    db.query("DELETE FROM auth_attempt WHERE kind = :kind AND key_hash = :key").bind("kind", limit.kind).bind("key", key_hash(limit)).run();
}

}  // namespace auth
