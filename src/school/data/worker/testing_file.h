/// Warehouse files for tests.
#pragma once

#include <string>
#include <string_view>

namespace data::worker {

/// Writes a DuckDB file by running SQL. `_warehouse` with version "test" and as_of 1000 is in it.
void write_file(const std::string& path, std::string_view sql);

}  // namespace data::worker
