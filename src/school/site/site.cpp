#include "site/site.h"

#include "site/appearance.h"
#include "site/pages.h"

namespace site {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_manage, .by_school = false}};
    return list;
}

void routes(http::Routes& routes) {
    appearance_routes(routes);
    front_routes(routes);
}

std::vector<files::Hash> named_files(db::Read& db) {
    const Appearance look = appearance(db);
    if (look.logo.empty()) return {};
    return {files::Hash{look.logo}};
}

std::vector<WorkDoor>& work_doors() {
    static std::vector<WorkDoor> doors;
    return doors;
}

std::vector<http::Access> workers() {
    std::vector<http::Access> list;
    for (const WorkDoor& door : work_doors()) list.push_back(door.access);
    return list;
}

void fill_slots() {
    auto& doors = work_doors();
    doors.push_back({"site.appearance.title", "site.appearance.hint", "palette", "/website/appearance", http::everywhere(may_manage)});
    doors.push_back({"site.contacts.title", "site.contacts.hint", "phone", "/website/schools", http::everywhere(may_manage)});
}

}  // namespace site
