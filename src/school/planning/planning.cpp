#include "planning/planning.h"

#include "http/routes.h"
#include "jobs/jobs.h"
#include "planning/pages.h"

namespace planning {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_watch, .by_school = false}, {.permission = may_plan, .by_school = false}};
    return list;
}

void routes(http::Routes& routes) {
    alert_routes(routes);
}

void jobs(jobs::Registry& registry) {
    detection_jobs(registry);
}

void fill_slots() {}

}  // namespace planning
