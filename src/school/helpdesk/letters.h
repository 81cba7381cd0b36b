/// From notices to letters: what each says, and to whom.
#pragma once

#include "db/db.h"
#include "http/call.h"

namespace helpdesk {

/// Turns waiting notices into letters of the outbox, oldest first, at most `most`; returns how many. A notice goes in the transaction that
/// queues its letters, so nobody is told twice or not at all.
int write_letters(db::Database& database, const http::Services& services, base::Instant now, int most);

}  // namespace helpdesk
