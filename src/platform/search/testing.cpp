#include "search/testing.h"

#include "db/migrations.h"
#include "db/testing.h"
#include "search/search.h"

namespace search::testing {

std::vector<db::Migration> migrations() { return db::migrations_of(embedded(), db::testing::engine_under_test()); }

}  // namespace search::testing
