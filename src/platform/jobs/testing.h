/// For tests with jobs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "db/db.h"

namespace jobs::testing {

/// What a database needs so that jobs can be queued; for the engine under test.
std::vector<db::Migration> migrations();
/// A row that jobs can belong to.
void add_account(db::Database& database, std::int64_t id, std::string_view address);

}  // namespace jobs::testing
