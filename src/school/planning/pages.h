/// The blocks of routes and jobs that make up this room.
#pragma once

namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace planning {

void alert_routes(http::Routes& routes);
void detection_jobs(jobs::Registry& registry);

}  // namespace planning
