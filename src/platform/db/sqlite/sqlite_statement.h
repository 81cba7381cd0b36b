/// A prepared statement of SQLite. Private to this folder.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/db.h"
#include "db/name_index.h"

namespace db::detail {

/// Throws the exception that fits a result code of SQLite. `sql` is named in the message when the statement itself is wrong.
[[noreturn]] void throw_sqlite_error(sqlite3* db, int code, std::string_view sql);

class SqliteStatement final : public Statement {
public:
    /// Throws Failure when the SQL is wrong or is more than one statement. Sets `failed` when a step fails.
    SqliteStatement(sqlite3* db, std::string sql, bool& failed);

    bool read_only() const { return read_only_; }
    bool in_use() const { return in_use_; }
    void take() { in_use_ = true; }

    void bind_null(std::string_view name) override;
    void bind_integer(std::string_view name, std::int64_t value) override;
    void bind_real(std::string_view name, double value) override;
    void bind_text(std::string_view name, std::string_view value) override;
    void bind_bytes(std::string_view name, std::string_view value) override;
    bool step() override;
    void finish() override;
    std::int64_t changes() override { return changes_; }
    void reset() noexcept override;

    int column_count() override { return columns_.size(); }
    int column_index(std::string_view name) override { return columns_.find(name); }
    std::string_view column_name(int column) override { return columns_.name(column); }
    bool is_null(int column) override;
    std::int64_t integer(int column) override;
    double real(int column) override;
    std::string_view text(int column) override;
    std::string_view bytes(int column) override;

private:
    int parameter(std::string_view name);
    bool step_to_new_id();
    void require_all_parameters() const;
    [[noreturn]] void refuse(int column, std::string_view wanted) const;

    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    sqlite3* db_;
    bool& failed_;
    std::string sql_;
    bool gives_new_id_ = false;  // its one row is the id of the row that it made; set while it is prepared
    std::optional<std::int64_t> new_id_;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
    NameIndex parameters_;
    NameIndex columns_;
    std::vector<bool> bound_;
    std::int64_t changes_ = 0;
    bool read_only_ = false;
    bool in_use_ = false;
    bool stepped_ = false;
};

}  // namespace db::detail
