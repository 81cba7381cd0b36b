#include "auth/viewer.h"

#include <algorithm>

#include "base/error.h"

namespace auth {

bool Reach::covers(std::int64_t school) const { return everywhere || std::ranges::binary_search(schools, school); }

Viewer::Viewer(AccountId account, std::string name, std::vector<Grant> grants, Proof proof)
    : account_(account), name_(std::move(name)), grants_(std::move(grants)), proof_(proof) {
    std::ranges::sort(grants_);
}

Viewer Viewer::system() { return Viewer({}, "Belltower", {}, Proof::system); }

Viewer Viewer::command_line() { return Viewer({}, "Command line", {}, Proof::command_line); }

static auto grants_of(const std::vector<Grant>& grants, Permission permission) {
    return std::ranges::equal_range(grants, permission.name, std::less<>{},
                                    [](const Grant& grant) -> std::string_view { return grant.permission; });
}

bool Viewer::may(Permission permission) const { return unlimited() || !grants_of(grants_, permission).empty(); }

bool Viewer::may(Permission permission, std::int64_t school) const {
    if (unlimited()) return true;
    return std::ranges::any_of(grants_of(grants_, permission), [&](const Grant& grant) {
        return grant.scope == ScopeKind::everywhere || grant.scope_id == school;
    });
}

bool Viewer::may_everywhere(Permission permission) const {
    if (unlimited()) return true;
    return std::ranges::any_of(grants_of(grants_, permission),
                               [](const Grant& grant) { return grant.scope == ScopeKind::everywhere; });
}

Reach Viewer::reach(Permission permission) const {
    if (may_everywhere(permission)) return {.everywhere = true, .schools = {}};
    Reach reach;
    for (const Grant& grant : grants_of(grants_, permission)) reach.schools.push_back(grant.scope_id);
    return reach;  // Sorted, because the grants are.
}

void Viewer::require(Permission permission, std::int64_t school) const {
    if (!may(permission, school)) throw base::Forbidden("Your account may not do this at this school.");
}

}  // namespace auth
