/// A browser that keeps cookies and knows nothing else: for tests of signing in.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "world/world.h"

class Browser {
public:
    explicit Browser(World& world, bool secure = true);

    http::Response get(std::string_view target);
    /// Sends the form token that the last page carried, as a form does.
    http::Response post(std::string_view target, http::TestClient::FormFields fields = {});
    /// Signs in with the password of the small world.
    http::Response sign_in(std::string_view email, std::string_view password = World::password);

    bool holds(std::string_view cookie) const { return cookies_.contains(std::string(cookie)); }
    std::map<std::string, std::string>& cookies() { return cookies_; }
    /// What the last answer asked to keep, attributes and all.
    const std::string& set_cookie() const { return set_cookie_; }
    std::string host = "localhost";
    std::string peer = "10.0.0.7";

private:
    http::Request request(http::Method method, std::string_view target) const;
    http::Response send(http::Request request);

    http::Dispatcher dispatcher_;
    bool secure_;
    std::map<std::string, std::string> cookies_;
    std::string set_cookie_;
    std::string form_token_;
};

/// The Location of a redirect.
std::string location(const http::Response& response);
