#include "http/work.h"

#include <fmt/format.h>

#include "auth/secret.h"
#include "auth/session.h"
#include "base/error.h"
#include "base/log.h"
#include "db/outcome.h"
#include "db/setting.h"
#include "http/content_policy.h"
#include "http/guards.h"
#include "http/live.h"
#include "http/notice.h"

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

Visit who_asks(db::Read& db, const Request& request, base::Instant now) {
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

void Work::look_around(db::Read& db, const Dispatcher::Who& who) {
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

void Work::look_around_for_everybody(db::Read& db) {
    circumstances.for_everybody = true;
    circumstances.district = db::setting_or(db, "district.name", "Belltower");
    zone = db::district_zone(db);
}

Response Work::say(Status status, std::string_view word, std::string_view detail) const {
    auto words = [&](std::string_view part) { return call().text(fmt::format("html.error.{}.{}", word, part)); };
    return call().problem(status, words("title"), detail.empty() ? words("detail") : std::string(detail));
}

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

Response response_for(const Work& work, const std::exception_ptr& error) {
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

/// What holds for every answer, whoever asks.
static void add_common_headers(const Work& work, Response& response, std::string_view framed_by) {
    if (!response.find_header("Content-Security-Policy")) response.header("Content-Security-Policy", content_policy(framed_by));
    response.header("X-Content-Type-Options", "nosniff");
    if (work.request.secure) response.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

void add_security_headers(const Work& work, Response& response) {
    add_common_headers(work, response, "'none'");
    response.header("Referrer-Policy", "same-origin");
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (!response.find_header("Cache-Control")) response.header("Cache-Control", work.visit.viewer.signed_in() ? "private, no-store" : "no-cache");
    response.header("Vary", "Cookie, Accept-Language");
}

void add_public_headers(const Work& work, Response& response) {
    response.for_everybody = true;
    add_common_headers(work, response, "'none'");
    response.header("Referrer-Policy", "strict-origin-when-cross-origin");
    response.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    // Whoever keeps it asks each time whether it is still so: a closure or a changed menu is seen at once.
    if (!response.find_header("Cache-Control")) response.header("Cache-Control", "public, no-cache");
    response.header("Vary", "Accept-Encoding");
}

}  // namespace http
