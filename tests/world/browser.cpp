#include "world/browser.h"

#include <future>
#include <stdexcept>

#include "http/parse.h"

Browser::Browser(World& world, bool secure) : dispatcher_(world.services(), app::rooms().routes, [&world] { return world.now; }), secure_(secure) {}

http::Request Browser::request(http::Method method, std::string_view target) const {
    const auto parsed = http::parse_target(target);
    if (!parsed) throw std::invalid_argument("not a target: " + std::string(target));
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = parsed->path;
    request.query = parsed->query;
    request.headers.add("host", host);
    request.headers.add("user-agent", "Mozilla/5.0 (X11; CrOS x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
    for (const auto& [name, value] : cookies_) request.cookies.add(name, value);
    request.peer = peer;
    request.secure = secure_;
    return request;
}

static std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const auto start = text.find(before);
    if (start == std::string_view::npos) return "";
    const auto from = start + before.size();
    return std::string(text.substr(from, text.find(after, from) - from));
}

http::Response Browser::send(http::Request request) {
    std::promise<http::Response> answer;
    auto response = answer.get_future();
    dispatcher_.handle(std::move(request), [&](http::Response given) { answer.set_value(std::move(given)); });
    http::Response given = response.get();
    for (const auto& [name, value] : given.headers) {
        if (name != "Set-Cookie") continue;
        set_cookie_ = value;
        const std::string cookie = value.substr(0, value.find('='));
        cookies_[cookie] = between(value, "=", ";");
        if (value.find("Max-Age=0") != std::string::npos) cookies_.erase(cookie);
    }
    if (const std::string token = between(given.body, R"(name="csrf-token" content=")", "\""); !token.empty()) form_token_ = token;
    return given;
}

http::Response Browser::get(std::string_view target) { return send(request(http::Method::get, target)); }

http::Response Browser::post(std::string_view target, http::TestClient::FormFields fields) {
    http::Request asked = request(http::Method::post, target);
    for (auto& [name, value] : fields) asked.form.add(std::move(name), std::move(value));
    asked.form.add("_token", form_token_);
    return send(std::move(asked));
}

http::Response Browser::sign_in(std::string_view email, std::string_view password) {
    return post("/sign-in", {{"email", std::string(email)}, {"password", std::string(password)}});
}

std::string location(const http::Response& response) { return std::string(response.find_header("Location").value_or("")); }
