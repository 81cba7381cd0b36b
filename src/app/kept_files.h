/// The stored files that rows name, and the removal of the others.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "files/files.h"

namespace db {
class Database;
class Read;
}  // namespace db

namespace app {

/// Of all rooms, sorted, each once.
std::vector<files::Hash> named_files(db::Read& db);

/// Removes the files that no row names and that were last put more than a day before `now`; returns how many. A form puts its files before
/// the row that names them is there, so a younger one may still be on its way.
std::int64_t collect_files(db::Database& database, files::Store& store, base::Instant now);

}  // namespace app
