/// The pages of the room, each subject with its own block of routes; media.cpp puts them together.
#pragma once

namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace media {

void mark_routes(http::Routes& routes);
void picture_routes(http::Routes& routes);
void post_routes(http::Routes& routes);
void review_routes(http::Routes& routes);
void serve_routes(http::Routes& routes);
void takedown_routes(http::Routes& routes);

void picture_jobs(jobs::Registry& registry);

void fill_picture_slots();

}  // namespace media
