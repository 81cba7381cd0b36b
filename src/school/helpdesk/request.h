/// A request for help: what it is, what may happen to it, and how it is fetched by those who may see it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "helpdesk/helpdesk.h"
#include "inventory/inventory.h"
#include "roster/roster.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace helpdesk {

struct TeamId {
    std::int64_t value = 0;
    auto operator<=>(const TeamId&) const = default;
};

enum class State { held, fresh, open, waiting, scheduled, resolved, closed, merged };
enum class WaitingReason { requester, part, vendor, authority, skill, other_work, window };
enum class Origin { web, label, walk_up, api, mail };

std::string_view word(State state);  // as stored and in the API: "new" for fresh
std::string_view word(WaitingReason reason);
std::string_view word(Origin origin);
std::optional<State> parse_state(std::string_view word);
std::optional<WaitingReason> parse_waiting_reason(std::string_view word);
std::optional<Origin> parse_origin(std::string_view word);

/// What may follow what (H1). A held request becomes new when its link is opened; nothing leaves merged.
bool may_follow(State from, State to);
/// Somebody can do something about it now: it stands in the queue.
constexpr bool in_queue(State state) { return state == State::fresh || state == State::open; }
/// Not ended: in the queue, or paused.
constexpr bool unfinished(State state) { return in_queue(state) || state == State::waiting || state == State::scheduled; }

struct Request {
    RequestId id;
    std::string token;
    std::string title;
    std::string description;
    CategoryId category;
    TeamId team;
    std::optional<auth::AccountId> assignee;
    roster::OrgId school;
    std::string room;
    std::optional<inventory::DeviceId> device;
    std::optional<auth::AccountId> requester;
    std::optional<roster::PersonId> requester_person;
    std::string requester_name;
    std::string requester_email;
    std::string language;
    Origin origin = Origin::web;
    State state = State::fresh;
    std::optional<WaitingReason> waiting_reason;
    std::string waiting_words;
    std::optional<base::Day> waiting_until;
    std::optional<base::Instant> scheduled_at;
    int impact = 3;
    int urgency = 3;
    bool class_waiting = false;
    int priority = 4;
    std::string routing_reason;
    double routing_confidence = 0;
    base::Instant created_at;
    base::Instant updated_at;
    base::Instant response_due_at;
    base::Instant due_at;
    std::optional<base::Instant> responded_at;
    std::optional<base::Instant> resolved_at;
    std::optional<RequestId> merged_into;
    int reopened = 0;
    std::optional<auth::AccountId> given_to;  // whom the team's rule for new requests chose
};

/// How the viewer stands to a request; decides what a page shows and what may be done. Joined: what they asked for was joined with it, so they
/// learn its state, why it waits, its place and what the department answers, and nothing that somebody else wrote.
enum class Standing { requester, worker, joined };

struct Seen {
    Request request;
    Standing standing;
    std::optional<RequestId> own = {};  // for joined: the viewer's own request
};

/// The request, when the viewer asked for it, asked for one that was joined with it, or works at its school; watching it gives no sight. For
/// joined it holds nothing of the other person. Throws base::NotFound for everybody else: who may not see a request does not learn that it exists.
Seen fetch(db::Read& db, const auth::Viewer& viewer, RequestId id);
/// The same as fetch, but base::NotFound unless the viewer works at its school.
Request fetch_for_work(db::Read& db, const auth::Viewer& viewer, RequestId id);
/// What a request was joined with, as Standing::joined sees it; absent when it was not joined.
std::optional<Request> joined_with(db::Read& db, const Request& own);
/// By the address that was mailed to the requester; the token is the permission. Notes and other people's data are not for it.
Request fetch_by_token(db::Read& db, std::string_view token);

/// A photo or file that was put into the file store before the transaction.
struct NewAttachment {
    std::string hash;
    std::string file_name;
    std::string content_type;
    std::int64_t size_bytes = 0;
};

constexpr std::size_t most_title_points = 200;

