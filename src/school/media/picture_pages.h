/// Blocks of routes of pictures that are put together in picture_routes.
#pragma once

namespace http {
class Routes;
}

namespace media {

void picture_new_routes(http::Routes& routes);

}  // namespace media
