#include <fmt/format.h>

#include "jobs/jobs.h"
#include "planning/look.h"
#include "planning/pages.h"

namespace planning {

static void look(jobs::Context& context) {
    constexpr int steps = 2;
    const auto seen = look_around(context.database(), context.now(), [&](int step) {
        context.progress(step, steps);
        return !context.cancelled();
    });
    if (seen.cancelled) return;
    context.result(fmt::format(R"({{"requests":{},"cells":{},"opened":{},"again":{},"passed":{},"see":"/alerts"}})", seen.requests, seen.cells, seen.opened, seen.again, seen.passed));
}

void detection_jobs(jobs::Registry& registry) { registry.add("planning.detect", jobs::Schedule::every(std::chrono::hours(1)), look); }

}  // namespace planning
