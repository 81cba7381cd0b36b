// The front page of the room: what the warehouse holds, as of when, and what can be done with it.
#include "data/workbench_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/audit.h"
#include "auth/event.h"
#include "data/facts.h"
#include "data/refresh.h"
#include "html/format.h"

namespace data {

std::vector<FrontDoor>& front_doors() {
    static std::vector<FrontDoor> doors = {
        {"data.report.title", "data.report.door_hint", "report", "/reports", http::everywhere(may_see_reports)},
        {"data.workbench.title", "data.workbench.door", "database", "/data/workbench", http::any_of(askers())},
        {"data.workbench.history", "data.workbench.history_door", "history", "/data/runs", http::any_of(watchers())},
        {"data.batch.title", "data.batch.hint", "file-import", "/data/batches", http::everywhere(may_import)},
        {"data.extract.title", "data.extract.door", "file-export", "/extracts", http::everywhere(may_file)},
    };
    return doors;
}

std::span<const auth::Permission> data_readers() {
    static constexpr auth::Permission list[] = {may_ask_operations, may_ask_directory, may_ask_students, may_ask_sensitive, may_see_reports,
                                                may_write_reports,  may_import,        may_file,         auth::may_audit};
    return list;
}

/// What the warehouse is made of is for those who ask it, feed it or file from it; readers of reports see figures and no more.
static bool works_with_warehouse(const auth::Viewer& viewer) {
    const auto may = [&](auth::Permission permission) { return viewer.may_everywhere(permission); };
    return std::ranges::any_of(askers(), may) || may(may_write_reports) || may(may_import) || may(may_file);
}

static void show_warehouse(http::ReadCall& call, html::View& view) {
    auto state = warehouse_state(call.db);
    if (!state) {
        view.show("no_warehouse");
        return;
    }
    auto part = view.add("warehouse");
    part.set("as_of", html::moment_words(call.language, call.zone, call.now, state->as_of)).set("iso", base::to_iso(state->as_of));
    part.set("megabytes", html::number_words(call.language, (state->bytes + (1 << 20) - 1) >> 20));
}

static void show_tiers(const http::Call& call, html::View& view) {
    for (Tier tier : tiers) {
        if (!may_ask(call.viewer, tier)) continue;
        std::string tables;
        for (const Fact& fact : facts()) {
            if (!fact.columns_in(tier).empty()) tables += (tables.empty() ? "" : ", ") + fact.name;
        }
        view.add("tier").set("name", tier_words(call, tier)).set("hint", call.text(fmt::format("data.tier.{}_hint", word(tier)))).set("tables", tables);
    }
}

static http::Response show_front(http::ReadCall& call) {
    html::View view;
    const bool works = works_with_warehouse(call.viewer);
    view.set("lead", call.text(works ? "data.workbench.front_lead" : "data.workbench.front_lead_readers"));
    if (works) show_warehouse(call, view);
    show_tiers(call, view);
    if (call.viewer.may_everywhere(may_write_reports)) view.show("refresh");
    for (const auto& door : front_doors()) {
        if (!http::opens(door.access, call.viewer)) continue;
        view.add("door").set("title", call.text(door.title_key)).set("hint", call.text(door.hint_key)).set("icon", door.icon).set("href", door.path);
    }
    return call.page("data/front", call.text("data.workbench.front"), std::move(view));
}

static http::Response bring_up_to_date(http::WriteCall& call) {
    refresh_soon(call.db, call.now);
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "warehouse", .action = "refresh_asked"});
    return call.redirect_with_notice("/data", call.text("data.workbench.refresh_asked"));
}

void front_routes(http::Routes& routes) {
    routes.get("/data", http::any_of(data_readers()), show_front);
    routes.post("/data/refresh", http::everywhere(may_write_reports), bring_up_to_date);
}

}  // namespace data
