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
class Read;
class Write;
}  // namespace db

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
};

struct Received {
    ReceivedId id;
    std::optional<MailboxId> mailbox;  // absent: by the pipe
    std::string recipient;             // address of the mailbox, or of the pipe's --to; may be empty
    base::Instant at;
    const Incoming& message;
    std::vector<StoredAttachment> attachments;
};

/// The room that takes mail. Called inside the transaction that keeps the message; may be called again for one that was held (`released_by` is who let
/// it in). Throws: the message stays kept and unread, is tried again, and after five times is held with the words of the error.
using Taker = std::function<Taken(db::Write&, const Received&, const auth::Viewer* released_by)>;
/// Filled once, by app/wire.cpp: helpdesk takes mail.
void set_taker(Taker taker);

/// Takes one raw message in: stores, reads, hands to the taker. The same message again (Message-ID, or the same bytes) to the same mailbox changes
/// nothing and gives the first one's id. Throws base::Invalid for what is no message or too long.
struct Arrival {
    std::string_view raw;
    std::optional<MailboxId> mailbox;
    std::string recipient;
};

}  // namespace mail
