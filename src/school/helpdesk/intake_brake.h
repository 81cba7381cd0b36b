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

/// A receipt or link, word to who has the request, a new request.
enum class Caused { receipt, word, request };

struct Causing {
    std::string address;  // folded
    std::string subject;
};
/// For a message that would be a new request its subject counts too.
Brake brake_of(db::Read& db, base::Instant now, const Causing& who, bool new_request);
void note_caused(db::Write& db, base::Instant now, const Causing& who, Caused what);

}  // namespace helpdesk
