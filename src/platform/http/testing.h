/// A person's browser without sockets: calls routes through the Dispatcher with its guards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/dispatcher.h"

namespace http {

class TestClient {
public:
    /// Everything given outlives the client. The viewer stands for a session with a form token; a Viewer() is nobody.
    TestClient(const Services& services, const Routes& routes, Dispatcher::Clock clock, auth::Viewer viewer,
               html::Language language = html::Language::en);

    using FormFields = std::vector<std::pair<std::string, std::string>>;
    /// The address with its query, percent-encoded as a browser sends it.
    Response get(std::string_view target);
    Response post(std::string_view target, const FormFields& fields = {});
    Response upload(std::string_view target, const FormFields& fields, std::vector<Upload> uploads);
    Response send_json(Method method, std::string_view target, std::string_view body);
    /// As it is, with nothing added: for tests of the guards.
    Response send(Request request);
    Request request(Method method, std::string_view target) const;

private:
    auth::Viewer viewer_;
    html::Language language_;
    Dispatcher dispatcher_;
    std::string secret_;
};

}  // namespace http
