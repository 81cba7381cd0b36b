#include <fmt/format.h>

#include "jobs/jobs.h"
#include "planning/pages.h"
#include "planning/verdict_store.h"

namespace planning {

static void rebuild(jobs::Context& context) { context.result(fmt::format(R"({{"devices":{}}})", rebuild_verdicts(context.database(), context.now()))); }

void verdict_jobs(jobs::Registry& registry) { registry.add("planning.verdicts", jobs::Schedule::daily_at(std::chrono::minutes(135)), rebuild); }

}  // namespace planning
