#include "people/check_here.h"

#include <algorithm>

#include "people/manage.h"

namespace people {

CheckMaterial check_material(db::Read& db) {
    CheckMaterial material{catalogue(db), {}};
    for (const auto& title : titles(db)) {
        auto role = std::ranges::find(material.roles, title.role, [](const CatalogueRole& one) { return one.role.id; });
        if (role != material.roles.end()) material.titles.push_back({title.title, role->role.key});
    }
    return material;
}

std::vector<Finding> check_here(db::Read& db, const Description& what) {
    const auto material = check_material(db);
    return check_description(what, material.facts());
}

}  // namespace people
