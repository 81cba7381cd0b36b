/// The number that changes of rows carry (schema/0003).
#pragma once

#include <cstdint>

namespace db {
class Write;
}

namespace roster {

/// A number larger than any before, for all that this transaction changes. Transactions that take one follow each other: ask for it when there
/// is something to write.
std::int64_t next_revision(db::Write& db);

}  // namespace roster
