/// The page of one request, filled for whoever looks at it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "helpdesk/request.h"
#include "http/call.h"

namespace helpdesk {

/// How a state looks: class of its pill, name of its icon.
std::string_view pill_of(State state);
std::string_view icon_of(State state);

/// What a person typed when the page is shown again, and why.
struct TypedReply {
    std::string body;
    std::optional<std::string> problem;
};

/// `address` is that of the request for this reader: "/requests/12" or "/status/<token>".
http::Response request_page(const http::Call& call, db::Read& db, const Seen& seen, const std::string& address, const TypedReply& typed);

/// The prepared reply with its variables filled in for this request, behind what was typed already.
std::string filled_template(const http::Call& call, db::Read& db, const Request& request, std::string_view key, std::string_view typed);

}  // namespace helpdesk
