#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/follow.h"
#include "helpdesk/thanks.h"
#include "search/search.h"

namespace helpdesk {

constexpr std::size_t most_message_points = 20'000;

static Message read_message(const db::Row& row) {
    Message message;
    message.id = row.integer("id");
    message.kind = row.text("kind") == "note" ? MessageKind::note : MessageKind::reply;
    if (auto author = row.maybe_integer("author_id")) message.author = auth::AccountId{*author};
    message.author_name = row.text("author_name");
    message.from_requester = row.flag("from_requester");
    message.body = row.text("body");
    message.at = row.instant("at");
    return message;
}

std::vector<Message> messages(db::Read& db, const Seen& seen) {
    return db.query(R"sql(
        SELECT id, kind, author_id, author_name, from_requester, body, at
          FROM helpdesk_message
         WHERE request_id = :request AND (kind = 'reply' OR :notes = 1) AND (from_requester = 0 OR :joined = 0)
         ORDER BY id
    )sql")
        .bind("request", seen.request.id)
        .bind("notes", seen.standing == Standing::worker)
        .bind("joined", seen.standing == Standing::joined)
        .all(read_message);
}

std::vector<Attachment> attachments(db::Read& db, const Seen& seen) {
    if (seen.standing == Standing::joined) return {};
    return db.query(R"sql(
        SELECT a.id, a.message_id, a.file_hash, a.file_name, a.content_type, a.size_bytes
          FROM helpdesk_attachment a
          LEFT JOIN helpdesk_message m ON m.id = a.message_id
         WHERE a.request_id = :request AND (m.id IS NULL OR m.kind = 'reply' OR :notes = 1)
         ORDER BY a.id
    )sql").bind("request", seen.request.id).bind("notes", seen.standing == Standing::worker).all([](const db::Row& row) {
        return Attachment{row.integer("id"), row.maybe_integer("message_id"), std::string(row.text("file_hash")),
                          std::string(row.text("file_name")), std::string(row.text("content_type")), row.integer("size_bytes")};
    });
}

std::vector<files::Hash> named_files(db::Read& db) {
    return db.query("SELECT DISTINCT file_hash FROM helpdesk_attachment").all([](const db::Row& row) {
        return files::Hash{std::string(row.text("file_hash"))};
    });
}

void add_attachments(db::Write& db, base::Instant now, RequestId request, std::optional<std::int64_t> message,
                     const std::vector<NewAttachment>& files) {
    for (const auto& file : files) {
        db.query(R"sql(
            INSERT INTO helpdesk_attachment (request_id, message_id, file_hash, file_name, content_type, size_bytes, at)
            VALUES (:request, :message, :hash, :name, :type, :size, :now)
        )sql")
            .bind("request", request)
            .bind("message", message)
            .bind("hash", file.hash)
            .bind("name", file.file_name)
            .bind("type", file.content_type)
            .bind("size", file.size_bytes)
            .bind("now", now)
            .run();
    }
}

static std::int64_t insert_message(db::Write& db, base::Instant now, RequestId request, const Words& words) {
    return db.query(R"sql(
        INSERT INTO helpdesk_message (request_id, kind, author_id, author_name, from_requester, body, at)
        VALUES (:request, :kind, :author, :name, :from_requester, :body, :now) RETURNING id
    )sql")
        .bind("request", request)
        .bind("kind", words.kind == MessageKind::note ? "note" : "reply")
        .bind("author", words.author)
        .bind("name", words.author_name)
        .bind("from_requester", words.from_requester)
        .bind("body", words.body)
        .bind("now", now)
        .one_integer();
}

static void index_message(db::Write& db, const Request& request, MessageKind kind, std::int64_t id, std::string_view body, base::Instant now) {
    std::vector<std::string> scopes{"work:all", fmt::format("work:{}", request.school.value)};
    if (kind == MessageKind::reply && request.requester) scopes.push_back(fmt::format("account:{}", request.requester->value));
    search::put(db, {.kind = kind == MessageKind::note ? "note" : "reply", .id = id, .title = request.title, .text = body, .scopes = scopes, .at = now});
}

