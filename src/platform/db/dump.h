/// A whole database as a stream of bytes that both engines write alike and both read. `belltower backup` and `restore` rest on it.
///
/// All ordinary tables are in it, each row in the order of its key, with the names of the migrations in front and a checksum at the
/// end. What is rebuilt from other tables is left out: virtual tables of SQLite and tables with a TSVECTOR of PostgreSQL (the search
/// index); after load() it must be rebuilt.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "db/db.h"

namespace db {

/// Writes the snapshot. Memory stays bounded by the largest value. Throws Failure when the stream fails.
void dump(Read& db, std::ostream& out);

/// Room and name of the migrations that the dump was made with, from its beginning. To restore a dump of an older version, migrate a
/// fresh database with these alone, load, then migrate it with the rest.
std::vector<std::pair<std::string, std::string>> migrations_in_dump(std::istream& in);

/// Fills a fresh database, in one transaction; rows that migrations put in are replaced. Throws Failure, and nothing is changed, when
/// the dump was made with other migrations, is cut short, or has been altered. Never for a database in use: its rows go.
void load(Database& database, std::istream& in);

}  // namespace db
