/// Who sent a message, and which request it answers. Only for the stores of this room. Clause numbers refer to docs/policies/mail.md.
#pragma once

#include <optional>
#include <string>

#include "auth/account.h"
#include "db/db.h"
#include "helpdesk/intake.h"

namespace helpdesk {

/// Whom an address stands for (clause 5).
struct Sender {
    std::string address;  // folded; empty when there is none that could be written to
    std::string name;     // as written; the part before the @ when none was
    std::optional<auth::Account> account;
    std::optional<roster::PersonId> person;
    auth::Viewer viewer;  // of the account, with its grants
    bool vouched = false;
    bool closed = false;  // an account stands there that may not sign in any more: it speaks for nobody
};
Sender sender_of(db::Read& db, const mail::Address& from);

/// The request that a message answers (clauses 6, 7).
struct Thread {
    Request request;             // the one that lives on
    std::optional<Request> own;  // the sender's, when that was joined with it
    Author author = Author::outsider;
    bool sealed = false;         // clause 3
    bool about_note = false;     // the letter that it answers told the department of a note
};
/// Whether the sender answers our letter about a request of theirs that still waits for its mailed link (clause 7).
bool answers_unconfirmed(db::Read& db, const mail::Incoming& message, const Sender& sender);
/// Our letter about something that is no request, which the sender answers: to them, so that nobody learns of it by quoting (clause 9).
std::optional<AnsweredLetter> answered_letter(db::Read& db, const mail::Incoming& message, const Sender& sender);
std::optional<Thread> find_thread(db::Read& db, const mail::Incoming& message, const Sender& sender);

/// Whether letters about the request go to this address because its person asked for it.
bool is_requester(db::Read& db, const Request& request, std::string_view address);

}  // namespace helpdesk
