/// From notices to letters: what each says, and to whom.
#pragma once

#include "db/db.h"
#include "http/call.h"

namespace helpdesk {

struct Written {
    int notices = 0;    // that were looked at
    int set_aside = 0;  // of these, that cannot be written as they are
};

/// Turns waiting notices into letters of the outbox, oldest first, at most `most`. A notice goes in the transaction that queues its letters,
/// so nobody is told twice or not at all. One that cannot be written is set aside with what is wrong, logged with an incident number and left
/// to helpdesk.set_aside_letters: those behind it do not wait.
Written write_letters(db::Database& database, const http::Services& services, base::Instant now, int most);

/// Tries once more all that were set aside. Throws std::runtime_error saying how many still cannot be written and where to look, so that the
/// job is shown as failed and tried again.
void write_set_aside_letters(db::Database& database, const http::Services& services, base::Instant now);

}  // namespace helpdesk
