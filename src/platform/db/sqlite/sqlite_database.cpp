#include <condition_variable>
#include <mutex>

#include "db/counters.h"
#include "db/drivers.h"
#include "db/migrate.h"
#include "db/sqlite/sqlite_connection.h"
#include "db/sqlite/sqlite_writer.h"

namespace db::detail {

/// Connections that read, the one used last first, because its statements and pages are warm.
class SqliteReaders {
public:
    SqliteReaders(const std::string& path, int count) {
        for (int i = 0; i < std::max(count, 1); ++i) {
            free_.push_back(std::make_unique<SqliteConnection>(path, Role::reader, true));
        }
    }

    std::unique_ptr<SqliteConnection> take() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [this] { return !free_.empty(); });
        auto connection = std::move(free_.back());
        free_.pop_back();
        return connection;
    }

    void give_back(std::unique_ptr<SqliteConnection> connection) {
        {
            std::lock_guard lock(mutex_);
            free_.push_back(std::move(connection));
        }
        returned_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<SqliteConnection>> free_;
};

/// A reader with its snapshot, given back when the holder goes.
class Snapshot {
public:
    explicit Snapshot(SqliteReaders& readers) : readers_(readers), connection_(readers.take()) {
        try {
            connection_->statements_run = 0;
            connection_->control("BEGIN DEFERRED");
        } catch (...) {
            readers_.give_back(std::move(connection_));
            throw;
        }
    }
    ~Snapshot() {
        connection_->roll_back();
        readers_.give_back(std::move(connection_));
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    SqliteConnection& operator*() { return *connection_; }

private:
    SqliteReaders& readers_;
    std::unique_ptr<SqliteConnection> connection_;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::string& path, const Settings& settings)
        : writer_(std::make_unique<SqliteConnection>(path, Role::writer, settings.durable), counters_),
          readers_(path, settings.readers),
          watcher_(path, Role::reader, true) {}

    Engine engine() const override { return Engine::sqlite; }

    void submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done) override {
        writer_.submit(std::move(body), std::move(done));
    }

    void read_with(const std::function<void(Read&)>& body) override {
        Snapshot snapshot(readers_);
        Read read(*snapshot);
        body(read);
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
    SqliteReaders readers_;
    std::mutex watcher_mutex_;
    SqliteConnection watcher_;
};

std::unique_ptr<Database> open_sqlite(const Settings& settings) {
    const std::string path = settings.url.substr(std::string_view("sqlite:").size());
    if (path.empty()) throw Failure("The address sqlite: needs the path of a file.");
    return std::make_unique<SqliteDatabase>(path, settings);
}

}  // namespace db::detail
