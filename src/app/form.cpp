#include "app/form.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/session.h"

namespace app {

void tell(html::View& view, const std::vector<http::FieldProblem>& problems) {
    if (problems.empty()) return;
    html::View summary = view.include("problems", "html/problems");
    for (const http::FieldProblem& problem : problems) {
        summary.add("problem").set("field", problem.field).set("message", problem.message);
        view.add(problem.field + "_problem").set("message", problem.message);
        view.show(problem.field + "_invalid");
    }
}

std::string safe_next(std::string_view next) {
    const bool ours = next.starts_with('/') && !next.starts_with("//") && next.find('\\') == std::string_view::npos &&
                      std::ranges::none_of(next, [](char c) { return static_cast<unsigned char>(c) < 0x21 || c == 0x7f; });
    return ours ? std::string(next) : "/start";
}

bool may_carry_cookies(const http::Request& request) {
    if (request.secure) return true;
    const std::string_view host = request.header("host");
    const std::string_view name = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

static std::string cookie(const http::Request& request, std::string_view value, std::string_view age) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}{}", auth::cookie_name(request.secure), value, request.secure ? "; Secure" : "", age);
}

std::string session_cookie(const http::Request& request, std::string_view token, bool own_device) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(auth::session_length(auth::Stay::this_device)).count();
    return cookie(request, token, own_device ? fmt::format("; Max-Age={}", seconds) : "");
}

std::string forget_session_cookie(const http::Request& request) { return cookie(request, "", "; Max-Age=0"); }

std::string_view session_secret(const http::Request& request) {
    return request.cookies.find(auth::cookie_name(request.secure)).value_or(std::string_view());
}

}  // namespace app
