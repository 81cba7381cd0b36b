#include "http/guards.h"

#include <algorithm>

#include "auth/secret.h"
#include "base/text.h"
#include "http/notice.h"

namespace http {

static std::string_view host_of(std::string_view url) {
    auto start = url.find("://");
    auto rest = start == std::string_view::npos ? url : url.substr(start + 3);
    return rest.substr(0, rest.find('/'));
}

static std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

static bool is_loopback(std::string_view host) {
    auto name = without_port(host);
    return base::equal_ignoring_ascii_case(name, "localhost") || name == "127.0.0.1" || name == "[::1]";
}

bool is_our_host(std::string_view host, std::string_view public_url) {
    return is_loopback(host) || base::equal_ignoring_ascii_case(host, host_of(public_url));
}

bool is_same_origin(const Request& request, std::string_view public_url) {
    auto site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    auto origin = request.header("origin");
    if (origin.empty()) return true;
    auto host = host_of(origin);
    return base::equal_ignoring_ascii_case(host, request.header("host")) || base::equal_ignoring_ascii_case(host, host_of(public_url));
}

static bool scope_opens(const Route& route, const Visit& visit) {
    if (route.operation && route.operation->scope.empty() && route.access.kind == Access::Kind::anyone) return true;
    return route.operation && std::ranges::find(visit.scopes, route.operation->scope) != visit.scopes.end();
}

std::optional<Status> refuse_access(const Route& route, const Visit& visit) {
    if (visit.viewer.proof() == auth::Proof::token && !scope_opens(route, visit)) return forbidden;
    if (opens(route.access, visit.viewer)) return std::nullopt;
    return visit.viewer.signed_in() ? forbidden : unauthorized;
}

bool carries_form_token(const Request& request, const Route& route, const Visit& visit) {
    if (route.own_secret || visit.secret.empty()) return true;
    auto expected = form_token_of(visit.secret);
    auto sent = request.form.text("_token");
    if (sent.empty()) sent = request.header("x-csrf-token");
    return auth::equal_in_constant_time(sent, expected);
}

}  // namespace http
