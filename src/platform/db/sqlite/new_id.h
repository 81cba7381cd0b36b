/// The id of a new row without RETURNING. Private to this folder.
#pragma once

#include <sqlite3.h>

#include <optional>
#include <string>
#include <string_view>

namespace db::detail {

/// "INSERT INTO t (...) VALUES (...) RETURNING id" without its last two words, when what it returns is just the id that SQLite gives to the one new
/// row, which sqlite3_last_insert_rowid() tells as well. SQLite 3.40 collects what RETURNING returns in a table made for the purpose, and
/// that costs more than the insert. Absent for every other statement.
std::optional<std::string> without_returning_id(sqlite3* db, std::string_view sql);

}  // namespace db::detail
