/// The address of a database that one room has to itself, beside the district's own.
#pragma once

#include <string>
#include <string_view>

namespace db {

/// SQLite: "sqlite:DIR/belltower.db" becomes "sqlite:DIR/belltower-coaching.db". PostgreSQL: the same server and database, in the schema
/// "<schema>_coaching", or "belltower_coaching" where the address names none.
std::string address_beside(std::string_view url, std::string_view room);

}  // namespace db
