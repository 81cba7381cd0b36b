#include "helpdesk/change.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "auth/secret.h"
#include "http/live.h"
#include "jobs/jobs.h"
#include "search/search.h"

namespace helpdesk {

static std::string_view word(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::confirm: return "confirm";
        case NoticeKind::received: return "received";
        case NoticeKind::walk_up: return "walk_up";
        case NoticeKind::replied: return "replied";
        case NoticeKind::waiting: return "waiting";
        case NoticeKind::scheduled: return "scheduled";
        case NoticeKind::handed_over: return "handed_over";
        case NoticeKind::resolved: return "resolved";
        case NoticeKind::reopened: return "reopened";
        case NoticeKind::merged: return "merged";
        case NoticeKind::requester_replied: return "requester_replied";
        case NoticeKind::assigned: return "assigned";
        case NoticeKind::mentioned: return "mentioned";
        case NoticeKind::resumed: return "resumed";
        case NoticeKind::kept_as_note: return "kept_as_note";
    }
    return "received";
}

void notify(db::Write& db, base::Instant now, const NewNotice& notice) {
    db.query(R"sql(
        INSERT INTO helpdesk_notice (request_id, kind, message_id, account_id, secret, words, at)
        VALUES (:request, :kind, :message, :account, :secret, :words, :now)
    )sql")
        .bind("request", notice.request)
        .bind("kind", word(notice.kind))
        .bind("message", notice.message)
        .bind("account", notice.account)
        .bind("secret", notice.secret)
        .bind("words", notice.words)
        .bind("now", now)
        .run();
    jobs::enqueue(db, now, {.name = "helpdesk.letters", .unique_key = "letters"});
}

std::string detail(std::initializer_list<std::pair<std::string_view, std::string>> fields) {
    boost::json::object object;
    for (const auto& [name, value] : fields) object[name] = value;
    return boost::json::serialize(object);
}

void note_change(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Change& change) {
    auth::record(db, viewer, now,
                 {.subject_kind = "request",
                  .subject_id = request.id.value,
                  .action = change.action,
                  .why = change.why,
                  .detail = change.detail});
    if (request.updated_at != now) {
        db.query("UPDATE helpdesk_request SET updated_at = :now WHERE id = :id").bind("now", now).bind("id", request.id).run();
    }
    http::touch(db, now, queue_topic);
    http::touch(db, now, topic_of(request));
}

/// The token opens the request, and a topic stands in addresses that proxies write down; so it is a hash of it, long enough to meet no other.
std::string topic_of(const Request& request) { return "request/" + auth::hash_token(request.token).substr(0, 32); }

void require_may_follow(const Request& request, State to) {
    if (!may_follow(request.state, to)) {
        throw base::Conflict(fmt::format("The request is {} by now, so it cannot become {}. Nothing was changed.", word(request.state), word(to)));
    }
}

void begin_pause(db::Write& db, base::Instant now, RequestId id, std::string_view reason) {
    end_pause(db, now, id);
    db.query("INSERT INTO helpdesk_pause (request_id, reason, from_at) VALUES (:request, :reason, :now)")
        .bind("request", id)
        .bind("reason", reason)
        .bind("now", now)
        .run();
}

void end_pause(db::Write& db, base::Instant now, RequestId id) {
    db.query("UPDATE helpdesk_pause SET to_at = :now WHERE request_id = :request AND to_at IS NULL").bind("now", now).bind("request", id).run();
}

struct Indexed {
    std::string title;
    std::string text;
    std::vector<std::string> scopes;
    base::Instant at;
};

void index_request(db::Write& db, RequestId id) {
    auto document = db.query(R"sql(
        SELECT title, description, room, requester_name, school_id, requester_id, created_at FROM helpdesk_request WHERE id = :id
    )sql").bind("id", id).one([&](const db::Row& row) {
        Indexed found{std::string(row.text("title")), fmt::format("{}\n{} {}", row.text("description"), row.text("room"), row.text("requester_name")),
                      {"work:all", fmt::format("work:{}", row.integer("school_id"))}, row.instant("created_at")};
        if (auto account = row.maybe_integer("requester_id")) found.scopes.push_back(fmt::format("account:{}", *account));
        return found;
    });
    search::put(db, {.kind = "request", .id = id.value, .title = document.title, .text = document.text, .scopes = document.scopes, .at = document.at});
}

}  // namespace helpdesk
