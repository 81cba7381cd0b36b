/// A look around the district: reads what was asked, judges it, and keeps what stands out (P3).
#pragma once

#include <functional>
#include <optional>

#include "base/time.h"
#include "planning/ledger.h"
#include "planning/season.h"

namespace db {
class Database;
class Read;
}  // namespace db

namespace planning {

/// What one look at the district found and changed.
struct LookedAround {
    std::size_t requests = 0;
    std::size_t cells = 0;
    int opened = 0;
    int again = 0;
    int passed = 0;
    bool cancelled = false;
};
/// Reads, judges, and keeps what it found (clauses 1 to 17). A second time on the same numbers changes nothing.
/// When alerts are decided meanwhile it reads and judges again, three times at most, and then throws std::runtime_error with nothing kept.
/// `go_on` hears the steps done, of two, and says whether to go on.
LookedAround look_around(db::Database& database, base::Instant now, const std::function<bool(int)>& go_on);

/// What is read for it: everything that is counted, as of the last school day up to now.
struct Reading {
    Ledger ledger;
    Terms terms;
    int today = 0;
};
/// Absent when no school had a school day yet or nothing was asked.
std::optional<Reading> read_ledger(db::Read& db, base::Instant now);

}  // namespace planning
