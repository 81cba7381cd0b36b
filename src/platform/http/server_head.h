/// From what Beast read to a Request, and from a Response to what is sent. No sockets; only for this room.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include "http/message.h"
#include "http/proxy.h"

namespace http {

using RawHead = boost::beast::http::request_header<boost::beast::http::fields>;

struct Arrival {
    std::string peer;  // address without port
    bool tls = false;
    std::size_t longest_target = 8 * 1024;
};

/// The request without its body, or the refusal.
struct Head {
    Request request;
    bool from_proxy = false;
};
std::variant<Head, Response> read_head(const RawHead& raw, const Arrival& arrival, const Proxies& proxies);

/// Reads `request.body` into form and uploads when its content type says that it is a form. Absent when it can be used.
std::optional<Response> read_body(Request& request);

/// Status line and headers, ready to send. `keep_alive` false adds "Connection: close".
std::string head_text(const Response& response, std::size_t length, bool keep_alive);

/// 405 or 501, 400, 413, 431 ... for what never became a request.
Response refusal_for(boost::system::error_code error);

}  // namespace http