struct NewRequest {
    std::string title;
    std::string description;
    CategoryId category;
    roster::OrgId school;
    std::string room;
    std::optional<inventory::DeviceId> device;
    /// Who asks: an account, a person of the roster, or only a name with an address.
    std::optional<auth::AccountId> requester;
    std::optional<roster::PersonId> requester_person;
    std::string requester_name;
    std::string requester_email;
    std::string language = "en";
    Origin origin = Origin::web;
    bool class_waiting = false;
    /// Absent: routing decides.
    std::optional<TeamId> team;
    std::string_view team_reason = "chosen";  // who chose it: message key helpdesk.routing.<reason>
    std::vector<NewAttachment> attachments;
    std::vector<std::pair<std::int64_t, std::string>> answers;  // question, value
    /// Absent: the category's.
    std::optional<int> urgency = {};
    /// Nobody is signed in, and yet it need not wait for a mailed link: its sender is known, or a person let it in (docs/policies/mail.md).
    bool vouched = false;
    /// No letter of receipt goes out.
    bool quiet = false;
};

/// What keeps the request from being created, as field and message key; empty when nothing does.
std::vector<std::pair<std::string_view, std::string_view>> find_problems(const NewRequest& what);

struct Created {
    RequestId id;
    std::string token;
    /// For a held request: the secret of the mailed link.
    std::string confirmation;
};

/// Everything that a real request writes, in one transaction: the request, routing, targets, event, search document, letter, live topics.
/// Held when nobody is signed in and it came by a form. Throws base::Invalid naming the field.
Created create(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewRequest& what);
/// Opens a held request; base::NotFound when the link is unknown or too old.
Request confirm(db::Write& db, base::Instant now, std::string_view confirmation);

enum class MessageKind { reply, note };

struct Message {
    std::int64_t id;
    MessageKind kind;
    std::optional<auth::AccountId> author;
    std::string author_name;
    bool from_requester;
    std::string body;
    base::Instant at;
};

struct Attachment {
    std::int64_t id;
    std::optional<std::int64_t> message;
    std::string hash;
    std::string file_name;
    std::string content_type;
    std::int64_t size_bytes;
};

/// Oldest first. Notes only for workers; for joined only the replies of the department, and no files.
std::vector<Message> messages(db::Read& db, const Seen& seen);
std::vector<Attachment> attachments(db::Read& db, const Seen& seen);

/// A reply reaches the requester by mail (or the worker, when the requester writes); one of a requester takes the request out of waiting for
/// them, and reopens a resolved one unless it is nothing but thanks. A worker's first reply meets the response target.
void add_message(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Seen& seen, MessageKind kind, std::string_view body,
                 const std::vector<NewAttachment>& files);
/// The requester says what is still wrong with a solved or closed request, which opens it again whatever the words are. Throws like add_message.
void say_not_solved(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Seen& seen, std::string_view words);

/// The changes of H1, each an event and, where the requester should know, a letter. All throw base::Conflict when the state
/// does not allow it. The request is the one of this transaction; what a page showed before is for require_unchanged (unchanged.h).
void take(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
void assign(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::optional<auth::AccountId> to);

struct Wait {
    WaitingReason reason;
    std::string words;
    std::optional<base::Day> until;
};
void wait(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Wait& why);
void schedule(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, base::Instant at);
void resume(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
void resolve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::string_view words);
/// The same, with the words as a reply in the story; one letter tells both.
void solve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::string_view words);
/// The requester says that it works again, or the department that nothing is left to do.
void close(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request);
/// Nobody answered for so many school days (helpdesk/closing.h).
void close_by_itself(db::Write& db, base::Instant now, const Request& request, int school_days);
void reopen(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, std::string_view words);
/// The duplicate becomes merged, and what was joined with it goes along; its people hear what comes of the other, which keeps the earlier start.
/// Both numbers keep working.
void merge(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& duplicate, const Request& into);

/// A worker corrects category, impact, urgency, school, room or device; targets are computed again, routing learns.
struct Correction {
    std::optional<CategoryId> category;
    std::optional<TeamId> team;
    std::optional<int> impact;
    std::optional<int> urgency;
    std::optional<roster::OrgId> school;
    std::optional<std::string> room;
    std::optional<inventory::DeviceId> device;
};
void correct(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Correction& correction);

}  // namespace helpdesk
