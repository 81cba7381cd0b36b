/// The steps of taking one message in, between finding out what it is and having written it. Only for the stores of this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/intake_brake.h"
#include "helpdesk/intake_thread.h"
#include "helpdesk/mail_rule.h"

namespace helpdesk {

/// All that is known of a message before anything is written.
struct Intake {
    const mail::Received& received;
    const auth::Viewer* let_in_by;
    Sender sender;
    std::optional<Thread> thread;
    IntakeChoices choices;
    std::vector<MailRule> rules;
    std::optional<AnsweredLetter> letter = {};  // of ours, about something that is no request
    std::string said = {};                      // what the message says (clause 14)
    mail::OwnLines own = {};                    // of its writer alone
    const MailRule* rule = nullptr;  // of these; only for what would be a new request
    Course course{Course::Kind::drop, "own"};

    const mail::Incoming& message() const { return received.message; }
    base::Instant now() const { return received.now; }
    Causing causing() const { return {sender.address, thread && thread->sealed, message().subject}; }
};

struct Files {
    std::vector<NewAttachment> taken;
    std::vector<std::string> left_out;  // name and size of each, "…" for others; "*" alone: all but the head of the message
};
/// Clause 18: as many and as large as with the form.
Files files_of(const mail::Received& received);
/// The same of the department's reply: without pictures that only what is quoted shows (clause 12).
Files files_of_reply(const Intake& in);

/// What it says, as much as a message holds, without seals; all of it is kept beside.
std::string words_of(std::string_view said);

/// The request that the same message became, also from another mailbox: the same id, sender and words (clause 6.1).
std::optional<RequestId> taken_before(db::Read& db, const mail::Incoming& message);

struct Kept {
    RequestId request;
    std::optional<std::int64_t> message;
    std::string_view kind;  // "request", "answer", "automatic"
    std::vector<std::string> left_out = {};
    AnsweredLetter answers = {};
};
/// So that it is taken once, found by what answers it, and shown with what was quoted.
void keep_mail(db::Write& db, const Intake& in, const Kept& kept);

/// Clause 17: absent when no rule, no person and no choice says one.
std::optional<roster::OrgId> school_of(db::Read& db, const Intake& in);

std::string link_to(RequestId id);
mail::Taken taken(const Intake& in, RequestId request);

/// Each carries out the course that was decided.
mail::Taken keep_reply(db::Write& db, const Intake& in);
mail::Taken keep_thanks(db::Write& db, const Intake& in);
mail::Taken keep_note(db::Write& db, const Intake& in);
mail::Taken keep_joined(db::Write& db, const Intake& in);
mail::Taken keep_quietly(db::Write& db, const Intake& in);
mail::Taken note_return(db::Write& db, const Intake& in);
mail::Taken make_request(db::Write& db, const Intake& in);

}  // namespace helpdesk
