/// Bringing the warehouse up to date: facts of the rooms and accepted batches go through the pipe to `belltower-data`, which makes new tier files
/// beside the old ones and swaps them in by rename. Readers keep the file that they have open.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "data/warehouse.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db
namespace jobs {
class Registry;
}

namespace data {

struct Refreshed {
    std::string version;
    base::Instant as_of;
    std::int64_t rows = 0;     // that were sent or loaded
    bool whole = false;        // all was made anew
    base::Milliseconds took{0};
};

struct RefreshWatch {
    std::function<bool()> cancelled = {};
    std::function<void(std::int64_t done, std::int64_t total)> progress = {};
};

/// `whole`: from nothing; else only rows that changed since the last time are read, as far as facts say so. One at a time on a machine: a second
/// one waits. Throws Refused (cancelled, worker.died, worker.disk, warehouse.key, warehouse.batch); the tier files are then as they were.
Refreshed refresh(db::Database& database, const http::Services& services, bool whole, const RefreshWatch& watch = {});

/// Enqueues a refresh.
void refresh_soon(db::Write& db, base::Instant now);

void refresh_jobs(jobs::Registry& registry);

/// What the last refresh said; for pages.
struct WarehouseState {
    std::string version;
    base::Instant as_of;
    std::int64_t bytes = 0;  // of all tier files
};
std::optional<WarehouseState> warehouse_state(db::Read& db);

}  // namespace data
