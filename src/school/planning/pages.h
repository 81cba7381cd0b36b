/// The pages of the room, each subject with its own block of routes; planning.cpp puts them together.
#pragma once

namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace planning {

void alert_routes(http::Routes& routes);
void cio_routes(http::Routes& routes);
void cio_row_routes(http::Routes& routes);
void detection_jobs(jobs::Registry& registry);
void fill_cio_cards();
void fill_need_slots();
void hazard_routes(http::Routes& routes);
void need_act_routes(http::Routes& routes);
void need_jobs(jobs::Registry& registry);
void need_list_routes(http::Routes& routes);
void need_routes(http::Routes& routes);
void replacement_price_routes(http::Routes& routes);
void replacement_routes(http::Routes& routes);
void verdict_api_routes(http::Routes& routes);
void verdict_jobs(jobs::Registry& registry);
void verdict_list_routes(http::Routes& routes);
void verdict_routes(http::Routes& routes);
void verdict_slots();

}  // namespace planning
