// The description of the API. It holds nothing of the district but its address, so everybody may read it.
#include <boost/json.hpp>

#include "app/app.h"
#include "app/rooms.h"
#include "app/version.h"
#include "http/openapi.h"

namespace app {

static http::Response show_openapi(http::ReadCall& call) {
    return call.json(http::openapi(rooms().routes, {"Belltower", version(), call.services.public_url}));
}

void api_routes(http::Routes& routes) {
    routes.get("/api/v1/openapi.json", http::anyone, show_openapi)
        .describe({.summary = "This description", .scope = "", .request_schema = "", .response_schema = R"({"type":"object"})", .query_parameters = {}});
}

}  // namespace app
