#include "roster/roster.h"

#include <algorithm>

#include "auth/auth.h"

namespace roster {

static constexpr auth::PermissionInfo all_permissions[] = {{may_see_people, true}, {may_edit_schools, true}, {may_import, false}};

std::span<const auth::PermissionInfo> permissions() { return all_permissions; }

static constexpr std::string_view org_type_words[] = {"department", "school", "district", "local", "state", "national", "other"};
static constexpr std::string_view role_words[] = {"student", "teacher",  "administrator", "aide", "counselor",
                                                  "proctor", "guardian", "relative",      "other"};

std::string_view word(OrgType type) { return org_type_words[static_cast<std::size_t>(type)]; }
std::string_view word(Role role) { return role_words[static_cast<std::size_t>(role)]; }

std::optional<OrgType> parse_org_type(std::string_view text) {
    auto found = std::ranges::find(org_type_words, text);
    if (found == std::end(org_type_words)) return std::nullopt;
    return static_cast<OrgType>(found - std::begin(org_type_words));
}

std::optional<Role> parse_role(std::string_view text) {
    auto found = std::ranges::find(role_words, text);
    if (found == std::end(role_words)) return std::nullopt;
    return static_cast<Role>(found - std::begin(role_words));
}

bool is_staff(Role role) {
    return role == Role::teacher || role == Role::administrator || role == Role::aide || role == Role::counselor || role == Role::proctor;
}

std::string Person::name() const {
    const auto& given = preferred_given_name.empty() ? given_name : preferred_given_name;
    const auto& family = preferred_family_name.empty() ? family_name : preferred_family_name;
    return given.empty() || family.empty() ? given + family : given + " " + family;
}

std::vector<PersonPanel>& person_panels() {
    static std::vector<PersonPanel> panels;
    return panels;
}

}  // namespace roster
