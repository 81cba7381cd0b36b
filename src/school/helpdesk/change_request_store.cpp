// Take, assign, wait, schedule, resume, resolve, close, reopen: what moves one request through its life.
#include <fmt/format.h>

#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/routed.h"
#include "helpdesk/suggestion.h"

namespace helpdesk {

static void set_state(db::Write& db, base::Instant now, const Request& request, State to) {
    db.query(R"sql(
        UPDATE helpdesk_request
           SET state = :to, waiting_reason = NULL, waiting_words = '', waiting_until_on = NULL, scheduled_at = NULL, updated_at = :now
         WHERE id = :id
    )sql").bind("to", word(to)).bind("now", now).bind("id", request.id).run();
}

static void leave_pause(db::Write& db, base::Instant now, const Request& request) {
    if (request.state != State::waiting && request.state != State::scheduled) return;
    end_pause(db, now, request.id);
    retarget(db, request.id);
}

static void set_assignee(db::Write& db, RequestId id, std::optional<auth::AccountId> to) {
    db.query("UPDATE helpdesk_request SET assignee_id = :to WHERE id = :id").bind("to", to).bind("id", id).run();
}

void take(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    if (!unfinished(request.state)) require_may_follow(request, State::open);
    if (request.assignee && *request.assignee == viewer.account() && request.state == State::open) return;
    set_assignee(db, request.id, viewer.account());
    if (request.state == State::fresh) set_state(db, now, request, State::open);
    note_change(db, viewer, now, request, {.action = "taken", .detail = detail({{"by", viewer.name()}})});
}

void assign(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::optional<auth::AccountId> to) {
    if (!unfinished(request.state)) throw base::Conflict("The request has ended. Reopen it before you give it to somebody.");
    set_assignee(db, request.id, to);
    if (to && request.state == State::fresh) set_state(db, now, request, State::open);
    std::string name = to ? db.query("SELECT name FROM auth_account WHERE id = :id").bind("id", *to).one_text() : std::string();
    note_change(db, viewer, now, request, {.action = to ? "assigned" : "released", .detail = detail({{"to", name}})});
    if (to && *to != viewer.account()) notify(db, now, {.request = request.id, .kind = NoticeKind::assigned, .account = to});
}

void wait(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Wait& why) {
    require_may_follow(request, State::waiting);
    if (why.words.empty()) throw base::Invalid("words", "Say in a sentence what it waits for; the requester reads it.");
    db.query(R"sql(
        UPDATE helpdesk_request
           SET state = 'waiting', waiting_reason = :reason, waiting_words = :words, waiting_until_on = :until, scheduled_at = NULL,
               responded_at = COALESCE(responded_at, :now), updated_at = :now
         WHERE id = :id
    )sql")
        .bind("reason", word(why.reason))
        .bind("words", why.words)
        .bind("until", why.until)
        .bind("now", now)
        .bind("id", request.id)
        .run();
    begin_pause(db, now, request.id, word(why.reason));
    note_change(db, viewer, now, request, {.action = "waiting", .detail = detail({{"reason", std::string(word(why.reason))}}), .why = why.words});
    notify(db, now, {.request = request.id, .kind = NoticeKind::waiting, .words = why.words});
}

void schedule(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, base::Instant at) {
    require_may_follow(request, State::scheduled);
    if (at <= now) throw base::Invalid("at", "Choose a time that is still to come.");
    db.query(R"sql(
        UPDATE helpdesk_request
           SET state = 'scheduled', scheduled_at = :at, waiting_reason = NULL, waiting_words = '', waiting_until_on = NULL,
               responded_at = COALESCE(responded_at, :now), updated_at = :now
         WHERE id = :id
    )sql").bind("at", at).bind("now", now).bind("id", request.id).run();
    begin_pause(db, now, request.id, "window");
    note_change(db, viewer, now, request, {.action = "scheduled", .detail = detail({{"at", base::to_iso(at)}})});
    notify(db, now, {.request = request.id, .kind = NoticeKind::scheduled});
}

void resume(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    resume(db, viewer, now, request, {.action = "resumed"});
}

void resume(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Change& change) {
    if (request.state != State::waiting && request.state != State::scheduled) require_may_follow(request, State::open);
    set_state(db, now, request, State::open);
    leave_pause(db, now, request);
    note_change(db, viewer, now, request, change);
}

void resolve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::string_view words) {
    resolve(db, viewer, now, request, Told{words});
}

void resolve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Told& told) {
    require_may_follow(request, State::resolved);
    set_state(db, now, request, State::resolved);
    leave_pause(db, now, request);
    db.query(R"sql(
        UPDATE helpdesk_request
           SET resolved_at = :now, responded_at = COALESCE(responded_at, :now), assignee_id = COALESCE(assignee_id, :by)
         WHERE id = :id
    )sql")
        .bind("now", now)
        .bind("by", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt)
        .bind("id", request.id)
        .run();
    learn_routing(db, request.id, request.team, RoutingLesson::ended_there);
    note_change(db, viewer, now, request, {.action = "resolved", .why = told.words});
    notify(db, now, {.request = request.id, .kind = NoticeKind::resolved, .message = told.reply, .words = std::string(told.words)});
}

static void end_as_closed(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Change& change) {
    require_may_follow(request, State::closed);
    set_state(db, now, request, State::closed);
    leave_pause(db, now, request);
    db.query("UPDATE helpdesk_request SET closed_at = :now, resolved_at = COALESCE(resolved_at, :now) WHERE id = :id")
        .bind("now", now)
        .bind("id", request.id)
        .run();
    note_change(db, viewer, now, request, change);
}

void close(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    end_as_closed(db, viewer, now, request, {.action = "closed"});
}

void close_by_itself(db::Write& db, base::Instant now, const Request& request, int school_days) {
    end_as_closed(db, auth::Viewer::system(), now, request, {.action = "closed_by_itself", .detail = detail({{"n", std::to_string(school_days)}})});
}

void count_reopening(db::Write& db, base::Instant now, const Request& request) {
    // The time between resolution and reopening was nobody's work: it counts as a pause, so the target is not missed by it.
    db.query("INSERT INTO helpdesk_pause (request_id, reason, from_at, to_at) VALUES (:request, 'resolved', :from, :now)")
        .bind("request", request.id)
        .bind("from", request.resolved_at.value_or(now))
        .bind("now", now)
        .run();
    db.query("UPDATE helpdesk_request SET resolved_at = NULL, closed_at = NULL, reopened = reopened + 1 WHERE id = :id").bind("id", request.id).run();
    retarget(db, request.id);
    count_came_back(db, now, request.id);
}

void reopen(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::string_view words) {
    reopen(db, viewer, now, request, Told{words});
}

void reopen(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Told& told) {
    if (request.state != State::resolved && request.state != State::closed) {
        throw base::Conflict("The request is not ended, so there is nothing to reopen.");
    }
    set_state(db, now, request, State::open);
    count_reopening(db, now, request);
    note_change(db, viewer, now, request, {.action = "reopened", .why = told.words});
    if (!told.quiet) notify(db, now, {.request = request.id, .kind = NoticeKind::reopened, .message = told.reply, .words = std::string(told.words)});
}

}  // namespace helpdesk
