/// The two engines. Private to this room; everybody else opens by Database::open.
#pragma once

#include <memory>

#include "db/db.h"

namespace db::detail {

std::unique_ptr<Database> open_sqlite(const Settings& settings);
std::unique_ptr<Database> open_postgres(const Settings& settings);

/// Submits the body and waits until it is durable; throws what the body or the commit threw.
void submit_and_wait(Database& database, const std::function<void(Write&)>& body);

}  // namespace db::detail
