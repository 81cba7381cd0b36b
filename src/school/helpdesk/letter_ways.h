/// What letters about a request carry besides their words: what they answer, how their reader answers them, and how to end them
/// (clauses 29 and 30 of docs/policies/mail.md). Only for the stores of this room.
#pragma once

#include <optional>
#include <string>

#include "db/db.h"
#include "helpdesk/request.h"
#include "mail/letter.h"

namespace http {
struct Services;
}

namespace helpdesk {

struct LetterReader {
    std::string address;
    html::Language language = html::Language::en;
    std::optional<auth::AccountId> watcher = {};  // who reads it because they watch
    bool solved = false;                          // the letter says that it is solved, and its reader may say that it is not
    bool joined = false;                          // whose own request was joined with the one that it tells of
    bool note = false;                            // the letter tells the department of a note, and what answers it stays one
};

struct LetterWays {
    std::string warning;          // for the beginning: the reader's answer goes out in the department's name
    std::string closing;          // for the end of the text
    std::string mark;             // below it (clause 29); empty while nothing comes in
    std::string subject;          // of the conversation, with "Re:"; empty: the letter's own
    std::string number;           // " [#12]" behind the subject; empty while nothing comes in
    std::string in_reply_to;
    std::string unsubscribe_url;  // empty: the reader's own request
};

/// The key by which marks and links are sealed; made when there is none yet, so that letters can be drafted in a snapshot.
std::string seal_key(db::Database& database);

/// Only what a letter answers, for one whose request is not taken yet: subject and Message-ID of what its reader sent.
LetterWays conversation_of(db::Read& db, const Request& about, std::string_view address);
LetterWays letter_ways(db::Read& db, const http::Services& services, const Request& about, const LetterReader& reader);
void set_ways(mail::Letter& letter, const LetterWays& ways);

}  // namespace helpdesk
