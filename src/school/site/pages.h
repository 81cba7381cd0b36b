/// The routes of each subject of this room. Only for this room.
#pragma once

namespace http {
class Routes;
}

namespace site {

void appearance_routes(http::Routes& routes);
void front_routes(http::Routes& routes);

}  // namespace site
