/// What is scheduled begins and ends by the clock alone, and shows on every public page: the banner, the navigation. Kept answers are made anew after
/// any commit, so a job that does nothing but be done commits at that moment.
#pragma once

#include "base/time.h"

namespace db {
class Write;
}
namespace jobs {
class Registry;
}

namespace site {

/// Public pages are made anew at this moment. Nothing when it has passed.
void renew_at(db::Write& db, base::Instant now, base::Instant moment);
void clock_jobs(jobs::Registry& registry);

}  // namespace site
