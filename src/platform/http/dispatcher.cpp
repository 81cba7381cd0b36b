#include "http/dispatcher.h"

#include <memory>

#include <fmt/format.h>

#include "auth/audit.h"
#include "auth/secret.h"
#include "auth/session.h"
#include "base/error.h"
#include "base/log.h"
#include "db/outcome.h"
#include "db/setting.h"
#include "http/guards.h"
#include "http/live.h"
#include "http/notice.h"
#include "http/parse.h"

namespace http {

constexpr base::Milliseconds touch_interval = std::chrono::minutes(1);

static std::string_view session_secret(const Request& request) {
    return request.cookies.find(auth::cookie_name(request.secure)).value_or(std::string_view());
}

static Visit visit_of(const auth::Identity& identity, base::Instant now) {
    Visit visit;
    visit.viewer = identity.viewer;
    visit.language = html::parse_language(identity.language);
    visit.scopes = identity.scopes;
    visit.proof_id = identity.proof_id;
    visit.touch_due = now - identity.seen_at > touch_interval;
    return visit;
}

static Visit who_asks(db::Read& db, const Request& request, base::Instant now) {
    auto authorization = request.header("authorization");
    if (authorization.starts_with("Bearer ")) {
        auto identity = auth::identify_api_token(db, now, authorization.substr(7));
        return identity ? visit_of(*identity, now) : Visit();
    }
    auto secret = session_secret(request);
    if (secret.empty()) return {};
    auto identity = auth::identify_session(db, now, secret);
    if (!identity) return {};
    Visit visit = visit_of(*identity, now);
    visit.secret = secret;
    return visit;
}

static html::Language language_of(const Request& request, const Visit& visit) {
    if (visit.language) return *visit.language;
    if (auto cookie = request.cookies.find("belltower_language")) {
        if (auto chosen = html::parse_language(*cookie)) return *chosen;
    }
    return html::negotiate(request.header("accept-language"));
}

/// Everything that one request needs until its answer is sent.
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

    void look_around(db::Read& db, const Dispatcher::Who& who) {
        visit = who(db, request, now);
        language = language_of(request, visit);
        circumstances.district = db::setting_or(db, "district.name", "Belltower");
        zone = db::district_zone(db);
        if (request.method == Method::get && !request.path.starts_with("/api/")) circumstances.live_version = std::to_string(last_live_event(db));
        if (!visit.secret.empty()) circumstances.form_token = form_token_of(visit.secret);
        if (auto cookie = request.cookies.find(notice_cookie)) {
            circumstances.notice = read_notice(*cookie, circumstances.form_token).value_or("");
        }
    }

    Response say(Status status, std::string_view word, std::string_view detail = {}) const {
        auto words = [&](std::string_view part) { return call().text(fmt::format("html.error.{}.{}", word, part)); };
        return call().problem(status, words("title"), detail.empty() ? words("detail") : std::string(detail));
    }
};

using WorkPointer = std::shared_ptr<Work>;

static Response broken(const Work& work, std::string_view what) {
    auto incident = auth::random_token().substr(0, 10);
    // The message of the exception is the program's own; nothing that a person typed is in it.
    base::log::error("incident {} on {}: {}", incident, work.route ? work.route->pattern : "no route", what);
    html::View view;
    auto title = work.call().text("html.error.internal.title");
    view.set("title", title).set("detail", work.call().text("html.error.internal.detail"));
    view.add("incident").set("number", incident);
    if (work.call().wants_json()) return work.call().problem(internal_error, title, "incident " + incident);
    return work.call().page(internal_error, "html/error", title, std::move(view));
}

