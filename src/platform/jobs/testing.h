/// For tests with jobs.
#pragma once

#include <vector>

#include "db/db.h"

namespace jobs::testing {

/// What a database needs so that jobs can be queued; for the engine under test.
std::vector<db::Migration> migrations();

}  // namespace jobs::testing
