/// Mail out: a letter is written into the outbox by the transaction that causes it, and delivered by a job.
///
/// Delivery is at least once. A letter is marked as sent after the server's final 250; when the process dies or the connection breaks
/// between that answer and our commit, the letter goes out a second time ten minutes later with the same Message-ID, by which most
/// servers and programs drop the copy. Never sending twice would mean sometimes not sending at all.
///
/// ## Message-IDs, and how answers are recognised
/// A letter of the thread "request/123" has the Message-ID
///     <bt.request+123.45.0f3a...@domain>
/// with "bt.", the thread ('/' written as '+'), the letter's number, and the first 20 hex digits of HMAC-SHA256 over "thread.number" with a
/// key that the database keeps (setting mail.thread_key); `domain` is that of the sender's address. References and In-Reply-To name the
/// thread's root <bt.request+123.0.mac@domain>, which is never sent itself, so that programs show all letters of a thread together. An answer
/// quotes one of them in In-Reply-To or References; recognise() reads it and refuses what was not made here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/time.h"
#include "files/files.h"

namespace base {
struct EmbeddedFile;
}
namespace db {
class Read;
class Write;
}  // namespace db
namespace cli {
class Commands;
}
namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace mail {

std::span<const base::EmbeddedFile> embedded();

/// Sets up how mail goes out and comes in, and sees both lists (who, what about, and what became of it). The text of what went out is never shown,
/// that of what came in with a note of access.
constexpr auth::Permission may_manage{"mail.manage"};
/// Sees the messages that came in and decides about those that are held, and sets nothing up. Who manages mail may do so too.
constexpr auth::Permission may_decide{"mail.decide"};
constexpr auth::Permission deciding[] = {may_manage, may_decide};
bool decides(const auth::Viewer& viewer);
std::span<const auth::PermissionInfo> permissions();
void register_jobs(jobs::Registry& registry);
void routes(http::Routes& routes);
/// `belltower mail receive`
void add_commands(cli::Commands& commands);
/// Messages that came in, and what was attached to them.
std::vector<files::Hash> named_files(db::Read& db);

struct Letter {
    std::string to_address;
    std::string to_name;
    std::string subject;
    std::string text;               // plain text, always
    std::string html;               // optional; see mail/letter.h
    /// Threading: letters of one thread are shown together, and answers to them are recognised ("request/123"; lower-case letters,
    /// digits, '/', '_', '-'). Empty: a letter on its own.
    std::string thread;
    /// Auto-Submitted: auto-generated unless a person wrote it.
    bool written_by_person = false;
    std::string reply_to;
    /// Answers a message that came in: its Message-ID, and what it named in References, oldest first; all without angle brackets. Programs then
    /// show the letter below that message. What could not stand in a head is left out.
    std::string in_reply_to = {};
    std::vector<std::string> references = {};
    /// Where the reader ends such letters without signing in: a page for GET, and done by a POST of "List-Unsubscribe=One-Click" (RFC 8058). Whole,
    /// with https://; empty: there is nothing to end.
    std::string unsubscribe_url = {};
    /// Goes out only because a message came in ("we have your request"): Auto-Submitted: auto-replied (RFC 3834).
    bool answers_by_itself = false;
    /// Although letters to this address come back (mail/stopped.h): whoever asks for a new password is at the keyboard.
    bool even_if_stopped = false;
};

struct LetterId {
    std::int64_t value = 0;
};

/// Queues the letter; it goes out after the commit. To an address that gives letters back it does not go: it stands in the outbox as failed. Line breaks and control characters in subject and names become spaces. Throws
/// base::Invalid when an address is not one, std::invalid_argument for a thread of another form.
LetterId send(db::Write& db, base::Instant now, const Letter& letter);

/// What else the head of a message needs.
struct Envelope {
    std::string from_address;
    std::string from_name;
    std::string message_id;  // without angle brackets
    std::string thread_root;  // likewise; may be empty
    base::Instant date;
};

/// The whole RFC 5322 message of a letter, by GMime (RFC 2047 words, quoted-printable, CRLF). Throws std::invalid_argument when a line
/// break stands in anything that goes into the head.
std::string compose(const Letter& letter, const Envelope& envelope);

/// Where the pages are of what letters are about: {"request", "/requests/"} for the thread "request/123". Filled at the start by the rooms that write letters.
struct ThreadPage {
    std::string kind, path;
};
std::vector<ThreadPage>& thread_pages();
/// "/requests/123"; empty for a thread that has no page. Who may open it, the page itself says.
std::string page_of_thread(std::string_view thread);

/// Which letter of ours a Message-ID names (letter 0: the thread's root).
struct ThreadReference {
    std::string thread;
    LetterId letter;
};

/// Absent when the id is not ours or its seal does not fit. With or without angle brackets.
std::optional<ThreadReference> recognise(db::Read& db, std::string_view message_id);

}  // namespace mail
