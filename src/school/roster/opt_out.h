/// Directory information (34 CFR 99.3, 99.37): name, grade and school of a student, which may be given out unless the family has opted out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "roster/roster.h"

namespace roster {

struct OptOut {
    base::Day since;
    std::optional<base::Day> until;  // first day on which it no longer holds; absent: until it is lifted
    std::string noted_by;            // name; empty: an import
};

/// The opt-out that holds, or is noted for later: it is respected from the moment it is noted. Absent for those who may not see the person.
std::optional<OptOut> opt_out_of(db::Read& db, const auth::Viewer& viewer, PersonId student);
/// Each needs `may_import`, writes an event, and changes nothing when it is so already. Throws base::NotFound, base::Invalid for an end
/// before the beginning ("until").
void opt_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId student, base::Day since, std::optional<base::Day> until);
void lift_opt_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, PersonId student);
/// Ends those whose last day is over.
void end_opt_outs(db::Write& db, base::Instant now, base::Day today);

/// Every active one, for imports.
struct StandingOptOut {
    PersonId student;
    OptOut opt_out;
};
std::vector<StandingOptOut> standing_opt_outs(db::Read& db);

}  // namespace roster
