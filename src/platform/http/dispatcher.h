/// From a request to its answer: who asks, the guards, the handler, and exceptions to HTTP in exactly one place.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/call.h"
#include "http/routes.h"

namespace http {

/// Who a request comes from, found in the same snapshot that answers it.
struct Visit {
    auth::Viewer viewer;
    std::optional<html::Language> language;  // the account's choice
    std::string secret;                      // of the session; empty for nobody and for tokens
    std::vector<std::string> scopes;         // of an API token
    std::int64_t proof_id = 0;
    bool touch_due = false;                  // its last use should be written down
};

class PublicPages;
struct Work;

/// What a request's head alone decides, before its body is read.
struct Admission {
    std::optional<Response> refused;  // the answer to who may not come in
    bool signed_in = false;
};

class Dispatcher {
public:
    using Clock = std::function<base::Instant()>;
    using Who = std::function<Visit(db::Read&, const Request&, base::Instant)>;

    /// Everything given lives longer than the dispatcher. `who` is the session cookie or bearer token unless a test says otherwise.
    Dispatcher(const Services& services, const Routes& routes, Clock clock);
    Dispatcher(const Services& services, const Routes& routes, Clock clock, Who who);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Answers the request. Called on a worker, because it may wait for the database; `done` is called exactly once, on this thread or, for
    /// changes, on a writer's. Never throws.
    void handle(Request request, std::function<void(Response)> done) const;

    /// The guards that need no body: our host, who asks, the permission on the route's line, the same origin. So who may not come in need not
    /// send a large body, and we need not hold it. handle() asks again. Called on a worker. Never throws.
    Admission admit(Request head) const;

    /// A public page that is kept and still holds, for the I/O thread: it waits for nothing. Absent when handle() has to make it.
    std::optional<Response> kept(const Request& request) const;
    /// Another process has changed the database: what is kept may be old. From any thread.
    void changed_elsewhere() const;

    /// How large a body the address takes; 0 for an address that there is not.
    std::size_t body_limit(Method method, std::string_view path) const;

private:
    struct Found;
    Found find(Method method, std::string_view path) const;
    std::uint64_t version() const;
    std::shared_ptr<Work> work_for(Request request, std::function<void(Response)> done, const Found& found) const;
    void answer_for_everybody(const std::shared_ptr<Work>& work) const;
    Response make_for_everybody(const std::shared_ptr<Work>& work) const;

    const Services& services_;
    const Routes& routes_;
    Clock clock_;
    Who who_;
    std::unique_ptr<PublicPages> pages_;
    mutable std::atomic<std::uint64_t> changes_elsewhere_ = 0;
};

/// The answer to a request that never reached a handler: it could not be read, was too large, or came too often.
Response refusal(int status, std::string_view title, std::string_view detail);

}  // namespace http
