#include "http/testing.h"

#include <future>
#include <stdexcept>

#include "http/notice.h"
#include "http/parse.h"

namespace http {

TestClient::TestClient(const Services& services, const Routes& routes, Dispatcher::Clock clock, auth::Viewer viewer, html::Language language)
    : viewer_(std::move(viewer)),
      language_(language),
      dispatcher_(services, routes, std::move(clock),
                  [this](db::Read&, const Request&, base::Instant) {
                      Visit visit;
                      visit.viewer = viewer_;
                      visit.language = language_;
                      visit.secret = secret_;
                      return visit;
                  }),
      secret_(viewer_.signed_in() ? "the secret of a test" : "") {}

Request TestClient::request(Method method, std::string_view target) const {
    auto parsed = parse_target(target);
    if (!parsed) throw std::invalid_argument("not a target: " + std::string(target));
    Request request;
    request.method = method;
    request.target = target;
    request.path = parsed->path;
    request.query = parsed->query;
    request.headers.add("host", "localhost");
    request.peer = "127.0.0.1";
    return request;
}

Response TestClient::send(Request request) {
    std::promise<Response> answer;
    auto response = answer.get_future();
    dispatcher_.handle(std::move(request), [&](Response given) { answer.set_value(std::move(given)); });
    return response.get();
}

Response TestClient::get(std::string_view target) { return send(request(Method::get, target)); }

Response TestClient::post(std::string_view target, const FormFields& fields) { return upload(target, fields, {}); }

Response TestClient::upload(std::string_view target, const FormFields& fields, std::vector<Upload> uploads) {
    Request asked = request(Method::post, target);
    for (const auto& [name, value] : fields) asked.form.add(name, value);
    asked.form.add("_token", form_token_of(secret_));
    asked.uploads = std::move(uploads);
    return send(std::move(asked));
}

Response TestClient::send_json(Method method, std::string_view target, std::string_view body) {
    Request asked = request(method, target);
    asked.headers.add("content-type", "application/json");
    asked.headers.add("accept", "application/json");
    asked.headers.add("x-csrf-token", form_token_of(secret_));
    asked.body = body;
    return send(std::move(asked));
}

}  // namespace http
