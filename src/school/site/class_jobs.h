/// Looks at the pages of classes when somebody asks for it.
#pragma once

#include "jobs/jobs.h"
#include "site/class_link.h"

namespace site {

/// Queues a look at every address of the viewer's schools; the job is theirs to watch and to cancel. While one waits, no other is queued.
jobs::JobId check_now(db::Write& db, base::Instant now, const auth::Viewer& viewer);

}  // namespace site
