/// What states ask, as the district keeps it (clause 3): read by staff, changed by whoever keeps licences.
#pragma once

#include <vector>

#include "people/relation.h"

namespace people {

/// By state and first day.
std::vector<JurisdictionPack> jurisdiction_packs(db::Read& db);
JurisdictionPack fetch_pack(db::Read& db, std::int64_t id);
/// id 0: a new one. A pack that asks nothing of evaluators or of line managers is refused: clause 3. Needs people.manage_licences.
std::int64_t save_pack(db::Write& db, const auth::Viewer& viewer, base::Instant now, const JurisdictionPack& pack);
/// Empty: none, so that the strictest holds. Needs people.manage_licences. Throws base::Invalid.
void choose_jurisdiction(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view state);

}  // namespace people
