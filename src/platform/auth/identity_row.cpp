#include "auth/identity_row.h"

#include "base/text.h"

namespace auth {

std::optional<Identity> read_identity(db::Query query, Proof proof) {
    std::optional<Identity> found;
    AccountId account;
    std::string name;
    std::vector<Grant> grants;
    std::move(query).each([&](const db::Row& row) {
        if (!found) {
            found.emplace();
            found->language = row.text("language");
            found->proof_id = row.integer("proof_id");
            found->seen_at = row.instant("seen_at");
            for (std::string_view scope : base::split(row.text("scopes"), ' ')) {
                if (!scope.empty()) found->scopes.emplace_back(scope);
            }
            account = {row.integer("account_id")};
            name = row.text("name");
        }
        if (row.null("permission")) return;
        const bool school = row.text("scope_kind") == "school";
        grants.push_back({std::string(row.text("permission")), school ? ScopeKind::school : ScopeKind::everywhere, row.integer("scope_id")});
    });
    if (found) found->viewer = Viewer(account, std::move(name), std::move(grants), proof);
    return found;
}

}  // namespace auth
