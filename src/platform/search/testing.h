/// For tests that search.
#pragma once

#include <vector>

#include "db/db.h"

namespace search::testing {

/// What a database needs so that documents can be put and found; for the engine under test.
std::vector<db::Migration> migrations();

}  // namespace search::testing
