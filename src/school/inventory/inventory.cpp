#include "inventory/inventory.h"

#include "inventory/found.h"

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

void fill_slots() {
    roster::person_panels().push_back({"inventory/person_devices", fill_person_devices});
    search::sources().push_back(search_source());
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
