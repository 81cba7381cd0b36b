/// What somebody who is not signed in may do before the mailed link is opened: ask, but not without end, and not for ever.
#pragma once

#include <string_view>

#include "base/time.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db

namespace helpdesk {

/// Where a request of nobody comes from, and to whom its link would be mailed.
struct Stranger {
    std::string_view peer;
    std::string_view email;
};

/// True when so many were asked in the last hour from this address or for this mailbox that one more is too many. The machine itself is
/// counted by mailbox only.
bool asks_too_much(db::Read& db, base::Instant now, const Stranger& stranger);
/// Counts one request.
void note_asking(db::Write& db, base::Instant now, const Stranger& stranger);

/// Deletes requests that still wait for their link a week after it stopped to work, with what was sent with them; returns how many. What
/// somebody worked on stays. For a job in the night.
int forget_unconfirmed(db::Database& database, base::Instant now);

}  // namespace helpdesk
