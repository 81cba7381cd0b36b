/// Handing a message that is kept to the room that takes mail; used by received_store.cpp, receive.cpp and fetching.cpp only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mail/received.h"

namespace mail {

/// Mail of strangers must not fill the disk of the stored files, on which the database usually lies too: while less is free than "mail.keep_free_bytes" says (512 MB until somebody sets it),
/// none is taken, and it waits with its server. Words for a person then; empty while there is room.
std::string no_room(db::Database& database, const files::Store& files);

/// Asks the room. Throws TakingFailed for what the room throws, but lets pass what the database throws and its engine retries.
Taken take(db::Write& db, const Received& received, const auth::Viewer* released_by);

/// Waits longer after each attempt, and after the fifth for a person.
void note_attempt(db::Write& db, base::Instant now, ReceivedId id, int attempts, std::string_view problem);
std::vector<ReceivedId> due_again(db::Read& db, base::Instant now, int most);
/// Absent when it does not wait for that: `released_by` for what is held, null for what is tried again.
std::optional<Arrived> hand_over_again(db::Write& db, base::Instant now, ReceivedId id, const Prepared& prepared, const auth::Viewer* released_by, bool on_its_own = false);

}  // namespace mail
