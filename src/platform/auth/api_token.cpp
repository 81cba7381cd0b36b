#include <algorithm>

#include "auth/account_rules.h"
#include "auth/auth.h"
#include "auth/event.h"
#include "auth/identity_row.h"
#include "auth/secret.h"
#include "auth/session.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

static constexpr std::string_view identify_sql = R"sql(
    SELECT t.id AS proof_id, coalesce(t.used_at, 0) AS seen_at, t.scopes, a.id AS account_id, a.name, a.language,
           g.permission, g.scope_kind, g.scope_id
      FROM auth_api_token t JOIN auth_account a ON a.id = t.account_id LEFT JOIN auth_grant g ON g.account_id = a.id
     WHERE t.token_hash = :hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now) AND a.disabled_at IS NULL
)sql";

std::optional<Identity> identify_api_token(db::Read& db, base::Instant now, std::string_view token) {
    return read_identity(db.query(identify_sql).bind("hash", hash_token(token)).bind("now", now), Proof::token);
}

static void check_scope(const std::string& scope) {
    const bool word = !scope.empty() && scope.size() <= 60 && std::ranges::all_of(scope, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':' || c == '.';
    });
    if (!word) throw base::Invalid("scope", "A scope is a word such as requests:read.");
}

std::string create_api_token(db::Write& db, const Viewer& viewer, base::Instant now, const NewApiToken& token) {
    require_own_or_manage(viewer, token.account);
    const std::string name = base::collapse_space(token.name);
    if (name.empty() || base::count_code_points(name) > 100) throw base::Invalid("name", "Say in 1 to 100 characters what the token is for.");
    if (token.scopes.empty()) throw base::Invalid("scope", "Choose at least one scope.");
    std::ranges::for_each(token.scopes, check_scope);

    // The prefix lets scanners for leaked secrets know ours.
    std::string secret = "belltower_" + random_token();
    const auto id = db.query(R"sql(
        INSERT INTO auth_api_token (account_id, name, token_hash, scopes, created_at, expires_at)
        VALUES (:account, :name, :hash, :scopes, :now, :expires) RETURNING id
    )sql")
                        .bind("account", token.account)
                        .bind("name", name)
                        .bind("hash", hash_token(secret))
                        .bind("scopes", base::join(token.scopes, " "))
                        .bind("now", now)
                        .bind("expires", token.expires_at)
                        .one_integer();
    record(db, viewer, now, {.subject_kind = "api_token", .subject_id = id, .action = "created"});
    return secret;
}

static ApiToken read_token(const db::Row& row) {
    ApiToken token{row.integer("id"),           {row.integer("account_id")},   std::string(row.text("account_name")), std::string(row.text("name")), {},
                   row.instant("created_at"), row.maybe_instant("expires_at"), row.maybe_instant("used_at")};
    for (std::string_view scope : base::split(row.text("scopes"), ' ')) token.scopes.emplace_back(scope);
    return token;
}

std::vector<ApiToken> api_tokens(db::Read& db, const Viewer& viewer, std::optional<AccountId> account) {
    if (account) require_own_or_manage(viewer, *account);
    else require_manage(viewer);
    return db
        .query(R"sql(
        SELECT t.id, t.account_id, a.name AS account_name, t.name, t.scopes, t.created_at, t.expires_at, t.used_at
          FROM auth_api_token t JOIN auth_account a ON a.id = t.account_id
         WHERE t.revoked_at IS NULL AND (:everybody = 1 OR t.account_id = :account) ORDER BY t.id
    )sql")
        .bind("everybody", account ? 0 : 1)
        .bind("account", account.value_or(AccountId{}))
        .all(read_token);
}

void revoke_api_token(db::Write& db, const Viewer& viewer, base::Instant now, std::int64_t id) {
    const AccountId owner{db.query("SELECT account_id FROM auth_api_token WHERE id = :id AND revoked_at IS NULL")
                              .bind("id", id)
                              .one([](const db::Row& row) { return row.integer("account_id"); })};
    require_own_or_manage(viewer, owner);
    db.query("UPDATE auth_api_token SET revoked_at = :now WHERE id = :id").bind("now", now).bind("id", id).run();
    record(db, viewer, now, {.subject_kind = "api_token", .subject_id = id, .action = "revoked"});
}

}  // namespace auth
