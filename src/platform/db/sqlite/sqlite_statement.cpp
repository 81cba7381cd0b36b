#include "db/sqlite/sqlite_statement.h"

#include <fmt/core.h>

#include <cmath>

#include "base/text.h"
#include "db/sql_text.h"
#include "db/sqlite/new_id.h"

namespace db::detail {

void throw_sqlite_error(sqlite3* db, int code, std::string_view sql) {
    const char* reason = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT: throw ConstraintFailure(reason);
        case SQLITE_FULL: throw DiskFull("The disk of the database is full. Nothing was changed.");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Failure("Another process has been writing to the database for too long. Nothing was changed; try again.");
        case SQLITE_ERROR: throw Failure(fmt::format("{} in: {}", reason, outline(sql)));
        default: throw Failure(fmt::format("the database failed: {} ({})", reason, sqlite3_errstr(code)));
    }
}

static sqlite3_stmt* prepare(sqlite3* db, const std::string& sql);

static sqlite3_stmt* prepare_lean(sqlite3* db, const std::string& sql, bool& gives_new_id) {
    const auto lean = without_returning_id(db, sql);
    gives_new_id = lean.has_value();
    return prepare(db, lean.value_or(sql));
}

static sqlite3_stmt* prepare(sqlite3* db, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.c_str(), static_cast<int>(sql.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                                        &statement, &tail);
    if (code != SQLITE_OK) throw_sqlite_error(db, code, sql);
    SqlScanner rest(tail);
    while (const auto piece = rest.next()) {
        if (piece->kind == SqlPiece::Kind::space || piece->kind == SqlPiece::Kind::comment || piece->text == ";") continue;
        sqlite3_finalize(statement);
        throw Failure(fmt::format("more than one statement in: {}", outline(sql)));
    }
    if (!statement) throw Failure("an empty statement");
    return statement;
}

static std::vector<std::string> parameter_names(sqlite3_stmt* statement) {
    std::vector<std::string> names;
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
        const char* name = sqlite3_bind_parameter_name(statement, i);
        if (!name || name[0] != ':') throw Failure("parameters are written :name");
        names.emplace_back(name + 1);
    }
    return names;
}

static std::vector<std::string> column_names(sqlite3_stmt* statement) {
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) names.emplace_back(sqlite3_column_name(statement, i));
    return names;
}

SqliteStatement::SqliteStatement(sqlite3* db, std::string sql, bool& failed)
    : db_(db),
      failed_(failed),
      sql_(std::move(sql)),
      statement_(prepare_lean(db, sql_, gives_new_id_)),
      parameters_(parameter_names(statement_.get())),
      columns_(gives_new_id_ ? std::vector<std::string>{"id"} : column_names(statement_.get())),
      bound_(static_cast<std::size_t>(parameters_.size())),
      read_only_(sqlite3_stmt_readonly(statement_.get()) != 0) {}

int SqliteStatement::parameter(std::string_view name) {
    const int position = parameters_.find(name);
    if (position < 0) throw Failure(fmt::format("no parameter :{} in: {}", name, outline(sql_)));
    bound_[static_cast<std::size_t>(position)] = true;
    return position + 1;
}

void SqliteStatement::bind_null(std::string_view name) { sqlite3_bind_null(statement_.get(), parameter(name)); }

void SqliteStatement::bind_integer(std::string_view name, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), parameter(name), value);
}

void SqliteStatement::bind_real(std::string_view name, double value) {
    if (!std::isfinite(value)) throw Failure(fmt::format("parameter :{} is not a finite number", name));
    sqlite3_bind_double(statement_.get(), parameter(name), value);
}

void SqliteStatement::bind_text(std::string_view name, std::string_view value) {
    // What PostgreSQL would refuse is refused here too, so that a district can move from one to the other.
    if (!base::is_utf8(value) || value.find('\0') != std::string_view::npos) {
        throw Failure(fmt::format("parameter :{} is not text in UTF-8 without zero bytes", name));
    }
    // A null pointer would bind NULL.
    const char* bytes = value.data() ? value.data() : "";
    const int code = sqlite3_bind_text64(statement_.get(), parameter(name), bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) throw_sqlite_error(db_, code, sql_);
}

