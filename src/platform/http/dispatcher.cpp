#include "http/dispatcher.h"

#include <memory>

#include <fmt/format.h>

#include "auth/session.h"
#include "base/error.h"
#include "http/guards.h"
#include "http/parse.h"
#include "http/public_pages.h"
#include "http/work.h"

namespace http {

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

static void answer_nothing(const WorkPointer& work, const Dispatcher::Who& who, Status status, std::string_view word) {
    work->services.database->read([&](db::Read& db) { work->look_around(db, who); });
    finish(work, work->say(status, word));
}

static Response not_found_page(ReadCall& call) {
    html::View view;
    const auto title = call.text("html.error.not_found.title");
    view.set("title", title).set("detail", call.text("html.error.not_found.detail"));
    return call.public_page(not_found, "html/error", title, std::move(view));
}

Dispatcher::Dispatcher(const Services& services, const Routes& routes, Clock clock)
    : Dispatcher(services, routes, std::move(clock), who_asks) {}

Dispatcher::Dispatcher(const Services& services, const Routes& routes, Clock clock, Who who)
    : services_(services), routes_(routes), clock_(std::move(clock)), who_(std::move(who)), pages_(std::make_unique<PublicPages>()) {}

Dispatcher::~Dispatcher() = default;

static Response another_name() {
    return refusal(bad_request, "Another name", "This server does not answer to that host name. Use the address that your school gave you.");
}

/// What an address means.
struct Dispatcher::Found {
    Routes::Match match;
    html::Language language = html::Language::en;  // of a public page
    std::string path;                              // without the language
};

static std::string without_language(std::string_view path, std::string_view prefix) {
    auto rest = path.substr(prefix.size());
    return rest.empty() ? "/" : std::string(rest);
}

Dispatcher::Found Dispatcher::find(Method method, std::string_view path) const {
    const bool reading = method == Method::get || method == Method::head;
    Found found{routes_.find(method, path), html::Language::en, std::string(path)};
    constexpr std::string_view spanish = "/es";
    if (!found.match.path_exists && (path == spanish || path.starts_with("/es/"))) {
        Found other{routes_.find(method, without_language(path, spanish)), html::Language::es, without_language(path, spanish)};
        if (other.match.route && !other.match.route->for_everybody) return found;  // pages for people who sign in ask the account
        found = std::move(other);
    }
    if (reading && !found.match.path_exists && !path.starts_with("/api/")) found.match.route = routes_.otherwise();
    return found;
}

std::shared_ptr<Work> Dispatcher::work_for(Request request, std::function<void(Response)> done, const Found& found) const {
    auto work = std::make_shared<Work>(services_, std::move(request), std::move(done), clock_());
    work->route = found.match.route;
    work->circumstances.parameters = found.match.parameters;
    if (work->route && work->route->for_everybody) work->language = found.language;
    return work;
}

std::uint64_t Dispatcher::version() const {
    return static_cast<std::uint64_t>(services_.database->statistics().commits) + changes_elsewhere_.load();
}

void Dispatcher::changed_elsewhere() const { ++changes_elsewhere_; }

std::optional<Response> Dispatcher::kept(const Request& request) const {
    if (request.method != Method::get && request.method != Method::head) return std::nullopt;
    if (!is_our_host(request.header("host"), services_.public_url)) return std::nullopt;
    if (!request.query.items().empty()) {
        const auto* route = find(request.method, request.path).match.route;
        if (!route || route->asks) return std::nullopt;
    }
    const auto kept = pages_->find(request, version(), clock_());
    return kept ? std::optional(choose(*kept, request)) : std::nullopt;
}

static base::Instant next_midnight(const Work& work) {
    return work.zone.to_instant({work.zone.day_of(work.now) + std::chrono::days(1), base::Minutes(0)});
}

Response Dispatcher::make_for_everybody(const WorkPointer& work) const {
    const std::string path = work->request.path;
    Response response;
    services_.database->read([&](db::Read& db) {
        work->look_around_for_everybody(db);
        work->request.path = find(work->request.method, path).path;
        std::vector<auth::AccessNote> notes;
        ReadCall call = work->read_call(db, db, notes);
        try {
            response = work->route->read(call);
        } catch (const base::NotFound&) {
            response = not_found_page(call);
        }
        if (!notes.empty()) throw std::logic_error("a public page shows records of a student");
    });
    work->request.path = path;
    if (response.find_header("Set-Cookie")) throw std::logic_error("a public page sets a cookie");
    add_public_headers(*work, response);
    return response;
}

void Dispatcher::answer_for_everybody(const WorkPointer& work) const {
    if (!work->route->asks) work->request.query = {};
    if (!work->request.query.items().empty()) return work->done(make_for_everybody(work));
    const auto place = pages_->entry(work->request);
    std::lock_guard one_makes_it(place->making);
    const auto now_version = version();
    auto kept = place->kept();
    if (!kept || !holds(*kept, now_version, work->now)) {
        Response response = make_for_everybody(work);
        if (response.status != ok) {
            pages_->give_up(work->request);
            return work->done(std::move(response));
        }
        const auto until = std::min(next_midnight(*work), response.valid_until.value_or(base::Instant::max()));
        kept = std::make_shared<const KeptAnswer>(make_kept(std::move(response), now_version, until));
        place->keep(kept);
    }
    work->done(choose(*kept, work->request));
}

void Dispatcher::handle(Request request, std::function<void(Response)> done) const {
    const Found found = find(request.method, request.path);
    auto work = work_for(std::move(request), std::move(done), found);
    try {
        if (!is_our_host(work->request.header("host"), services_.public_url)) {
            work->done(another_name());
        } else if (!work->route && found.match.path_exists) {
            answer_nothing(work, who_, method_not_allowed, "method_not_allowed");
        } else if (!work->route) {
            answer_nothing(work, who_, not_found, "not_found");
        } else if (work->request.too_large) {
            answer_nothing(work, who_, payload_too_large, "payload_too_large");
        } else if (work->route->for_everybody) {
            answer_for_everybody(work);
        } else if (work->route->read) {
            answer_read(work, who_);
        } else {
            answer_write(work, who_);
        }
    } catch (...) {
        finish(work, response_for(*work, std::current_exception()));
    }
}

Admission Dispatcher::admit(Request head) const {
    const Found found = find(head.method, head.path);
    const auto work = work_for(std::move(head), {}, found);
    Admission admission;
    try {
        if (!is_our_host(work->request.header("host"), services_.public_url)) return {another_name()};
        services_.database->read([&](db::Read& db) { work->look_around(db, who_); });
        if (work->route) admission.refused = stopped_at_the_door(*work);
    } catch (...) {
        admission.refused = response_for(*work, std::current_exception());
    }
    admission.signed_in = work->visit.viewer.signed_in();
    if (admission.refused) add_security_headers(*work, *admission.refused);
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
