/// A message that came in, read: who wrote it, what is new in it, what it answers, and whether a machine wrote it.
///
/// Everything in a message may be a lie: charsets, dates, names, sizes. Reading never fails for what a mail program would show somehow; what had to
/// be guessed or repaired is said in `repairs`. The raw bytes are kept, so all of this is a view that can be made again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace mail {

struct Address {
    std::string address;  // lower case in the domain; empty when there is none that could be written to
    std::string name;     // as a person reads it
};

/// Who or what wrote it.
enum class Origin {
    person,
    auto_reply,    // out of office and the like (RFC 3834: Auto-Submitted other than "no"; the old headers of vendors), emoji and answers of calendars
    bounce,        // a delivery report (RFC 3464), or what mailer-daemons write
    list,          // sent to many by a list or a newsletter
    own,           // ours, come back
};
std::string_view word(Origin origin);

/// What a delivery report says of one recipient.
struct Undelivered {
    std::string recipient;
    std::string original_recipient;  // to whom it was sent, when the report tells and it was handed on to another address; else empty
    std::string status;      // "5.1.1"; empty when the report has none
    std::string diagnostic;  // the other server's own words, first 500 code points
    std::string message_id;  // of the message that was not delivered, without angle brackets; empty when not told
    bool permanent = true;   // it was given back; false: it is late, and the other server goes on trying
    std::vector<std::string> other_ids = {};  // what else the head of that message names, the most telling first: relays write Message-IDs of their own
};

struct Attachment {
    std::string name;          // without path; made up of the type when the sender gave none
    std::string content_type;  // the sender's word; what is served is decided by the bytes
    std::string content_id;    // without angle brackets, when the text shows it in place
    std::string bytes;
    bool in_place = false;     // a picture that stands in the text, such as the logos of a signature
    bool in_quote = false;     // and in the part of it that somebody else wrote
};

struct Incoming {
    std::string message_id;               // without angle brackets; made of the head's hash ("missing.…") when there is none
    std::string in_reply_to;              // the first id in it
    std::vector<std::string> references;  // as written, oldest first
    Address from;
    std::optional<Address> reply_to;
    std::vector<Address> to, cc;
    std::string subject;                  // one line
    std::optional<base::Instant> date;    // the sender's clock; absent when it cannot be read
    Origin origin = Origin::person;
    bool wants_no_answer = false;         // X-Auto-Response-Suppress, Precedence: bulk and the like: take it in, answer nothing by itself
    std::string text;                     // what is new, as plain text: quotes and signature trimmed; empty when nothing is. All of what is forwarded
    std::string whole_text;               // all of it as plain text
    std::size_t own_bytes = std::string::npos;  // of whole_text: the writer's own part; behind it stands what was attached as a message
    std::optional<Address> behind_list;   // whom a list names as the author that wrote itself into From
    std::vector<Attachment> attachments;  // those within nested messages and winmail.dat too; pictures that stand in the text behind all others
    std::vector<Undelivered> undelivered; // of a bounce
    /// What was guessed, mended or left out; each word once. "charset" (it lied or was missing), "date", "sender" (none), "several_senders",
    /// "message_id" (none), "structure" (broken, too deep, too many parts), "text_cut", "attachment_left_out" (too large or too many), "encrypted"
    /// (cannot be read here), "winmail" (a part of winmail.dat could not be read).
    std::vector<std::string> repairs;
};

struct ReadLimits {
    std::size_t most_bytes = std::size_t{40} << 20;
    int most_parts = 500;
    int deepest = 20;
    std::size_t most_text_bytes = std::size_t{1} << 20;
    std::size_t most_attachments = 100;
    std::size_t most_attachment_bytes = std::size_t{25} << 20;  // of one
};

/// Whether a Message-ID is one of ours, for Origin::own: mail::recognise, or nothing in tests.
using IsOwnId = std::function<bool(std::string_view message_id)>;

/// Reads a whole RFC 5322 message, LF or CRLF. Throws base::Invalid only for what is longer than the limit or no message at all (no header line).
Incoming read_message(std::string_view raw, const ReadLimits& limits = {}, const IsOwnId& is_own = {});

/// What is new in a plain text that answers another: everything from the first mark of a quote on is left out, unless something new stands between
/// or below the quotes; a signature after "-- ", banners and legal footers too. Empty when nothing is new.
std::string trim_reply(std::string_view text);
/// Of an answer only the writer's own lines, also where they stand between quotes: for what must repeat nothing that somebody else wrote. Lines behind a quote
/// that is not marked line by line are nobody's for sure, and left out.
struct OwnLines {
    std::string text;
    std::string behind;  // from a quote on that is not marked line by line, to the end; empty when there is none
    bool sure = true;    // false: a line was left out of which nobody can tell whose it is
};
OwnLines own_lines(std::string_view text);
/// A text that answers nothing: all but a signature behind "-- "; quotes are what it is about.
std::string without_signature(std::string_view text);
/// The same without banners and legal footers too: for what is guessed of its words, such as their language.
std::string without_notices(std::string_view text);
/// HTML as plain text: blocks and line breaks kept, links with their address, nothing hidden, quotes as lines that begin with "> ".
std::string text_of_html(std::string_view html);
/// The same with what is left of the processor's time for one message; what costs more is read without a tree. Takes off what it took.
std::string text_of_html(std::string_view html, double& seconds_left);
constexpr double most_html_seconds = 3;

}  // namespace mail