/// The one place where exceptions become HTTP.
static Response response_for(const Work& work, const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const base::NotFound&) {
        return work.say(not_found, "not_found");
    } catch (const base::Forbidden& refusal) {
        return work.say(forbidden, "forbidden", refusal.what());
    } catch (const base::Conflict& clash) {
        return work.say(conflict, "conflict", clash.what());
    } catch (const base::Invalid& problem) {
        if (work.call().wants_json()) return work.call().invalid({{problem.field(), problem.what()}});
        return work.say(unprocessable, "unprocessable", problem.what());
    } catch (const db::DiskFull&) {
        return work.say(insufficient_storage, "insufficient_storage");
    } catch (const db::Clash&) {
        return work.say(unavailable, "unavailable");
    } catch (const db::OutcomeUnknown& failure) {
        base::log::error("{}", failure.what());
        return work.say(internal_error, "outcome_unknown");
    } catch (const std::exception& failure) {
        return broken(work, failure.what());
    } catch (...) {
        return broken(work, "an exception that is not a std::exception");
    }
}

static void add_security_headers(const Work& work, Response& response) {
    if (!response.find_header("Content-Security-Policy")) {
        response.header("Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
                        "media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    }
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "same-origin");
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (work.request.secure) response.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (!response.find_header("Cache-Control")) response.header("Cache-Control", work.visit.viewer.signed_in() ? "private, no-store" : "no-cache");
    response.header("Vary", "Cookie, Accept-Language");
}

static void finish(const WorkPointer& work, Response response) {
    add_security_headers(*work, response);
    work->done(std::move(response));
}

static void touch_later(const WorkPointer& work) {
    if (!work->visit.touch_due) return;
    work->services.database->submit(
        [now = work->now, proof = work->visit.viewer.proof(), id = work->visit.proof_id](db::Write& db) { auth::touch(db, now, proof, id); },
        [](const std::exception_ptr&) {});  // may be lost: the next request tries again
}

static Response refuse(const Work& work, Status status) {
    return status == unauthorized ? work.say(unauthorized, "unauthorized") : work.say(forbidden, "forbidden");
}

/// The guards that need the head of the request only.
static std::optional<Response> stopped_at_the_door(const Work& work) {
    if (auto status = refuse_access(*work.route, work.visit)) {
        bool person = *status == unauthorized && !work.call().wants_json() && work.request.method == Method::get;
        if (person) return work.call().redirect("/sign-in?next=" + percent_encode(work.request.target));
        return refuse(work, *status);
    }
    if (work.request.method == Method::get || work.request.method == Method::head) return std::nullopt;
    if (!work.route->own_secret && work.visit.viewer.proof() != auth::Proof::token && !is_same_origin(work.request, work.services.public_url)) {
        return work.say(forbidden, "other_site");
    }
    return std::nullopt;
}

static std::optional<Response> stopped_by_guards(const Work& work) {
    if (auto stop = stopped_at_the_door(work)) return stop;
    if (work.request.method == Method::get || work.request.method == Method::head) return std::nullopt;
    if (!carries_form_token(work.request, *work.route, work.visit)) return work.say(forbidden, "stale_form");
    return std::nullopt;
}

static void read_in_store(const WorkPointer& work, db::Read& main, std::vector<auth::AccessNote>& notes) {
    const auto show = [&](db::Read& db) {
        ReadCall call = work->read_call(db, main, notes);
        work->response = work->route->read(call);
    };
    if (work->route->store.empty()) return show(main);
    work->database().read(show);
}

static void answer_read(const WorkPointer& work, const Dispatcher::Who& who) {
    std::vector<auth::AccessNote> notes;
    work->services.database->read([&](db::Read& db) {
        work->look_around(db, who);
        if (auto stop = stopped_by_guards(*work)) {
            work->response = std::move(*stop);
            return;
        }
        read_in_store(work, db, notes);
    });
    touch_later(work);
    if (notes.empty()) return finish(work, std::move(work->response));
    work->services.database->submit(
        [work, notes](db::Write& db) {
            for (const auto& note : notes) auth::note_access(db, work->visit.viewer, work->now, note);
        },
        [work](const std::exception_ptr& error) { finish(work, error ? response_for(*work, error) : std::move(work->response)); });
}

/// Thrown to undo what a handler wrote before it answered with an error.
struct Undo {};

static void apply(const WorkPointer& work, db::Write& db, db::Read& main) {
    WriteCall call = work->write_call(db, main);
    work->response = work->route->write(call, work->prepared);
    if (work->response.status >= 400 && !work->response.keep_changes) throw Undo();
}

static Response after_apply(const WorkPointer& work, const std::exception_ptr& error) {
    if (!error) return std::move(work->response);
    try {
        std::rethrow_exception(error);
    } catch (const Undo&) {
        return std::move(work->response);
    } catch (...) {
        return response_for(*work, error);
    }
}

static void answer_write(const WorkPointer& work, const Dispatcher::Who& who) {
    std::optional<Response> stop;
    work->services.database->read([&](db::Read& db) {
        work->look_around(db, who);
        stop = stopped_by_guards(*work);
    });
    if (stop) return finish(work, std::move(*stop));
    if (work->route->prepare) {
        PrepareCall call = work->prepare_call();
        work->prepared = work->route->prepare(call);
    }
    touch_later(work);
    if (work->route->store.empty()) {
        work->services.database->submit([work](db::Write& db) { apply(work, db, db); },
                                        [work](const std::exception_ptr& error) { finish(work, after_apply(work, error)); });
        return;
    }
    work->database().submit([work](db::Write& db) { work->services.database->read([&](db::Read& main) { apply(work, db, main); }); },
                            [work](const std::exception_ptr& error) { finish(work, after_apply(work, error)); });
}

static void answer_nothing(const WorkPointer& work, const Dispatcher::Who& who, Status status) {
    work->services.database->read([&](db::Read& db) { work->look_around(db, who); });
    finish(work, status == method_not_allowed ? work->say(status, "method_not_allowed") : work->say(status, "not_found"));
}

Dispatcher::Dispatcher(const Services& services, const Routes& routes, Clock clock)
    : Dispatcher(services, routes, std::move(clock), who_asks) {}

Dispatcher::Dispatcher(const Services& services, const Routes& routes, Clock clock, Who who)
    : services_(services), routes_(routes), clock_(std::move(clock)), who_(std::move(who)) {}

static Response another_name() {
    return refusal(bad_request, "Another name", "This server does not answer to that host name. Use the address that your school gave you.");
}

void Dispatcher::handle(Request request, std::function<void(Response)> done) const {
    auto match = routes_.find(request.method, request.path);
    auto work = std::make_shared<Work>(services_, std::move(request), std::move(done), clock_());
    work->route = match.route;
    work->circumstances.parameters = std::move(match.parameters);
    try {
        if (!is_our_host(work->request.header("host"), services_.public_url)) {
            work->done(another_name());
        } else if (!match.route) {
            answer_nothing(work, who_, match.path_exists ? method_not_allowed : not_found);
        } else if (match.route->read) {
            answer_read(work, who_);
        } else {
            answer_write(work, who_);
        }
    } catch (...) {
        finish(work, response_for(*work, std::current_exception()));
    }
}

Admission Dispatcher::admit(Request head) const {
    auto match = routes_.find(head.method, head.path);
    Work work(services_, std::move(head), {}, clock_());
    work.route = match.route;
    work.circumstances.parameters = std::move(match.parameters);
    Admission admission;
    try {
        if (!is_our_host(work.request.header("host"), services_.public_url)) return {another_name()};
        services_.database->read([&](db::Read& db) { work.look_around(db, who_); });
        if (work.route) admission.refused = stopped_at_the_door(work);
    } catch (...) {
        admission.refused = response_for(work, std::current_exception());
    }
    admission.signed_in = work.visit.viewer.signed_in();
    if (admission.refused) add_security_headers(work, *admission.refused);
    return admission;
}

std::size_t Dispatcher::body_limit(Method method, std::string_view path) const {
    auto match = routes_.find(method, path);
    return match.route && !match.route->read ? match.route->most_body : 0;
}

Response refusal(int status, std::string_view title, std::string_view detail) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = fmt::format("{}\n\n{}\n", title, detail);
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Cache-Control", "no-store");
    return response;
}

}  // namespace http
