// A request as the one who asked sees it, and as the one who works on it: the same page, with the tools beside it.
#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "files/files.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/pages.h"
#include "helpdesk/request_view.h"
#include "helpdesk/returned.h"
#include "helpdesk/suggestion.h"
#include "helpdesk/unchanged.h"
#include "helpdesk/uploads.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "mail/stopped.h"

namespace helpdesk {

static http::Response show_request(http::ReadCall& call) {
    Seen seen = fetch(call.db, call.viewer, call.id_as<RequestId>("request"));
    // All that they may know of it stands on the page of their own.
    if (seen.own) return call.redirect(fmt::format("/requests/{}", seen.own->value));
    return request_page(call, call.db, seen, fmt::format("/requests/{}", seen.request.id.value), {});
}

/// To write, close or reopen: not for those whose own request was joined with it.
static Seen to_answer(http::WriteCall& call) {
    Seen seen = fetch(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (seen.standing == Standing::joined) throw base::Forbidden(call.text("helpdesk.status.not_yours"));
    return seen;
}

/// The mailed address of somebody without an account; the token is the permission.
static http::Response show_status(http::ReadCall& call) {
    Seen seen{fetch_by_token(call.db, call.path("token")), Standing::requester};
    return request_page(call, call.db, seen, "/status/" + seen.request.token, {});
}

/// That it was sent, unless everybody knows by now that letters to that address come back.
/// Such as what a copier sent: there is nobody who could read an answer.
static bool reaches_nobody(http::WriteCall& call, const Request& request) { return request.origin == Origin::mail && requester_address(call.db, request).empty(); }

static std::string sent_words(http::WriteCall& call, const Seen& seen) {
    if (seen.standing != Standing::worker) return call.text("helpdesk.ticket.reply_sent");
    if (reaches_nobody(call, seen.request)) return call.text("helpdesk.ticket.reply_to_nobody");
    const auto reader = requester_address(call.db, seen.request);
    if (reader.empty() || !mail::stopped_address(call.db, reader)) return call.text("helpdesk.ticket.reply_sent");
    return call.text("helpdesk.ticket.reply_not_mailed", {{"address", reader}});
}

static http::Response answer(http::WriteCall& call, const Seen& seen, const std::string& address, StoredUploads& uploads) {
    const auto& form = call.request.form;
    if (form.has("use_template")) {
        TypedReply typed{filled_template(call, call.db, seen.request, form.text("template"), form.text("body")), std::nullopt};
        return request_page(call, call.db, seen, address, typed);
    }
    auto kind = form.text("kind") == "note" ? MessageKind::note : MessageKind::reply;
    if (uploads.problem) {
        return request_page(call, call.db, seen, address, {std::string(form.text("body")), uploads.problem->message});
    }
    try {
        add_message(call.db, call.viewer, call.now, seen, kind, form.text("body"), uploads.files);
    } catch (const base::Invalid& problem) {
        return request_page(call, call.db, seen, address, {std::string(form.text("body")), problem.what()});
    }
    return call.redirect_with_notice(address, kind == MessageKind::note ? call.text("helpdesk.ticket.note_saved") : sent_words(call, seen));
}

static http::Response write_message(http::WriteCall& call, StoredUploads& uploads) {
    Seen seen = to_answer(call);
    return answer(call, seen, fmt::format("/requests/{}", seen.request.id.value), uploads);
}

/// Files are kept only when there is such a request.
static StoredUploads store_uploads_by_token(http::PrepareCall& call) {
    call.services.database->read([&](db::Read& db) { return fetch_by_token(db, call.path("token")).id; });
    return store_uploads(call);
}

static http::Response write_message_by_token(http::WriteCall& call, StoredUploads& uploads) {
    Seen seen{fetch_by_token(call.db, call.path("token")), Standing::requester};
    return answer(call, seen, "/status/" + seen.request.token, uploads);
}

static http::Response back_to(const http::WriteCall& call, RequestId id, std::string_view notice_key) {
    return call.redirect_with_notice(fmt::format("/requests/{}", id.value), call.text(notice_key));
}

static Request to_work_on(http::WriteCall& call) { return fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request")); }

static http::Response set_waiting(http::WriteCall& call) {
    Request request = to_work_on(call);
    if (auto changed = require_unchanged(call, request)) return *changed;
    const auto& form = call.request.form;
    auto reason = parse_waiting_reason(form.text("reason"));
    if (!reason) throw base::Invalid("reason", call.text("helpdesk.form.choose_reason"));
    auto until = base::parse_day(form.text("until"));
    if (!until && !form.text("until").empty()) throw base::Invalid("until", call.text("helpdesk.form.day_wrong"));
    if (until && *until <= call.today()) throw base::Invalid("until", call.text("helpdesk.form.day_over"));
    wait(call.db, call.viewer, call.now, request, {*reason, std::string(form.text("words")), until});
    return back_to(call, request.id, "helpdesk.ticket.waits_now");
}

/// "2026-03-12T14:00" as browsers send it, on the clocks of the district.
static std::optional<base::Instant> parse_local(base::TimeZone zone, std::string_view text) {
    if (text.size() < 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
    auto day = base::parse_day(text.substr(0, 10));
    auto hour = base::parse_integer(text.substr(11, 2));
    auto minute = base::parse_integer(text.substr(14, 2));
    if (!day || !hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
    return zone.to_instant({*day, base::Minutes(*hour * 60 + *minute)});
}

static http::Response set_schedule(http::WriteCall& call) {
    Request request = to_work_on(call);
    if (auto changed = require_unchanged(call, request)) return *changed;
    auto at = parse_local(call.zone, call.request.form.text("at"));
    if (!at) throw base::Invalid("at", call.text("helpdesk.form.time_wrong"));
    schedule(call.db, call.viewer, call.now, request, *at);
    return back_to(call, request.id, "helpdesk.ticket.scheduled_now");
}

static http::Response resume_request(http::WriteCall& call) {
    Request request = to_work_on(call);
    if (auto changed = require_unchanged(call, request)) return *changed;
    resume(call.db, call.viewer, call.now, request);
    return back_to(call, request.id, "helpdesk.ticket.resumed_now");
}

static http::Response resolve_request(http::WriteCall& call) {
    Request request = to_work_on(call);
    if (auto changed = require_unchanged(call, request)) return *changed;
    auto words = base::trim(call.request.form.text("words"));
    if (words.empty()) throw base::Invalid("words", call.text("helpdesk.form.resolve_words_missing"));
    solve(call.db, call.viewer, call.now, request, words);
    if (const auto article = base::parse_integer(call.request.form.text("article"))) solve_with(call.db, call.viewer, call.now, request, {*article});
    return back_to(call, request.id, reaches_nobody(call, request) ? "helpdesk.ticket.resolved_for_nobody" : "helpdesk.ticket.resolved_now");
}

/// The requester says that it works again, or the department that nothing is left to do.
static http::Response close_request(http::WriteCall& call) {
    Seen seen = to_answer(call);
    close(call.db, call.viewer, call.now, seen.request);
    return back_to(call, seen.request.id, "helpdesk.status.closed_now");
}

static http::Response close_by_token(http::WriteCall& call) {
    Request request = fetch_by_token(call.db, call.path("token"));
    close(call.db, call.viewer, call.now, request);
    return call.redirect_with_notice("/status/" + request.token, call.text("helpdesk.status.closed_now"));
}

static void say_and_reopen(http::WriteCall& call, const Seen& seen) {
    auto words = call.request.form.text("words");
    if (words.empty()) {
        reopen(call.db, call.viewer, call.now, seen.request, words);
    } else if (seen.standing == Standing::worker) {
        add_message(call.db, call.viewer, call.now, seen, MessageKind::reply, words, {});
        reopen(call.db, call.viewer, call.now, seen.request, words);
    } else {
        say_not_solved(call.db, call.viewer, call.now, seen, words);
    }
}

static http::Response reopen_request(http::WriteCall& call) {
    Seen seen = to_answer(call);
    if (auto changed = require_unchanged(call, seen.request)) return *changed;
    say_and_reopen(call, seen);
    return back_to(call, seen.request.id, "helpdesk.status.reopened_now");
}

static http::Response reopen_by_token(http::WriteCall& call) {
    Seen seen{fetch_by_token(call.db, call.path("token")), Standing::requester};
    say_and_reopen(call, seen);
    return call.redirect_with_notice("/status/" + seen.request.token, call.text("helpdesk.status.reopened_now"));
}

static http::Response serve_file(const http::Call& call, const std::vector<Attachment>& files, std::int64_t id) {
    auto found = std::ranges::find(files, id, &Attachment::id);
    if (found == files.end()) throw base::NotFound("no such file");
    auto path = call.services.files->path({found->hash});
    if (!path) throw std::runtime_error("a stored file is missing on the disk");
    http::Response response;
    response.file_path = *path;
    bool image = found->content_type.starts_with("image/");
    response.content_type = image || found->content_type == "application/pdf" ? found->content_type : "application/octet-stream";
    response.header("Content-Disposition", fmt::format("{}; filename*=UTF-8''{}", image ? "inline" : "attachment", http::percent_encode(found->file_name)));
    // Whatever the bytes are, nothing in them runs.
    response.header("Content-Security-Policy", "default-src 'none'; sandbox");
    response.header("Cache-Control", "private, max-age=3600");
    return response;
}

static http::Response show_file(http::ReadCall& call) {
    Seen seen = fetch(call.db, call.viewer, call.id_as<RequestId>("request"));
    return serve_file(call, attachments(call.db, seen), call.id("file"));
}

static http::Response show_file_by_token(http::ReadCall& call) {
    Seen seen{fetch_by_token(call.db, call.path("token")), Standing::requester};
    return serve_file(call, attachments(call.db, seen), call.id("file"));
}

void request_routes(http::Routes& routes) {
    routes.get("/requests/{request}", http::signed_in, show_request);
    routes.get("/requests/{request}/files/{file}", http::signed_in, show_file);
    routes.post("/requests/{request}/messages", http::signed_in, store_uploads, write_message).body_limit(most_upload_body);
    routes.post("/requests/{request}/closure", http::signed_in, close_request);
    routes.post("/requests/{request}/reopening", http::signed_in, reopen_request);
    routes.post("/requests/{request}/wait", may_work, set_waiting);
    routes.post("/requests/{request}/schedule", may_work, set_schedule);
    routes.post("/requests/{request}/resumption", may_work, resume_request);
    routes.post("/requests/{request}/resolution", may_work, resolve_request);
    routes.get("/status/{token}", http::anyone, show_status);
    routes.get("/status/{token}/files/{file}", http::anyone, show_file_by_token);
    routes.post("/status/{token}/messages", http::anyone, store_uploads_by_token, write_message_by_token).body_limit(most_upload_body).with_own_secret();
    routes.post("/status/{token}/closure", http::anyone, close_by_token).with_own_secret();
    routes.post("/status/{token}/reopening", http::anyone, reopen_by_token).with_own_secret();
}

}  // namespace helpdesk
