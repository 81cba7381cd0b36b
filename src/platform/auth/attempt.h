/// Limits on guessing, and on what strangers may ask for, kept in the database so that every process counts the same.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace auth {

/// Failures of one kind ("account", "address", "ask" ...) for one key; the key is folded and hashed.
struct Limit {
    std::string_view kind;
    std::string_view key;
    int most;
};

/// The end of the window when the limit is reached in it; absent when another try is allowed.
std::optional<base::Instant> blocked_until(db::Read& db, base::Instant now, const Limit& limit);
/// Counts one failure; a window begins with the first and lasts `window`.
void note_failure(db::Write& db, base::Instant now, const Limit& limit, base::Milliseconds window);
void forget_failures(db::Write& db, const Limit& limit);

}  // namespace auth
