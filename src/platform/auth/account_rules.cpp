#include "auth/account_rules.h"

#include "auth/auth.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"

namespace auth {

void require_manage(const Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage_access)) throw base::Forbidden("Your account may not change who has access.");
}

void require_own_or_manage(const Viewer& viewer, AccountId id) {
    const bool own = viewer.signed_in() && viewer.account() == id;
    if (!own && !viewer.may_everywhere(may_manage_access)) throw base::NotFound("no such account");
}

void keep_one_manager(db::Read& db, AccountId leaving) {
    const auto managers = db.query(R"sql(
        SELECT g.account_id FROM auth_grant g JOIN auth_account a ON a.id = g.account_id
         WHERE g.permission = :manage AND g.scope_kind = 'everywhere' AND a.disabled_at IS NULL
    )sql")
                              .bind("manage", may_manage_access.name)
                              .all([](const db::Row& row) { return row.integer("account_id"); });
    if (managers.size() == 1 && managers.front() == leaving.value) {
        throw base::Conflict("This is the last account that may manage access. Grant auth.manage to another person first.");
    }
}

}  // namespace auth
