#include "auth/auth.h"

namespace auth {

std::span<const PermissionInfo> permissions() {
    static constexpr PermissionInfo list[] = {{may_audit}, {may_manage_access}};
    return list;
}

}  // namespace auth
