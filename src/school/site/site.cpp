#include "site/site.h"

#include <algorithm>

#include "imports/imports.h"
#include "site/appearance.h"
#include "site/class_link.h"
#include "site/directory.h"
#include "site/embed.h"
#include "site/find.h"
#include "site/map.h"
#include "site/pages.h"
#include "site/piece_pictures.h"
#include "site/website.h"

namespace site {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {
        {.permission = may_manage, .by_school = false},
        {.permission = may_write_news, .by_school = true},
        {.permission = may_write_pages, .by_school = true},
        {.permission = may_publish, .by_school = true},
        {.permission = may_write_sections, .by_school = false},
        {.permission = may_link_classes, .by_school = true},
        {.permission = may_embed, .by_school = true},
        {.permission = may_publish_staff, .by_school = false},
    };
    return list;
}

void routes(http::Routes& routes) {
    appearance_routes(routes);
    front_routes(routes);
    writing_routes(routes);
    class_routes(routes);
    embed_routes(routes);
    directory_routes(routes);
}

void jobs(jobs::Registry& registry) {
    find_jobs(registry);
    class_jobs(registry);
    embed_jobs(registry);
}

std::vector<imports::Kind> import_kinds() { return {class_link_import_kind()}; }

bool shows_staff(db::Read& db) { return directory_settings(db).on; }

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
    fill_picture_places();
    map_sources().push_back(addresses_of_ways);
    auto& doors = work_doors();
    for (const auto access : {may_write_news, may_write_pages, may_publish, may_write_sections}) doors.push_back({"site.page.todo", "site.page.todo_hint", "checklist", "/website/todo", access});
    doors.push_back({"site.news.title", "site.news.hint", "news", "/website/news", may_write_news});
    doors.push_back({"site.banner.title", "site.banner.hint", "speakerphone", "/website/banner", may_write_news});
    for (const auto access : {may_write_pages, may_write_sections}) doors.push_back({"site.page.title", "site.page.hint", "file-text", "/website/pages", access});
    doors.push_back({"site.page.redirect.title", "site.page.redirect.hint", "share-3", "/website/redirects", http::everywhere(may_write_pages)});
    doors.push_back({"site.page.section.title", "site.page.section.hint", "users", "/website/sections", http::everywhere(may_write_pages)});
    doors.push_back({"site.appearance.title", "site.appearance.hint", "palette", "/website/appearance", http::everywhere(may_manage)});
    doors.push_back({"site.contacts.title", "site.contacts.hint", "phone", "/website/schools", http::everywhere(may_manage)});
    doors.push_back({"site.classes.coverage", "site.classes.coverage_hint", "link", "/website/classes", may_link_classes});
    doors.push_back({"site.embed.title", "site.embed.hint_of_door", "world", "/website/embeds", may_embed});
    doors.push_back({"site.directory.settings", "site.directory.hint_of_door", "users", "/website/directory", http::everywhere(may_publish_staff)});
    // A test wires several houses in one process.
    auto& subscribers = imports::applied_subscribers();
    if (std::ranges::find(subscribers, &fill_soon) == subscribers.end()) subscribers.push_back(fill_soon);
}

}  // namespace site
