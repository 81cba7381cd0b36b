/// What every change of a request does besides the change itself: event, search document, notice, live topics. Only for the stores of this room.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "db/db.h"
#include "helpdesk/request.h"

namespace helpdesk {

enum class NoticeKind {
    confirm, received, walk_up, replied, waiting, scheduled, handed_over, resolved, reopened, merged, requester_replied, assigned, mentioned,
    resumed, kept_as_note
};

struct NewNotice {
    RequestId request;
    NoticeKind kind;
    std::optional<std::int64_t> message;
    std::optional<auth::AccountId> account;
    std::string secret;
    std::string words;
};

/// Queues a notice and the job that turns it into letters.
void notify(db::Write& db, base::Instant now, const NewNotice& notice);

/// A JSON object of words, for an event's detail.
std::string detail(std::initializer_list<std::pair<std::string_view, std::string>> fields);

struct Change {
    std::string_view action;  // message key helpdesk.event.<action>
    std::string detail = "{}";
    std::string_view why = {};
};

/// How the letter of a change tells it: in words of its own, or by the reply that was written with it.
struct Told {
    std::string_view words;
    std::optional<std::int64_t> reply = {};
    bool quiet = false;  // nobody is written to
};
void resolve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Told& told);
void reopen(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Told& told);
/// Back into the queue, for the reason that the change names.
void resume(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Change& change);

/// What somebody wrote, however it came.
struct Words {
    MessageKind kind = MessageKind::reply;
    std::string_view body;
    std::optional<auth::AccountId> author;
    std::string author_name;
    bool from_requester = false;
};
/// The message with its files, its search document and its event; no letter, no change of state. Returns its number. Throws base::Invalid when nothing
/// is said or too much.
std::int64_t keep_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Words& words,
                        const std::vector<NewAttachment>& files);
/// What follows from a reply of the department, and from one of the requester: add_message says what.
void follow_reply(db::Write& db, base::Instant now, RequestId request, const Told& told);
void follow_answer(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Told& told);

/// Records the event, moves updated_at and tells live pages. Called once by each change.
void note_change(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Change& change);

/// Writes the search document of a request from its rows.
void index_request(db::Write& db, RequestId id);
/// The same for its messages; after a change of the school, which says who finds them.
void index_messages(db::Write& db, const Request& request);

/// The live topics of a request's pages and of the queue.
std::string topic_of(const Request& request);
constexpr std::string_view queue_topic = "queue";
/// Of the pages of known problems, whichever it is: how many people told us.
constexpr std::string_view problem_topic = "known-problems";

/// Throws base::Conflict in words for people when the state cannot follow; so a second click and a second person are told, not obeyed twice.
void require_may_follow(const Request& request, State to);

/// Names files that are already in the store.
void add_attachments(db::Write& db, base::Instant now, RequestId request, std::optional<std::int64_t> message,
                     const std::vector<NewAttachment>& files);

/// Starts or ends a pause of the target clock.
void begin_pause(db::Write& db, base::Instant now, RequestId id, std::string_view reason);
void end_pause(db::Write& db, base::Instant now, RequestId id);

}  // namespace helpdesk
