#include "coaching/coaching.h"

namespace coaching {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_ask, .by_school = false}, {.permission = may_coach, .by_school = false}, {.permission = may_plan, .by_school = false}};
    return list;
}

}  // namespace coaching
