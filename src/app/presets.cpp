#include "app/presets.h"

#include <algorithm>

#include "app/rooms.h"

namespace app {

static std::vector<Preset> written_presets() {
    return {
        {"technician", {"helpdesk.work", "knowledge.write", "planning.watch", "inventory.view", "inventory.manage", "inventory.export", "roster.people"}},
        {"network", {"helpdesk.work", "knowledge.write", "planning.watch", "inventory.view", "inventory.manage", "roster.people"}},
        {"specialist", {"helpdesk.work", "knowledge.write", "inventory.view", "roster.people", "coaching.specialist"}},
        {"data_specialist",
         {"helpdesk.work", "inventory.view", "roster.people", "roster.import", "data.reports", "data.write_reports", "data.operations", "data.directory",
          "data.students", "data.sensitive", "data.export", "data.import", "data.extracts"}},
        {"webmaster", {"helpdesk.work", "roster.people", "site.manage", "site.news", "site.pages", "site.publish", "site.classes", "site.embeds", "site.directory", "calendar.events", "athletics.edit", "media.upload", "media.review"}},
        {"cio",
         {"helpdesk.work", "helpdesk.manage", "knowledge.write", "knowledge.publish", "planning.watch", "planning.plan", "inventory.view", "inventory.manage", "inventory.export", "roster.people", "roster.schools",
          "roster.import", "people.manage", "people.write_descriptions", "calendar.manage", "mail.manage", "mail.decide", "jobs.manage", "coaching.plan", "data.reports", "data.write_reports", "data.operations", "calendar.events", "athletics.edit", "auth.audit", "auth.manage", "site.manage", "site.news", "site.pages", "site.publish", "site.classes", "site.embeds", "site.directory", "media.upload", "media.review", "media.consents", "media.manage"}},
        // Who keeps the staff's papers, and works on nobody's request.
        {"personnel", {"people.manage", "people.manage_licences", "roster.people"}},
        // Recipes, menus and prices, and nothing else.
        {"kitchen", {"menu.edit"}},
        // At one school: its news and its banner, its pictures and what its families say about them.
        {"principal", {"roster.people", "site.news", "media.upload", "media.review", "media.consents"}},
        {"teacher", {"coaching.ask"}},
        {"athletic_director", {"athletics.edit", "calendar.events", "site.embeds", "media.upload", "roster.people"}},
        // With the teams that an athletic director names the person for.
        {"coach", {"athletics.coach"}},
    };
}

std::vector<Preset> presets() {
    std::vector<Preset> list = written_presets();
    for (Preset& preset : list) {
        std::erase_if(preset.permissions, [](std::string_view name) { return !rooms().find_permission(name); });
    }
    return list;
}

std::optional<Preset> find_preset(std::string_view name) {
    for (Preset& preset : presets()) {
        if (preset.name == name) return std::move(preset);
    }
    return std::nullopt;
}

std::vector<auth::Grant> grants_of(const Preset& preset, std::optional<std::int64_t> school) {
    std::vector<auth::Grant> grants;
    for (std::string_view name : preset.permissions) {
        const auth::PermissionInfo* info = rooms().find_permission(name);
        if (!school) grants.push_back({std::string(name), auth::ScopeKind::everywhere, 0});
        else if (info->by_school) grants.push_back({std::string(name), auth::ScopeKind::school, *school});
    }
    return grants;
}

std::vector<auth::Grant> all_grants() {
    std::vector<auth::Grant> grants;
    for (const auth::PermissionInfo& info : rooms().permissions) {
        grants.push_back({std::string(info.permission.name), auth::ScopeKind::everywhere, 0});
    }
    return grants;
}

}  // namespace app
