/// What the pages of this room share.
#pragma once

#include <optional>
#include <string_view>

#include "http/call.h"

namespace http {
class Routes;
}

namespace calendar {

void bell_routes(http::Routes& routes);
void event_routes(http::Routes& routes);
void public_event_routes(http::Routes& routes);

/// Without script the browser could not ask before a removal, so a page does. Absent when the person has said yes.
std::optional<http::Response> ask_first(http::WriteCall& call, std::string_view question, std::string_view back);

}  // namespace calendar
