/// The check of a description with what this district says of roles and titles now.
#pragma once

#include "people/description_check.h"

namespace people {

/// Catalogue and titles as the rules ask for them; holds what CheckFacts points into.
struct CheckMaterial {
    std::vector<CatalogueRole> roles;
    std::vector<KnownTitle> titles;
    CheckFacts facts() const { return {roles, titles}; }
};
CheckMaterial check_material(db::Read& db);
std::vector<Finding> check_here(db::Read& db, const Description& what);

}  // namespace people
