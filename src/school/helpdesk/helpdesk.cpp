#include "helpdesk/helpdesk.h"

#include <array>

#include "helpdesk/due.h"
#include "helpdesk/pages.h"

namespace helpdesk {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr std::array<auth::PermissionInfo, 2> known{{{may_work, true}, {may_manage, false}}};
    return known;
}

void follow_calendar(db::Write& db, base::Instant now, const calendar::CalendarChanged&) { retarget_later(db, now); }

std::vector<RequestPanel>& request_panels() {
    static std::vector<RequestPanel> panels;
    return panels;
}

void routes(http::Routes& routes) {
    my_requests_routes(routes);
    new_request_routes(routes);
    request_routes(routes);
    queue_routes(routes);
    walk_up_routes(routes);
    hand_over_routes(routes);
    assignment_routes(routes);
    load_routes(routes);
    merge_routes(routes);
    correction_routes(routes);
    repair_routes(routes);
    follow_routes(routes);
    queue_export_routes(routes);
    overview_routes(routes);
    request_api_routes(routes);
    suggestion_routes(routes);
    drafting_routes(routes);
    settings_routes(routes);
    problem_routes(routes);
    problem_desk_routes(routes);
    problem_form_routes(routes);
    problem_request_routes(routes);
    joining_routes(routes);
    suspicion_routes(routes);
    unsubscribe_routes(routes);
    mail_rule_routes(routes);
    returned_routes(routes);
}

}  // namespace helpdesk
