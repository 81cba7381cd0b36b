/// The pages of the room, each subject with its own block of routes; helpdesk.cpp puts them together.
#pragma once

namespace http {
class Routes;
}

namespace helpdesk {

void my_requests_routes(http::Routes& routes);
void new_request_routes(http::Routes& routes);
void queue_routes(http::Routes& routes);
void request_routes(http::Routes& routes);

}  // namespace helpdesk
