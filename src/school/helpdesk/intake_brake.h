/// How much a sender's messages caused lately (clauses 21 and 32 of docs/policies/mail.md). Only for the stores of this room.
#pragma once

#include <string>
#include <string_view>

#include "db/db.h"
#include "helpdesk/intake.h"

namespace helpdesk {

constexpr base::Milliseconds brake_window = std::chrono::minutes(180);
constexpr int most_letters_caused = 10;
constexpr int most_of_one_subject = 2;
constexpr int most_requests_caused = 10;

/// Links for strangers, whoever they are: mail with made-up senders would have us write to many who never wrote.
constexpr int most_links_caused = 60;

/// A receipt, a link for a stranger, word to who has the request, a new request.
enum class Caused { receipt, link, word, request };

struct Causing {
    std::string address;  // folded
    /// With a seal, which only that address was sent: counted apart, so that nobody silences a person by writing under their address.
    bool sealed = false;
    std::string subject = {};
};
/// For a message that would be a new request its subject counts too.
Brake brake_of(db::Read& db, base::Instant now, const Causing& who, bool new_request);
/// Whether no more links go to strangers for a while.
bool links_are_braked(db::Read& db, base::Instant now);
void note_caused(db::Write& db, base::Instant now, const Causing& who, Caused what);

}  // namespace helpdesk
