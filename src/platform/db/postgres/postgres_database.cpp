#include <fmt/core.h>

#include <mutex>

#include "db/connection_pool.h"
#include "db/counters.h"
#include "db/drivers.h"
#include "db/migrate.h"
#include "db/postgres/pg_writers.h"

namespace db::detail {

class PostgresDatabase final : public Database {
public:
    PostgresDatabase(const PgAddress& address, const Settings& settings)
        : address_(address),
          readers_(settings.readers, [address] { return std::make_unique<PgConnection>(address); }),
          watcher_(address),  // tells at once when the server cannot be reached
          writers_(address, settings.writers, counters_) {}

    Engine engine() const override { return Engine::postgres; }

    void submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done) override {
        writers_.submit(std::move(body), std::move(done));
    }

    void read_with(const std::function<void(Read&)>& body) override {
        const auto lease = readers_.take();
        try {
            read_on(*lease, body);
        } catch (const LostConnection&) {
            lease->reconnect();
            read_on(*lease, body);
        }
    }

    void write_with(const std::function<void(Write&)>& body) override {
        if (writers_.is_one_of_them()) throw Failure("a write inside a write would wait for itself");
        submit_and_wait(*this, body);
    }

    void migrate(const std::vector<Migration>& migrations) override {
        PgConnection connection(address_);
        connection.begin("ISOLATION LEVEL READ COMMITTED");
        connection.control("SELECT pg_advisory_xact_lock(731, 2)");  // two processes that start at once take turns
        Write write(connection);
        apply_migrations(write, migrations);
        connection.commit();
    }

    /// The snapshot names the transactions whose changes are visible, so it changes with every commit, of any process. It also
    /// changes when one begins to write, which costs those who ask a look for nothing.
    std::int64_t change_stamp() override {
        std::lock_guard lock(watcher_mutex_);
        constexpr std::string_view sql = "SELECT CAST(pg_current_snapshot() AS TEXT)";
        const auto ask = [&] { return Read(watcher_).query(sql).one_text(); };
        std::string snapshot;
        try {
            snapshot = ask();
        } catch (const LostConnection&) {
            watcher_.reconnect();
            snapshot = ask();
        }
        std::uint64_t hash = 14695981039346656037u;  // FNV-1a
        for (char c : snapshot) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
        return static_cast<std::int64_t>(hash >> 1);
    }

    Statistics statistics() const override { return counters_.read(); }

private:
    static void read_on(PgConnection& connection, const std::function<void(Read&)>& body) {
        try {
            connection.statements_run = 0;
            connection.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY");
            Read read(connection);
            body(read);
        } catch (...) {
            connection.roll_back();
            throw;
        }
        connection.roll_back();
    }

    PgAddress address_;
    Counters counters_;
    ConnectionPool<PgConnection> readers_;
    std::mutex watcher_mutex_;
    PgConnection watcher_;
    PgWriters writers_;
};

std::unique_ptr<Database> open_postgres(const Settings& settings) {
    return std::make_unique<PostgresDatabase>(parse_pg_address(settings), settings);
}

}  // namespace db::detail
