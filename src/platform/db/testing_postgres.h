/// Databases of a PostgreSQL server that come and go with tests. Private to db/testing.
#pragma once

#include <functional>
#include <string>

namespace db::testing {

/// The name of a database that `fill` has made ready; made when the server has none for this text yet.
std::string postgres_template(const std::string& text, const std::function<void(const std::string& url)>& fill);
/// Copies a template and returns the URL of the copy.
std::string create_postgres_copy(const std::string& from, const std::string& name);
void drop_postgres_copy(const std::string& url);

}  // namespace db::testing
