/// The migrations among the files that a room carries with it.
#pragma once

#include <span>
#include <vector>

#include "db/db.h"

namespace base {
struct EmbeddedFile;
}

namespace db {

/// This room's own files (the settings table).
std::span<const base::EmbeddedFile> embedded();

/// `<room>/schema/NNNN_sentence.sql` in the order of the names; of a `.sqlite.sql` and `.postgres.sql` pair the one for this engine.
/// Other files are passed over. A house is the rooms' lists one after the other, in the order of the rooms.
std::vector<Migration> migrations_of(std::span<const base::EmbeddedFile> files, Engine engine);

}  // namespace db
