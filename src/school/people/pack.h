/// What states ask, as the district keeps it (clause 3): read by staff, changed by whoever keeps licences.
#pragma once

#include <string_view>
#include <vector>

#include "people/relation.h"

namespace people {

/// By state and first day.
std::vector<JurisdictionPack> jurisdiction_packs(db::Read& db);
JurisdictionPack fetch_pack(db::Read& db, std::int64_t id);
/// Of which kinds of licences a pack may ask: of teachers, administrators, supervisors, superintendents. Anything else a district could give to
/// anybody, so it would be the way around the policy.
bool may_stand_in_pack(std::string_view kind);
/// id 0: a new one. base::Conflict with the key of a message when another version is there by now. A pack that asks nothing of evaluators or of line managers is refused: clause 3. Needs people.manage_licences.
std::int64_t save_pack(db::Write& db, const auth::Viewer& viewer, base::Instant now, const JurisdictionPack& pack);
/// Empty: none, so that the strictest holds. Needs people.manage_licences. Throws base::Invalid.
void choose_jurisdiction(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view state);

}  // namespace people
