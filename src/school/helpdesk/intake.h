/// What the help desk makes of a message that came by mail. Clause numbers refer to docs/policies/mail.md.
///
/// First it is found out what the message is (Situation): whose, about which request, how sure. Then one table of rules says what becomes of it
/// (decide). Only after that anything is written.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"
#include "html/html.h"
#include "mail/inbox.h"

namespace helpdesk {

/// For mail::set_taker. Everything in the transaction that keeps the message.
mail::Taken take_mail(db::Write& db, const mail::Received& received, const auth::Viewer* released_by);

/// How the sender stands to the request that the message answers (clauses 10 to 13).
enum class Author { requester, joined, worker, outsider };

/// What becomes of a stranger's new request, and of what lists send: the district's choices (clauses 16, 20).
enum class Strangers { hold, confirm, drop };
enum class Lists { hold, drop };

/// How much a sender caused lately (clause 21).
enum class Brake { none, silent, hold };

/// What a rule says of a message that would be a new request.
enum class RuleAct { take, hold, drop };

struct Situation {
    mail::Origin origin = mail::Origin::person;
    bool wants_no_answer = false;
    bool has_sender = true;        // an address that could be written to
    bool empty = false;            // no text and no file
    bool has_subject = true;
    bool about_request = false;    // clause 6 led to one
    bool closed_too_long = false;  // clause 8
    bool about_unconfirmed = false;  // a request of theirs that waits for its mailed link (clause 7)
    Author author = Author::outsider;
    bool sealed = false;           // clause 3
    bool about_note = false;       // it answers our letter about a note
    bool marked_as_note = false;
    bool begins_as_note = false;   // its writer said so where nobody overlooks it
    bool forwarded = false;
    bool repeats_hidden = false;   // words that who asked must not read (clause 12)
    bool unclear = false;          // nobody can tell which words are the writer's own
    bool only_thanks = false;        // and the request is solved or closed (clause 10)
    bool vouched = false;          // the sender has an account, or an address that was confirmed (clause 5)
    bool placed = true;            // some school is known for it (clause 17)
    Brake brake = Brake::none;
    std::optional<RuleAct> rule = {};
    Strangers strangers = Strangers::hold;
    Lists lists = Lists::drop;
    bool let_in = false;           // a person read it and says that it may come in
};

struct Course {
    enum class Kind {
        drop,
        hold,
        keep_quietly,     // clause 19
        note_return,      // a delivery report
        reply,            // of the requester or of the department
        note,             // of the department
        thanks,           // clause 10: words that open nothing
        words_of_joined,  // clause 11
        outside_note,     // clause 13, let in
        follow_up,        // clause 8
        new_request,
        ask_to_confirm,   // a new request that waits for its link
    } kind;
    std::string_view why;    // mail::Taken::why
    bool letters = true;     // whether letters go out because of it
    /// Of a note that its writer may have meant as a reply: why it is none; they are told. "paragraph", "forward", "hidden", "unsealed" or "unclear".
    std::string_view note_because = {};
};
/// Pure: the table of docs/policies/mail.md.
Course decide(const Situation& situation);

// --- What stands in a message. Pure. ---

/// Ids in the order in which they are asked: In-Reply-To, then References from the last to the first; each once (clause 6).
std::vector<std::string> ids_answered(const mail::Incoming& message);
/// "[#123]" in a subject, as our letters write it; the last when there are several.
std::optional<RequestId> number_in_subject(std::string_view subject);
/// What looks like a mark of ours ("bt.request+12..."), in the order of the text, at most 20. Whether it is one, mail::recognise says.
std::vector<std::string> marks_in(std::string_view text);
/// Without "Re:", "Fwd:", "AW:", "RV:" and their like, and without our number.
std::string plain_subject(std::string_view subject);
/// The first words of a text, for a message without a subject.
std::string title_of(std::string_view subject, std::string_view text);
/// English unless more of its common words are Spanish.
html::Language language_of_words(std::string_view text);
/// "note: ..." behind "Re:" and the like.
bool is_note_by_subject(std::string_view subject);
/// The text without the word, when a paragraph of the writer's own begins with "note:" or "nota:"; absent when none does. Where a letter of ours is quoted
/// without marks, any line that is not quoted counts.
std::optional<std::string> note_in(std::string_view text);
/// Whether it is the first thing that the writer says, behind a greeting at most.
bool begins_with_note(std::string_view text);
/// Whether eight words in a row of one of `hidden` stand in the text and not in `known`. Addresses of pages do not count.
bool repeats_any(std::string_view text, const std::vector<std::string>& hidden, const std::vector<std::string>& known = {});
/// Without what opens doors: marks and ids of ours ("bt.request+12...") and our links that hold a secret, also broken for width or
/// written into another address. Readers of a request see what others quoted, and a seal says who answers (clause 3).
std::string without_seals(std::string_view text);
/// "ana@school.org" of "Ana@School.ORG": how addresses are compared.
std::string folded_address(std::string_view address);
/// The thread that a mark for one reader seals: "request/12/0123456789abcdef" (clause 3).
std::string mark_thread(RequestId request, std::string_view address, bool note = false);

struct AnsweredThread {
    RequestId request;
    std::string reader;  // of mark_thread; empty for a letter's own thread
    bool note = false;   // the letter told the department of a note: what answers it stays a note (clause 12)
};
/// Of "request/12" and of mark_thread, each perhaps with "/note" at its end; absent for other threads.
std::optional<AnsweredThread> read_thread(std::string_view thread);

// --- What came, for the story of a request. ---

/// Of what was quoted in a message and of an automatic answer; a page stays one that a phone can load.
constexpr int most_shown_of_mail = 4'000;
struct Mailed {
    std::int64_t id = 0;
    std::optional<std::int64_t> message;
    bool automatic = false;
    std::string sender;
    std::string sender_name;
    std::string subject;
    std::string whole_text;  // at most most_shown_of_mail code points of it
    bool cut = false;
    int left_out = 0;
    std::string left_out_names;  // with their sizes; "*": all but the head of the message; empty of what came before they were kept
    bool proved = true;  // false: an answer without a seal (clause 3)
    base::Instant at;
};
/// Oldest first: all for the department, their own for the requester, none for others (clause 14).
std::vector<Mailed> mailed(db::Read& db, const Seen& seen);
/// The older request that this one takes up again; absent for most.
std::optional<RequestId> followed_by(db::Read& db, RequestId request);

/// Our letter about something that is no request, which the message answers that became this request; absent for most.
struct AnsweredLetter {
    std::string thread, subject;
};
std::optional<AnsweredLetter> answered_by(db::Read& db, RequestId request);

/// What the district chose (clauses 8, 16, 17, 20).
struct IntakeChoices {
    Strangers strangers = Strangers::hold;
    Lists lists = Lists::drop;
    int days_after_closing = 30;
    std::optional<roster::OrgId> school;
};
constexpr int most_days_after_closing = 3650;
IntakeChoices intake_choices(db::Read& db);
/// Throws base::Forbidden without helpdesk.manage everywhere, base::Invalid. Saving what is there already writes nothing.
void save_intake_choices(db::Write& db, const auth::Viewer& viewer, base::Instant now, const IntakeChoices& choices);
/// Tells one state of the choices from another.
std::string fingerprint(const IntakeChoices& choices);
std::string_view word(Strangers choice);
std::string_view word(Lists choice);
std::optional<Strangers> parse_strangers(std::string_view word);
std::optional<Lists> parse_lists(std::string_view word);

/// Whoever opened a mailed link has that address (clause 5).
void note_confirmed_address(db::Write& db, base::Instant now, std::string_view address);

/// Removes counts older than a day (clause 32). For a job in the night.
std::int64_t forget_caused(db::Write& db, base::Instant now);

}  // namespace helpdesk
