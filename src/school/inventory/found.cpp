#include "inventory/found.h"

#include <fmt/format.h>

#include "db/db.h"
#include "inventory/inventory.h"

namespace inventory {

static std::vector<std::string> scopes_of(const auth::Viewer& viewer) { return search::scope_keys("devices", viewer.reach(may_view), viewer); }

static std::optional<search::Shown> fetch_hit(db::Read& db, const auth::Viewer& viewer, const search::Hit& hit) {
    if (!find_device(db, viewer, {hit.id})) return std::nullopt;
    return search::Shown{fmt::format("device:{}", hit.id), hit.title, fmt::format("/devices/{}", hit.id), "inventory.found.device", std::nullopt};
}

search::Source search_source() { return {"devices", "inventory.found.tab", {"device"}, scopes_of, fetch_hit}; }

}  // namespace inventory
