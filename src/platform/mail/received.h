/// What came in and what became of it. All SQL of received messages; taking one in, step by step.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "db/db.h"
#include "files/files.h"
#include "mail/inbox.h"

namespace mail {

/// A message that was read, with its bytes and its attachments on disk; made outside of any transaction.
struct Prepared {
    Incoming message;  // the bytes of its attachments are on disk only
    std::string raw_hash;
    std::string content_hash;  // of what it says, and of what kind it is: a copy by a list is another message than the one that came directly
    std::int64_t size_bytes = 0;
    std::vector<StoredAttachment> attachments;
    bool has_bytes = true;  // false: there is only the news that a message could not be fetched
};
/// Throws base::Invalid for what is no message or too long; std::system_error of the disk.
Prepared prepare(files::Store& files, db::Database& database, std::string_view raw);

/// A room that could not take a message, with its words. The transaction that it stood in is undone.
class TakingFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
/// Keeps the message and hands it to the room, in one transaction. Throws TakingFailed.
Arrived keep(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared);
/// Keeps it for another attempt, after the room failed.
Arrived keep_for_later(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared, std::string_view problem);
/// Keeps what is not handed to the room now: held or dropped for the reason.
Arrived keep_aside(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared, ReceivedState state, std::string_view why,
                   std::string_view problem = "");

/// Tries once more what the room could not take; how many it were. After five attempts a message is held.
int take_again(db::Database& database, const http::Services& services, base::Instant now, int most = 50);

/// A person's decision about a message that is held. Throws base::Conflict when it is not (any more), base::Invalid with the words of the room's
/// trouble, base::Forbidden.
Arrived let_in(db::Write& db, const auth::Viewer& viewer, base::Instant now, ReceivedId id, const Prepared& prepared, bool on_its_own = false);
void leave_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, ReceivedId id);

struct ReceivedEntry {
    ReceivedId id;
    std::optional<MailboxId> mailbox;
    std::string mailbox_name;  // empty: the pipe, or a mailbox that is gone
    std::string recipient;
    bool by_pipe = false;
    Address from;
    std::string subject;
    ReceivedState state = ReceivedState::fresh;
    std::string why, link, problem;
    base::Instant at;
    int attempts = 0;
    std::int64_t size_bytes = 0;
    std::string raw_hash;
    bool kept = true;         // false: forgotten after the time that the district sets
    std::string decided_by;   // who let it in or left it out; empty when nobody did
    std::optional<base::Instant> decided_at;
    std::string facts;        // JSON, see facts.h; empty in lists
};

struct ReceivedFilter {
    std::optional<ReceivedState> state;
    std::optional<MailboxId> mailbox;
    bool by_pipe = false;     // those that a local mail server handed over
    std::string link;         // only what became of, or answers, this page ("/requests/12"); empty: all
    std::string words;        // part of the sender's address or name, or of the subject; letter case and accents aside
    std::int64_t before = 0;  // paging: messages with smaller ids; 0 for the first page
    int most = 50;
};
/// Newest first; nothing for who may not decide about mail.
std::vector<ReceivedEntry> received(db::Read& db, const auth::Viewer& viewer, const ReceivedFilter& filter);
/// Throws base::NotFound; also for who may not decide about mail.
ReceivedEntry find_received(db::Read& db, const auth::Viewer& viewer, ReceivedId id);
/// Whether a person may still let it in: it is held, or was left out by a person, a rule or the district's choice, and its bytes are kept.
bool may_be_let_in(const ReceivedEntry& entry);
std::vector<StoredAttachment> attachments_of(db::Read& db, ReceivedId id);
std::int64_t count_received(db::Read& db, ReceivedState state);

/// How long the bytes, sender, subject and text are kept ("mail.keep_received_days"); between 7 and 3650 days, 365 until somebody sets it.
std::int64_t keep_received_days(db::Read& db);
void set_keep_received_days(db::Write& db, std::int64_t days);
/// Forgets what came before the moment, but for what tells a message from another. Messages that wait for a person are kept.
std::int64_t forget_received(db::Write& db, base::Instant before);

}  // namespace mail