void SqliteStatement::bind_bytes(std::string_view name, std::string_view value) {
    const char* bytes = value.data() ? value.data() : "";
    const int code = sqlite3_bind_blob64(statement_.get(), parameter(name), bytes, value.size(), SQLITE_TRANSIENT);
    if (code != SQLITE_OK) throw_sqlite_error(db_, code, sql_);
}

void SqliteStatement::require_all_parameters() const {
    for (int i = 0; i < parameters_.size(); ++i) {
        if (bound_[static_cast<std::size_t>(i)]) continue;
        throw Failure(fmt::format("parameter :{} has no value in: {}", parameters_.name(i), outline(sql_)));
    }
}

bool SqliteStatement::step() {
    if (!stepped_) {
        require_all_parameters();
        stepped_ = true;
    }
    columns_.restart();
    if (gives_new_id_) return step_to_new_id();
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        failed_ = true;
        throw_sqlite_error(db_, code, sql_);
    }
    if (!read_only_) changes_ = sqlite3_changes64(db_);
    return false;
}

bool SqliteStatement::step_to_new_id() {
    if (new_id_) return false;
    const int code = sqlite3_step(statement_.get());
    if (code != SQLITE_DONE) {
        failed_ = true;
        throw_sqlite_error(db_, code, sql_);
    }
    changes_ = sqlite3_changes64(db_);
    new_id_ = sqlite3_last_insert_rowid(db_);
    return true;
}

void SqliteStatement::finish() {
    if (read_only_) return;
    while (step()) {
    }
}

void SqliteStatement::reset() noexcept {
    sqlite3_reset(statement_.get());
    if (parameters_.size() > 0) {
        sqlite3_clear_bindings(statement_.get());
        bound_.assign(bound_.size(), false);
        parameters_.restart();
    }
    changes_ = 0;
    new_id_.reset();
    stepped_ = false;
    in_use_ = false;
}

void SqliteStatement::refuse(int column, std::string_view wanted) const {
    const bool null = !gives_new_id_ && sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
    throw Failure(fmt::format("column {} {} {}", columns_.name(column), null ? "is NULL, not" : "does not hold", wanted));
}

// One way into the row a value: each sqlite3_column_ function would look it up and clean up after itself again. What it returns
// may be used as we do because no other thread touches the connection.
static sqlite3_value* value_of(sqlite3_stmt* statement, int column) { return sqlite3_column_value(statement, column); }

static std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return {text, text ? static_cast<std::size_t>(sqlite3_value_bytes(value)) : 0};
}

bool SqliteStatement::is_null(int column) { return !gives_new_id_ && sqlite3_value_type(value_of(statement_.get(), column)) == SQLITE_NULL; }

std::int64_t SqliteStatement::integer(int column) {
    if (new_id_) return *new_id_;
    auto* value = value_of(statement_.get(), column);
    const int type = sqlite3_value_type(value);
    if (type == SQLITE_INTEGER) return sqlite3_value_int64(value);
    if (type == SQLITE_FLOAT) {
        const double real = sqlite3_value_double(value);
        if (std::nearbyint(real) == real && std::abs(real) < 0x1p63) return static_cast<std::int64_t>(real);
    }
    if (type == SQLITE_TEXT) {
        if (const auto number = base::parse_integer(text_of(value))) return *number;
    }
    refuse(column, "a whole number");
}

double SqliteStatement::real(int column) {
    if (new_id_) refuse(column, "a number with a fraction");
    auto* value = value_of(statement_.get(), column);
    const int type = sqlite3_value_type(value);
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) refuse(column, "a number");
    return sqlite3_value_double(value);
}

std::string_view SqliteStatement::text(int column) {
    if (new_id_) refuse(column, "text");
    const auto text = text_of(value_of(statement_.get(), column));
    if (!text.data()) refuse(column, "text");
    return text;
}

std::string_view SqliteStatement::bytes(int column) {
    if (new_id_) refuse(column, "bytes");
    auto* value = value_of(statement_.get(), column);
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    if (bytes) return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
    if (sqlite3_value_type(value) == SQLITE_NULL) refuse(column, "bytes");
    return "";
}

}  // namespace db::detail
