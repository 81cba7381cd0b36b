/// A connection to an SQLite file. Private to this folder.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "db/connection.h"
#include "db/sqlite/sqlite_statement.h"

namespace db::detail {

enum class Role { reader, writer };

class SqliteConnection final : public Connection {
public:
    /// Opens the file; the writer creates it, readable for its owner only. Throws Failure with what to do.
    SqliteConnection(const std::string& path, Role role, bool durable);
    ~SqliteConnection() override;

    Engine engine() const override { return Engine::sqlite; }
    Statement& prepare(std::string_view sql, Access access) override;
    void run_script(const std::string& sql) override;

    /// One of the fixed statements of this driver (BEGIN, COMMIT ...), kept prepared.
    void control(const char* sql);
    /// False when SQLite has undone the transaction by itself, as it may on a full disk.
    bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
    /// Undoes the transaction if there still is one.
    void roll_back() noexcept;
    /// Whether a statement has failed since this was last asked.
    bool take_failed() { return std::exchange(failed_, false); }
    sqlite3* raw() const { return db_; }

private:
    SqliteStatement& add(std::string_view sql);

    // The newest used is at the front. The keys are views of the texts in the entries.
    struct Entry {
        std::string sql;
        std::vector<std::unique_ptr<SqliteStatement>> statements;  // more than one when a text is used inside itself
    };
    sqlite3* db_ = nullptr;
    bool failed_ = false;
    std::list<Entry> entries_;
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_sql_;
    std::unordered_map<const char*, sqlite3_stmt*> controls_;
};

}  // namespace db::detail
