#include "inventory/inventory.h"

#include <array>

#include "inventory/pages.h"

namespace inventory {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr std::array<auth::PermissionInfo, 3> known{{{may_view, true}, {may_manage, true}, {may_export, false}}};
    return known;
}

std::vector<Panel>& device_panels() {
    static std::vector<Panel> panels;
    return panels;
}

void routes(http::Routes& routes) {
    list_routes(routes);
    form_routes(routes);
    label_routes(routes);
    page_routes(routes);
    holder_routes(routes);
    api_routes(routes);
}

}  // namespace inventory
