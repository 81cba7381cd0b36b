/// Everything that one request needs until its answer is sent. Only for this room.
#pragma once

#include <any>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/audit.h"
#include "http/dispatcher.h"

namespace http {

struct Work {
    const Services& services;
    Request request;
    std::function<void(Response)> done;
    base::Instant now;
    const Route* route = nullptr;
    Visit visit;
    Circumstances circumstances;
    html::Language language = html::Language::en;
    base::TimeZone zone = base::TimeZone::utc();
    std::any prepared;
    Response response;

    Work(const Services& shared, Request asked, std::function<void(Response)> answer, base::Instant at)
        : services(shared), request(std::move(asked)), done(std::move(answer)), now(at) {}

    Call call() const { return {request, visit.viewer, services, now, zone, language, circumstances}; }
    ReadCall read_call(db::Read& db, db::Read& main, std::vector<auth::AccessNote>& notes) const { return {call(), db, main, notes}; }
    PrepareCall prepare_call() const { return PrepareCall(call()); }
    WriteCall write_call(db::Write& db, db::Read& main) const { return {call(), db, main}; }
    /// Where the route works.
    db::Database& database() const { return route->store.empty() ? *services.database : *services.store(route->store).database; }

    /// Who asks, in what language, and what the page's frame says.
    void look_around(db::Read& db, const Dispatcher::Who& who);
    /// For an answer that is the same for everybody: the visitor is nobody, and the language is the address's.
    void look_around_for_everybody(db::Read& db);

    Response say(Status status, std::string_view word, std::string_view detail = {}) const;
};

using WorkPointer = std::shared_ptr<Work>;

/// The session cookie or the bearer token of the request.
Visit who_asks(db::Read& db, const Request& request, base::Instant now);
/// The one place where exceptions become HTTP.
Response response_for(const Work& work, const std::exception_ptr& error);
/// What every answer says about how it may be used; a handler's own words stay.
void add_security_headers(const Work& work, Response& response);
/// The same for an answer to everybody, which others may keep and ask about.
void add_public_headers(const Work& work, Response& response);

}  // namespace http
