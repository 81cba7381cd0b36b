#include "planning/planning.h"

#include "http/routes.h"
#include "jobs/jobs.h"
#include "mail/mail.h"
#include "planning/pages.h"

namespace planning {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_watch, .by_school = false}, {.permission = may_plan, .by_school = false}};
    return list;
}

void routes(http::Routes& routes) {
    alert_routes(routes);
    cio_routes(routes);
    cio_row_routes(routes);
    hazard_routes(routes);
    need_act_routes(routes);
    need_list_routes(routes);
    need_routes(routes);
    replacement_price_routes(routes);
    replacement_routes(routes);
    verdict_api_routes(routes);
    verdict_list_routes(routes);
    verdict_routes(routes);
}

void jobs(jobs::Registry& registry) {
    detection_jobs(registry);
    need_jobs(registry);
    verdict_jobs(registry);
}

void fill_slots() {
    fill_cio_cards();
    fill_need_slots();
    verdict_slots();
    mail::thread_pages().push_back({"need", "/needs/"});
}

}  // namespace planning
