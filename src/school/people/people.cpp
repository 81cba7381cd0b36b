#include "people/people.h"

namespace people {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_manage, .by_school = false},
                                                    {.permission = may_write_descriptions, .by_school = false},
                                                    {.permission = may_manage_licences, .by_school = false}};
    return list;
}

}  // namespace people
