#include <boost/json.hpp>

#include "auth/account.h"
#include "auth/account_rules.h"
#include "auth/auth.h"
#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"

namespace auth {

static std::string_view word(ScopeKind scope) { return scope == ScopeKind::everywhere ? "everywhere" : "school"; }

static std::string detail_of(const Grant& grant) {
    return boost::json::serialize(
        boost::json::object{{"permission", grant.permission}, {"scope", word(grant.scope)}, {"scope_id", grant.scope_id}});
}

std::vector<Grant> grants(db::Read& db, const Viewer& viewer, AccountId id) {
    require_own_or_manage(viewer, id);
    return db.query("SELECT permission, scope_kind, scope_id FROM auth_grant WHERE account_id = :id ORDER BY permission, scope_kind, scope_id")
        .bind("id", id)
        .all([](const db::Row& row) {
            const ScopeKind scope = row.text("scope_kind") == "school" ? ScopeKind::school : ScopeKind::everywhere;
            return Grant{std::string(row.text("permission")), scope, row.integer("scope_id")};
        });
}

/// Otherwise whoever manages access could give anything to anybody, themselves included.
static void require_held(const Viewer& viewer, const Grant& grant) {
    const Permission permission{grant.permission};
    const bool held = grant.scope == ScopeKind::everywhere ? viewer.may_everywhere(permission) : viewer.may(permission, grant.scope_id);
    if (!held) throw base::Forbidden("Nobody grants what they do not hold themselves.");
}

void grant(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, const Grant& grant) {
    require_manage(viewer);
    require_held(viewer, grant);
    const auto added = db.query(R"sql(
        INSERT INTO auth_grant (account_id, permission, scope_kind, scope_id) VALUES (:id, :permission, :scope, :scope_id)
        ON CONFLICT DO NOTHING
    )sql")
                           .bind("id", id)
                           .bind("permission", grant.permission)
                           .bind("scope", word(grant.scope))
                           .bind("scope_id", grant.scope_id)
                           .run();
    if (added == 0) return;
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "granted", .detail = detail_of(grant)});
}

void revoke(db::Write& db, const Viewer& viewer, base::Instant now, AccountId id, const Grant& grant) {
    require_manage(viewer);
    if (grant.permission == may_manage_access.name && grant.scope == ScopeKind::everywhere) keep_one_manager(db, id);
    const auto removed = db.query(R"sql(
        DELETE FROM auth_grant WHERE account_id = :id AND permission = :permission AND scope_kind = :scope AND scope_id = :scope_id
    )sql")
                             .bind("id", id)
                             .bind("permission", grant.permission)
                             .bind("scope", word(grant.scope))
                             .bind("scope_id", grant.scope_id)
                             .run();
    if (removed == 0) return;
    record(db, viewer, now, {.subject_kind = "account", .subject_id = id.value, .action = "revoked", .detail = detail_of(grant)});
}

std::vector<AccountId> accounts_with(db::Read& db, Permission permission, std::optional<std::int64_t> school) {
    return db.query(R"sql(
        SELECT DISTINCT g.account_id FROM auth_grant g JOIN auth_account a ON a.id = g.account_id
         WHERE g.permission = :permission AND a.disabled_at IS NULL AND (g.scope_kind = 'everywhere' OR g.scope_id = :school)
         ORDER BY g.account_id
    )sql")
        .bind("permission", permission.name)
        .bind("school", school.value_or(0))
        .all([](const db::Row& row) { return AccountId{row.integer("account_id")}; });
}

}  // namespace auth
