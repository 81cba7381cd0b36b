/// How rows of this room are read; only for its stores.
#pragma once

#include "db/db.h"
#include "people/people.h"
#include "people/presence.h"

namespace people {

inline std::optional<std::int64_t> maybe_org(std::optional<roster::OrgId> org) {
    return org ? std::optional(org->value) : std::nullopt;
}

/// Those in force on the day or later.
std::vector<Held> load_held(db::Read& db, base::Day day);
/// Those that end on the day or later.
std::vector<Away> load_away(db::Read& db, base::Day day);
std::vector<OnDuty> load_duty(db::Read& db);

/// Throws base::Forbidden.
void require_staff(db::Read& db, const auth::Viewer& viewer);
void require_manager(const auth::Viewer& viewer);

}  // namespace people
