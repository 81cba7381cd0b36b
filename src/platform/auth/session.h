/// Sessions and API tokens: what a browser or a program carries, and whom it stands for. Only hashes of the secrets are kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace auth {

/// Under TLS the name binds the cookie to this host, path and TLS; on loopback HTTP browsers refuse that prefix.
constexpr std::string_view cookie_name(bool secure) { return secure ? "__Host-belltower" : "belltower"; }

struct SessionId {
    std::int64_t value = 0;
};

/// Who a request comes from.
struct Identity {
    Viewer viewer;
    std::string language;             // "en", "es": the account's choice
    std::int64_t proof_id = 0;        // the session or API token
    base::Instant seen_at;            // when it was last touched
    std::vector<std::string> scopes;  // of an API token; a session has none and needs none
};

/// One prepared statement. Absent when the secret is unknown, expired, awaits its second factor, or the account is disabled.
std::optional<Identity> identify_session(db::Read& db, base::Instant now, std::string_view token);
/// For "Authorization: Bearer ...".
std::optional<Identity> identify_api_token(db::Read& db, base::Instant now, std::string_view token);
/// Notes that the session or token of this proof was used now. Worth calling when seen_at is over a minute ago; may be lost.
void touch(db::Write& db, base::Instant now, Proof proof, std::int64_t proof_id);

enum class Stay { this_visit, this_device };
/// 12 hours for a visit, 30 days for a device of one's own.
base::Milliseconds session_length(Stay stay);

struct NewSession {
    AccountId account;
    Stay stay = Stay::this_visit;
    std::string_view user_agent;  // kept to 200 characters
    std::string_view peer;
    bool awaits_second_factor = false;  // then it lasts ten minutes and opens nothing
};
/// The secret for the cookie.
std::string start_session(db::Write& db, base::Instant now, const NewSession& session);
/// The one whose password was right and whose second factor is still to come.
struct HalfSession {
    SessionId id;
    AccountId account;
    Stay stay = Stay::this_visit;
};
std::optional<HalfSession> find_half_session(db::Read& db, base::Instant now, std::string_view token);

struct Session {
    SessionId id;
    base::Instant started_at;
    base::Instant seen_at;
    base::Instant expires_at;
    std::string user_agent;
    std::string peer;
};
/// The viewer's own that are open, last used first.
std::vector<Session> sessions(db::Read& db, const Viewer& viewer, base::Instant now);
/// Ends one of the viewer's own; nothing when it is not theirs.
void end_session(db::Write& db, const Viewer& viewer, SessionId id);
/// By its secret, whoever asks: signing out.
void end_session(db::Write& db, std::string_view token);
/// Of any account; called when a password or a second factor changes. `keep` 0: none.
void end_sessions_of(db::Write& db, AccountId account, SessionId keep);
/// Removes what has expired; for a job.
void forget_expired(db::Write& db, base::Instant now);

// --- API tokens ---

struct ApiToken {
    std::int64_t id = 0;
    AccountId account;
    std::string account_name;
    std::string name;
    std::vector<std::string> scopes;
    base::Instant created_at;
    std::optional<base::Instant> expires_at;
    std::optional<base::Instant> used_at;
};
struct NewApiToken {
    AccountId account;
    std::string name;
    std::vector<std::string> scopes;
    std::optional<base::Instant> expires_at = {};
};
/// The secret, shown once. For the viewer's own account; for others with auth.manage.
std::string create_api_token(db::Write& db, const Viewer& viewer, base::Instant now, const NewApiToken& token);
/// Those that work or have expired, not the revoked: the account's, or with auth.manage everybody's when `account` is absent.
std::vector<ApiToken> api_tokens(db::Read& db, const Viewer& viewer, std::optional<AccountId> account);
/// Throws base::NotFound when it is neither the viewer's own nor auth.manage is held.
void revoke_api_token(db::Write& db, const Viewer& viewer, base::Instant now, std::int64_t id);

}  // namespace auth