void index_messages(db::Write& db, const Request& request) {
    for (const auto& message : messages(db, {request, Standing::worker})) index_message(db, request, message.kind, message.id, message.body, message.at);
}

std::int64_t keep_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Words& words,
                        const std::vector<NewAttachment>& files) {
    if (words.body.empty() && files.empty()) throw base::Invalid("body", "Write something, or add a photo or file.");
    if (base::count_code_points(words.body) > most_message_points) throw base::Invalid("body", "At most 20,000 characters. Put the rest into a file.");
    auto id = insert_message(db, now, request.id, words);
    add_attachments(db, now, request.id, id, files);
    index_message(db, request, words.kind, id, words.body, now);
    note_change(db, viewer, now, request,
                {.action = words.kind == MessageKind::note ? "noted" : "replied", .detail = detail({{"message", std::to_string(id)}})});
    return id;
}

/// The reply or note of a page, with all that belongs to it but for the letters.
static std::int64_t write_message(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Seen& seen, MessageKind kind,
                                  std::string_view body, const std::vector<NewAttachment>& files) {
    if (seen.request.state == State::merged) throw base::Conflict("This request was joined with another. The department works on both together.");
    if (seen.standing == Standing::joined) throw base::Forbidden("This request is somebody else's; yours was joined with it.");
    if (kind == MessageKind::note && seen.standing != Standing::worker) throw base::Forbidden("Only the department writes notes.");
    auto author = viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt;
    auto name = viewer.signed_in() ? viewer.name() : seen.request.requester_name;
    return keep_words(db, viewer, now, seen.request, {kind, body, author, name, seen.standing == Standing::requester}, files);
}

void follow_reply(db::Write& db, base::Instant now, RequestId request, const Told& told) {
    db.query("UPDATE helpdesk_request SET responded_at = COALESCE(responded_at, :now) WHERE id = :id").bind("now", now).bind("id", request).run();
    if (!told.quiet) notify(db, now, {.request = request, .kind = NoticeKind::replied, .message = told.reply});
}

/// What reopens is told by the letter of the reopening, which carries the words.
void follow_answer(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Told& told) {
    if (request.state == State::resolved || request.state == State::closed) return reopen(db, viewer, now, request, told);
    if (!told.quiet) notify(db, now, {.request = request.id, .kind = NoticeKind::requester_replied, .message = told.reply});
    if (request.state == State::waiting && request.waiting_reason == WaitingReason::requester) resume(db, viewer, now, request);
}

void add_message(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Seen& seen, MessageKind kind, std::string_view body,
                 const std::vector<NewAttachment>& files) {
    body = base::trim(body);
    auto id = write_message(db, viewer, now, seen, kind, body, files);
    if (kind == MessageKind::note) tell_mentioned(db, viewer, now, seen.request, id);
    else if (seen.standing == Standing::worker) follow_reply(db, now, seen.request.id, {body, id});
    else if (files.empty() && thanks_for_solved(db, seen.request, body, viewer.name())) note_thanks(db, now, seen.request.id);
    else follow_answer(db, viewer, now, seen.request, {body, id});
}

void say_not_solved(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Seen& seen, std::string_view words) {
    words = base::trim(words);
    // Somebody else may have opened it meanwhile.
    if (seen.request.state != State::resolved && seen.request.state != State::closed) return add_message(db, viewer, now, seen, MessageKind::reply, words, {});
    auto id = write_message(db, viewer, now, seen, MessageKind::reply, words, {});
    reopen(db, viewer, now, seen.request, Told{words, id});
}

void solve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::string_view words) {
    words = base::trim(words);
    auto id = write_message(db, viewer, now, {request, Standing::worker}, MessageKind::reply, words, {});
    resolve(db, viewer, now, request, {words, id});
}

}  // namespace helpdesk
