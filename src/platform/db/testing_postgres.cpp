#include "db/testing_postgres.h"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <memory>

#include "base/log.h"
#include "db/db.h"

namespace db::testing {

static std::string server_url() {
    const char* url = std::getenv("BELLTOWER_TEST_POSTGRES");
    if (!url) throw Failure("BELLTOWER_TEST_POSTGRES must be the URL of a PostgreSQL server for tests");
    return url;
}

/// The server's URL with another database.
static std::string url_of(const std::string& database) {
    const std::string url = server_url();
    const auto query = url.find('?');
    const auto path = url.find('/', url.find("://") + 3);
    const auto end = std::min(path, query);
    return url.substr(0, end) + "/" + database + (query == std::string::npos ? "" : url.substr(query));
}

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

static Connection connect() {
    Connection connection(PQconnectdb(server_url().c_str()), PQfinish);
    if (PQstatus(connection.get()) != CONNECTION_OK) throw Failure(PQerrorMessage(connection.get()));
    return connection;
}

static std::string run(PGconn* connection, const std::string& sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection, sql.c_str()), PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw Failure(PQerrorMessage(connection));
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

std::string postgres_template(const std::string& text, const std::function<void(const std::string& url)>& fill) {
    const auto connection = connect();
    // FNV-1a: only to tell the schemas of this source tree apart.
    std::uint64_t hash = 14695981039346656037u;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    std::string name = fmt::format("belltower_template_{:016x}", hash);
    // Several test processes may want it at once; the lock goes with the connection.
    run(connection.get(), "SELECT pg_advisory_lock(7310)");
    if (run(connection.get(), fmt::format("SELECT 1 FROM pg_database WHERE datname = '{}'", name)) == "1") return name;
    const std::string unfinished = name + "_unfinished";
    if (run(connection.get(), fmt::format("SELECT 1 FROM pg_database WHERE datname = '{}'", unfinished)) == "1") {
        run(connection.get(), fmt::format("DROP DATABASE {} WITH (FORCE)", unfinished));
    }
    run(connection.get(), fmt::format("CREATE DATABASE {} TEMPLATE template0", unfinished));
    fill(url_of(unfinished));
    run(connection.get(), fmt::format("ALTER DATABASE {} RENAME TO {}", unfinished, name));
    return name;
}

std::string create_postgres_copy(const std::string& from, const std::string& name) {
    const auto connection = connect();
    // Only one copy of a template can be made at a time.
    run(connection.get(), "SELECT pg_advisory_lock(7311)");
    run(connection.get(), fmt::format("CREATE DATABASE {} TEMPLATE {}", name, from));
    return url_of(name);
}

void drop_postgres_copy(const std::string& url) {
    try {
        const auto start = url.find('/', url.find("://") + 3) + 1;
        const auto name = url.substr(start, url.find('?') - start);
        run(connect().get(), fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name));
    } catch (const std::exception& failure) {
        base::log::warning("a test database stays behind: {}", failure.what());
    }
}

}  // namespace db::testing
