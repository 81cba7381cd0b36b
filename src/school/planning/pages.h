/// What the pages of this room declare to planning.cpp. Only for this room.
#pragma once

namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace planning {

void hazard_routes(http::Routes& routes);
void replacement_routes(http::Routes& routes);
void replacement_price_routes(http::Routes& routes);
void verdict_api_routes(http::Routes& routes);
void verdict_jobs(jobs::Registry& registry);
void verdict_routes(http::Routes& routes);
void verdict_list_routes(http::Routes& routes);
void verdict_slots();

}  // namespace planning
