/// Applying migrations. Which there are, db/migrations.h says.
#pragma once

#include <string>
#include <vector>

#include "db/db.h"

namespace db {

/// The migrations of a database, oldest first, with the hashes of their texts.
struct AppliedMigration {
    std::string room;
    std::string name;
    std::string sha256;
    auto operator<=>(const AppliedMigration&) const = default;
};
std::vector<AppliedMigration> applied_migrations(Read& db);

namespace detail {

/// The body of Database::migrate; the caller sees to it that only one runs.
void apply_migrations(Write& db, const std::vector<Migration>& migrations);

}  // namespace detail

}  // namespace db
