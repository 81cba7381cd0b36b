#include "http/server_head.h"

#include <algorithm>
#include <ctime>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include "base/log.h"
#include "base/text.h"
#include "http/dispatcher.h"
#include "http/parse.h"

namespace http {

namespace beast = boost::beast::http;

static std::optional<Method> method_of(beast::verb verb) {
    switch (verb) {
        case beast::verb::get: return Method::get;
        case beast::verb::head: return Method::head;
        case beast::verb::post: return Method::post;
        case beast::verb::put: return Method::put;
        case beast::verb::patch: return Method::patch;
        case beast::verb::delete_: return Method::del;
        default: return std::nullopt;
    }
}

static std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// Requests that two programs in a row could take for two different ones (RFC 9112 section 11.2) are refused.
static std::string_view ambiguity(const RawHead& raw) {
    if (raw.count(beast::field::host) > 1) return "There is more than one Host header.";
    if (raw.version() >= 11 && raw.count(beast::field::host) == 0) return "The Host header is missing.";
    auto coding = view(raw[beast::field::transfer_encoding]);
    if (coding.empty()) return {};
    if (raw.count(beast::field::transfer_encoding) > 1 || !base::equal_ignoring_ascii_case(coding, "chunked")) return "Only chunked transfer is understood.";
    if (raw.count(beast::field::content_length) > 0) return "A chunked request has no Content-Length.";
    if (raw.version() < 11) return "HTTP/1.0 knows no chunked transfer.";
    return {};
}

std::variant<Head, Response> read_head(const RawHead& raw, const Arrival& arrival, const Proxies& proxies) {
    auto method = method_of(raw.method());
    if (!method) return refusal(method_not_allowed, "Unknown method", "This server answers GET, HEAD, POST, PUT, PATCH and DELETE.").header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
    if (raw.target().size() > arrival.longest_target) return refusal(414, "The address is too long", "Follow a link, or search with fewer words.");
    if (auto reason = ambiguity(raw); !reason.empty()) return refusal(bad_request, "That request has two meanings", reason);
    auto target = parse_target(view(raw.target()));
    if (!target) return refusal(bad_request, "We could not read that address", "It is cut short or damaged. Go back and follow the link again.");

    Head head;
    Request& request = head.request;
    request.method = *method;
    request.target = view(raw.target());
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    for (const auto& field : raw) {
        auto value = view(field.value());
        if (!base::is_utf8(value)) return refusal(bad_request, "We could not read that request", "One of its headers is not valid UTF-8.");
        request.headers.add(base::to_lower_ascii(view(field.name_string())), std::string(value));
    }
    for (auto cookies : request.headers.all("cookie")) {
        Fields found = parse_cookies(cookies);
        for (const auto& [name, value] : found.items()) request.cookies.add(name, value);
    }
    auto origin = proxies.origin(arrival.peer, arrival.tls, request.header("x-forwarded-for"), request.header("x-forwarded-proto"));
    request.peer = std::move(origin.address);
    request.secure = origin.secure;
    head.from_proxy = origin.from_proxy;
    return head;
}

static Response unreadable_form(std::string_view reason) {
    return refusal(bad_request, "We could not read that form", fmt::format("Nothing was saved: {}. Go back and send it again.", reason));
}

std::optional<Response> read_body(Request& request) {
    auto type = request.header("content-type");
    auto name = base::trim(type.substr(0, type.find(';')));
    if (base::equal_ignoring_ascii_case(name, "application/x-www-form-urlencoded")) {
        auto form = parse_form(request.body);
        if (!form) return unreadable_form("a field is not valid UTF-8, is damaged, or there are too many");
        request.form = std::move(*form);
    } else if (base::equal_ignoring_ascii_case(name, "multipart/form-data")) {
        auto parsed = parse_multipart(type, request.body);
        if (auto* reason = std::get_if<std::string>(&parsed)) return unreadable_form(*reason);
        auto& form = std::get<Multipart>(parsed);
        request.form = std::move(form.fields);
        request.uploads = std::move(form.uploads);
        request.body.clear();
        request.body.shrink_to_fit();
    } else if (!base::is_utf8(request.body)) {
        return refusal(bad_request, "We could not read that", "The text that was sent is not valid UTF-8.");
    }
    return std::nullopt;
}

/// RFC 9110 section 5.6.7; made once a second for each thread.
static const std::string& date_now() {
    thread_local std::time_t made = 0;
    thread_local std::string text;
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        char buffer[40];
        auto length = std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        text.assign(buffer, length);
        made = now;
    }
    return text;
}

static bool can_be_sent(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos; }

static void add_header(std::string& out, std::string_view name, std::string_view value) {
    if (!can_be_sent(name) || !can_be_sent(value)) {
        // The name is the program's own; the value may be what a person typed.
        base::log::error("a header {} that would have split the answer was left out", base::to_hex(name));
        return;
    }
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string head_text(const Response& response, std::size_t length, bool keep_alive) {
    std::string out;
    out.reserve(1024);
    auto reason = view(beast::obsolete_reason(static_cast<beast::status>(response.status)));
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason);
    add_header(out, "Date", date_now());
    const bool bodiless = response.status == no_content || response.status == not_modified;
    if (!bodiless) {
        if (!response.content_type.empty()) add_header(out, "Content-Type", response.content_type);
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", length);
    }
    for (const auto& [name, value] : response.headers) add_header(out, name, value);
    if (!keep_alive) out += "Connection: close\r\n";
    out += "\r\n";
    return out;
}

Response refusal_for(boost::system::error_code error) {
    if (error == beast::error::header_limit) return refusal(431, "The request is too long", "Its head is larger than this server reads. Delete the cookies of this site and try again.");
    return refusal(bad_request, "We could not read that request", "What arrived is not HTTP as it is written down. Try again.");
}

}  // namespace http
