#include <mutex>

#include "db/connection_pool.h"
#include "db/counters.h"
#include "db/drivers.h"
#include "db/migrate.h"
#include "db/sqlite/sqlite_connection.h"
#include "db/sqlite/sqlite_writer.h"

namespace db::detail {

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::string& path, const Settings& settings)
        : writer_(std::make_unique<SqliteConnection>(path, Role::writer, settings.durable), counters_),
          readers_(settings.readers, [path] { return std::make_unique<SqliteConnection>(path, Role::reader, true); }),
          watcher_(path, Role::reader, true) {}

    Engine engine() const override { return Engine::sqlite; }

    void submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done) override {
        writer_.submit(std::move(body), std::move(done));
    }

    void read_with(const std::function<void(Read&)>& body) override {
        const auto lease = readers_.take();
        lease->statements_run = 0;
        lease->control("BEGIN DEFERRED");
        try {
            Read read(*lease);
            body(read);
        } catch (...) {
            lease->roll_back();
            throw;
        }
        lease->roll_back();
    }

    void write_with(const std::function<void(Write&)>& body) override {
        if (writer_.is_this_thread()) throw Failure("a write inside a write would wait for itself");
        submit_and_wait(*this, body);
    }

    void migrate(const std::vector<Migration>& migrations) override {
        // The writer's transaction is exclusive among processes, so two that start at once take turns.
        write_with([&](Write& write) { apply_migrations(write, migrations); });
    }

    std::int64_t change_stamp() override {
        // This connection never writes, so it sees every commit of this process and of others as somebody else's.
        std::lock_guard lock(watcher_mutex_);
        return Read(watcher_).query("PRAGMA data_version").one_integer();
    }

    Statistics statistics() const override { return counters_.read(); }

private:
    Counters counters_;
    SqliteWriter writer_;  // first of the connections: it creates the file
    ConnectionPool<SqliteConnection> readers_;
    std::mutex watcher_mutex_;
    SqliteConnection watcher_;
};

std::unique_ptr<Database> open_sqlite(const Settings& settings) {
    const std::string path = settings.url.substr(std::string_view("sqlite:").size());
    if (path.empty()) throw Failure("The address sqlite: needs the path of a file.");
    return std::make_unique<SqliteDatabase>(path, settings);
}

}  // namespace db::detail
