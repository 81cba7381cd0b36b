#include "db/sqlite/sqlite_connection.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "base/log.h"
#include "db/sql_text.h"

namespace db::detail {

static constexpr int busy_timeout_ms = 10'000;
static constexpr std::size_t most_cached_texts = 400;

/// Must come before the first connection: the allocation counters of SQLite are behind one lock for the whole process.
static void configure_sqlite_once() {
    static std::once_flag once;
    std::call_once(once, [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        sqlite3_initialize();
    });
}

static void create_private_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        throw Failure(fmt::format("The database file {} cannot be opened: {}. Check that its folder exists and may be written.",
                                  path, std::strerror(errno)));
    }
    ::close(file);
}

SqliteConnection::SqliteConnection(const std::string& path, Role role, bool durable) {
    configure_sqlite_once();
    if (role == Role::writer) create_private_file(path);
    // No lock inside SQLite: a connection is used by one thread at a time.
    const int code = sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    try {
        if (code != SQLITE_OK) throw_sqlite_error(db_, code, "open");
        sqlite3_extended_result_codes(db_, 1);
        sqlite3_busy_timeout(db_, busy_timeout_ms);
        // Pages are read from the map of the file, so readers need little cache of their own.
        run_script("PRAGMA mmap_size = 1073741824; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
        if (role == Role::reader) {
            run_script("PRAGMA query_only = ON;");
        } else {
            run_script(durable ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = OFF;");
            run_script("PRAGMA journal_mode = WAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000;"
                       "PRAGMA journal_size_limit = 67108864;");
        }
    } catch (const std::exception& failure) {
        const std::string reason = failure.what();
        sqlite3_close(db_);
        throw Failure(fmt::format("The database file {} cannot be used: {}", path, reason));
    }
}

SqliteConnection::~SqliteConnection() {
    by_sql_.clear();
    entries_.clear();
    for (const auto& [text, statement] : controls_) sqlite3_finalize(statement);
    sqlite3_close(db_);
}

SqliteStatement& SqliteConnection::add(std::string_view sql) {
    const auto known = by_sql_.find(sql);
    if (known != by_sql_.end()) {
        auto& statements = known->second->statements;
        statements.push_back(std::make_unique<SqliteStatement>(db_, std::string(sql), failed_));
        return *statements.back();
    }
    if (effect_of(sql) == SqlEffect::controls_transaction) {
        throw Failure(fmt::format("transactions are begun and ended by read() and write(), not by: {}", outline(sql)));
    }
    auto statement = std::make_unique<SqliteStatement>(db_, std::string(sql), failed_);
    if (entries_.size() >= most_cached_texts) {
        for (auto last = std::prev(entries_.end()); last != entries_.begin(); --last) {
            if (std::ranges::any_of(last->statements, [](const auto& one) { return one->in_use(); })) continue;
            by_sql_.erase(last->sql);
            entries_.erase(last);
            break;
        }
    }
    entries_.push_front(Entry{std::string(sql), {}});
    entries_.front().statements.push_back(std::move(statement));
    by_sql_.emplace(entries_.front().sql, entries_.begin());
    return *entries_.front().statements.back();
}

Statement& SqliteConnection::prepare(std::string_view sql, Access access) {
    SqliteStatement* found = nullptr;
    const auto known = by_sql_.find(sql);
    if (known != by_sql_.end()) {
        entries_.splice(entries_.begin(), entries_, known->second);
        for (const auto& statement : known->second->statements) {
            if (!statement->in_use()) found = statement.get();
        }
    }
    if (!found) found = &add(sql);
    if (access == Access::read && !found->read_only()) {
        throw Failure(fmt::format("a Read may not run a statement that writes: {}", outline(sql)));
    }
    found->take();
    return *found;
}

void SqliteConnection::run_script(const std::string& sql) {
    const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite_error(db_, code, sql);
}

void SqliteConnection::control(const char* sql) {
    sqlite3_stmt*& statement = controls_[sql];
    if (!statement) {
        const int code = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) throw_sqlite_error(db_, code, sql);
    }
    const int code = sqlite3_step(statement);
    if (code != SQLITE_DONE) {
        try {
            throw_sqlite_error(db_, code, sql);
        } catch (...) {
            sqlite3_reset(statement);
            throw;
        }
    }
    sqlite3_reset(statement);
}

void SqliteConnection::roll_back() noexcept {
    if (!in_transaction()) return;
    try {
        control("ROLLBACK");
    } catch (const std::exception& failure) {
        base::log::error("a rollback failed: {}", failure.what());
    }
}

}  // namespace db::detail
