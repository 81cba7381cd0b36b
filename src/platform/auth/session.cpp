#include "auth/session.h"

#include <algorithm>

#include "auth/identity_row.h"
#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

// On the path of every page: one statement that brings the session, the account and all its grants.
static constexpr std::string_view identify_sql = R"sql(
    SELECT s.id AS proof_id, s.seen_at, '' AS scopes, a.id AS account_id, a.name, a.language, g.permission, g.scope_kind, g.scope_id
      FROM auth_session s JOIN auth_account a ON a.id = s.account_id LEFT JOIN auth_grant g ON g.account_id = a.id
     WHERE s.token_hash = :hash AND s.expires_at > :now AND s.awaits_second_factor = 0 AND a.disabled_at IS NULL
)sql";

std::optional<Identity> identify_session(db::Read& db, base::Instant now, std::string_view token) {
    return read_identity(db.query(identify_sql).bind("hash", hash_token(token)).bind("now", now), Proof::session);
}

void touch(db::Write& db, base::Instant now, Proof proof, std::int64_t proof_id) {
    const std::string_view sql = proof == Proof::token ? "UPDATE auth_api_token SET used_at = :now WHERE id = :id"
                                                       : "UPDATE auth_session SET seen_at = :now WHERE id = :id";
    db.query(sql).bind("now", now).bind("id", proof_id).run();
}

base::Milliseconds session_length(Stay stay) { return stay == Stay::this_device ? std::chrono::hours(30 * 24) : std::chrono::hours(12); }

std::string start_session(db::Write& db, base::Instant now, const NewSession& session) {
    std::string token = random_token();
    const base::Milliseconds length = session.awaits_second_factor ? std::chrono::minutes(10) : session_length(session.stay);
    db.query(R"sql(
        INSERT INTO auth_session (token_hash, account_id, started_at, seen_at, expires_at, awaits_second_factor, own_device, user_agent, peer)
        VALUES (:hash, :account, :now, :now, :expires, :awaits, :own, :agent, :peer)
    )sql")
        .bind("hash", hash_token(token))
        .bind("account", session.account)
        .bind("now", now)
        .bind("expires", now + length)
        .bind("awaits", session.awaits_second_factor)
        .bind("own", session.stay == Stay::this_device)
        .bind("agent", base::first_code_points(session.user_agent, 200))
        .bind("peer", session.peer)
        .run();
    return token;
}

std::optional<HalfSession> find_half_session(db::Read& db, base::Instant now, std::string_view token) {
    return db
        .query(R"sql(
        SELECT s.id, s.account_id, s.own_device FROM auth_session s JOIN auth_account a ON a.id = s.account_id
         WHERE s.token_hash = :hash AND s.expires_at > :now AND s.awaits_second_factor = 1 AND a.disabled_at IS NULL
    )sql")
        .bind("hash", hash_token(token))
        .bind("now", now)
        .maybe([](const db::Row& row) {
            return HalfSession{{row.integer("id")}, {row.integer("account_id")}, row.flag("own_device") ? Stay::this_device : Stay::this_visit};
        });
}

std::vector<Session> sessions(db::Read& db, const Viewer& viewer, base::Instant now) {
    return db
        .query(R"sql(
        SELECT id, started_at, seen_at, expires_at, user_agent, peer FROM auth_session
         WHERE account_id = :account AND expires_at > :now AND awaits_second_factor = 0 ORDER BY seen_at DESC, id DESC LIMIT 200
    )sql")
        .bind("account", viewer.account())
        .bind("now", now)
        .all([](const db::Row& row) {
            return Session{{row.integer("id")},       row.instant("started_at"),           row.instant("seen_at"),
                           row.instant("expires_at"), std::string(row.text("user_agent")), std::string(row.text("peer"))};
        });
}

void end_session(db::Write& db, const Viewer& viewer, SessionId id) {
    db.query("DELETE FROM auth_session WHERE id = :id AND account_id = :account").bind("id", id).bind("account", viewer.account()).run();
}

void end_session(db::Write& db, std::string_view token) {
    db.query("DELETE FROM auth_session WHERE token_hash = :hash").bind("hash", hash_token(token)).run();
}

void end_sessions_of(db::Write& db, AccountId account, SessionId keep) {
    db.query("DELETE FROM auth_session WHERE account_id = :account AND id <> :keep").bind("account", account).bind("keep", keep).run();
}

void forget_expired(db::Write& db, base::Instant now) {
    db.query("DELETE FROM auth_session WHERE expires_at <= :now").bind("now", now).run();
    db.query("DELETE FROM auth_attempt WHERE window_ends_at <= :now").bind("now", now).run();
}

}  // namespace auth
