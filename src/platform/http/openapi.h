/// The description of the API that programs read (OpenAPI 3.1), made from the routes themselves, so that it cannot fall behind them.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "http/routes.h"

namespace http {

struct ApiTitle {
    std::string_view title;
    std::string_view version;
    std::string_view server;  // the public address
};

/// A route belongs to the API when its pattern begins with "/api/". Throws std::logic_error naming the route when one of those is not
/// described or its schemas are no JSON objects.
boost::json::object openapi(const Routes& routes, const ApiTitle& about);

}  // namespace http
