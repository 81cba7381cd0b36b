/// Mail in: mailboxes that are asked by a job, a pipe for a local mail server, and what became of each message.
///
/// The raw message is on disk before its row is written; the row, what the rooms made of the message, and the mark that it was fetched are one transaction.
/// Only then the server is told. So nothing is lost, and what is fetched a second time is known by its Message-ID and by its bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "mail/incoming.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db
namespace http {
struct Services;
}

namespace mail {

struct ReceivedId {
    std::int64_t value = 0;
    auto operator<=>(const ReceivedId&) const = default;
};

struct MailboxId {
    std::int64_t value = 0;
    auto operator<=>(const MailboxId&) const = default;
};

/// What a room did with a message. `state`: taken (the room made something of it: `link` is its page), held (a person decides: quarantine),
/// dropped (nothing is made of it, for the reason in `why`; still kept and listed).
struct Taken {
    enum class State { taken, held, dropped } state = State::taken;
    std::string why;   // stable word: "new", "answer", "auto_reply", "bounce", "loop", "stranger", "rule", "repeat", ...
    std::string link;  // "/requests/12"; may be empty
};

/// Attachments are in the files store already; named here by their hash.
struct StoredAttachment {
    std::string hash, name, content_type;
    std::int64_t size_bytes = 0;
    bool in_place = false;  // a picture that stands in the text; this and the next are not kept, but read again with the message
    bool in_quote = false;  // and in what is quoted there
};

struct Received {
    ReceivedId id;
    std::optional<MailboxId> mailbox;  // absent: by the pipe
    std::string recipient;             // address of the mailbox, or of the pipe's --to; may be empty
    base::Instant at;                  // it came
    base::Instant now;                 // it is taken: later for what is tried again or let in
    const Incoming& message;  // without the bytes of its attachments
    std::vector<StoredAttachment> attachments;
    bool on_its_own = false;  // whoever lets it in says that it is a matter of its own, whatever it answers
};

/// The room that takes mail. Called inside the transaction that keeps the message; may be called again for one that was held (`released_by` is who let
/// it in). Throws: the message stays kept and unread, is tried again, and after five times is held with the words of the error.
using Taker = std::function<Taken(db::Write&, const Received&, const auth::Viewer* released_by)>;
/// Filled once, by app/wire.cpp: helpdesk takes mail. Without one, messages are held. `opens`: who may open the pages to which it links somewhere.
void set_taker(Taker taker, std::optional<auth::Permission> opens = {});
/// Whether links of received messages lead the viewer anywhere.
bool may_open_links(const auth::Viewer& viewer);

/// Takes out of a text what proves something or opens doors, before anybody reads it who may not have been meant (clause 3). Without one the text is shown as it is.
using Cleaner = std::function<std::string(std::string_view)>;
void set_cleaner(Cleaner cleaner);
std::string cleaned(std::string_view text);

/// Where the room says what becomes of mail, for a link from the mail settings: its address, the key of its title, and who may open it.
struct RulesPage {
    std::string path, title_key;
    auth::Permission needed;
};
void set_rules_page(RulesPage page);
const RulesPage& rules_page();

/// How many messages wait for a person's decision; with a link only those that answer what it leads to.
std::int64_t count_held(db::Read& db, std::string_view link = {});
/// When the one came that waits longest; absent when none waits.
std::optional<base::Instant> oldest_held(db::Read& db);

/// One raw message at the door.
struct Arrival {
    std::string_view raw;
    std::optional<MailboxId> mailbox = {};
    std::string recipient = {};
    /// More for the same transaction: the mark that it was fetched. Called for a repeat too.
    std::function<void(db::Write&, ReceivedId)> mark = {};
};

enum class ReceivedState { fresh, taken, held, dropped };
/// "new", "taken", "held", "dropped".
std::string_view word(ReceivedState state);
std::optional<ReceivedState> parse_received_state(std::string_view word);

struct Arrived {
    ReceivedId id;
    ReceivedState state = ReceivedState::fresh;  // fresh: kept, but the room could not take it yet; it is tried again
    std::string why;
    std::string link;
    bool repeated = false;  // it had come before, and nothing was changed
};

/// Takes one raw message in: stores, reads, hands to the taker; durable when it returns. The same message again (Message-ID and sender, or the same
/// bytes) to the same mailbox changes nothing and gives the first one's id. Throws base::Invalid for what is no message or too long, and what the
/// database or the disk throws; then nothing was kept.
Arrived receive(db::Database& database, const http::Services& services, base::Instant now, const Arrival& arrival);

/// Many at once, in their order, sharing the waits for the disk. One that throws has its words in `trouble` and does not stop the others.
struct ArrivedOrNot {
    std::optional<Arrived> arrived;
    std::string trouble;
    bool hopeless = false;  // no message, or too long: not to be tried again
};
std::vector<ArrivedOrNot> receive_all(db::Database& database, const http::Services& services, base::Instant now, const std::vector<Arrival>& arrivals);

}  // namespace mail
