#include "db/db.h"

#include <stdexcept>
#include <fmt/core.h>

#include "db/connection.h"
#include "db/drivers.h"

namespace db {

int Row::index(std::string_view column) const {
    const int index = statement_.column_index(column);
    if (index < 0) throw Failure(fmt::format("the result has no column {}", column));
    return index;
}

std::int64_t Row::integer(std::string_view column) const { return statement_.integer(index(column)); }
double Row::real(std::string_view column) const { return statement_.real(index(column)); }
std::string_view Row::text(std::string_view column) const { return statement_.text(index(column)); }
std::string_view Row::bytes(std::string_view column) const { return statement_.bytes(index(column)); }

static base::Day to_day(std::string_view text, std::string_view column) {
    const auto day = base::parse_day(text);
    if (!day) throw Failure(fmt::format("column {} does not hold a day", column));
    return *day;
}

base::Day Row::day(std::string_view column) const { return to_day(text(column), column); }

bool Row::null(std::string_view column) const { return statement_.is_null(index(column)); }

std::optional<std::int64_t> Row::maybe_integer(std::string_view column) const {
    const int i = index(column);
    if (statement_.is_null(i)) return std::nullopt;
    return statement_.integer(i);
}

std::optional<double> Row::maybe_real(std::string_view column) const {
    const int i = index(column);
    if (statement_.is_null(i)) return std::nullopt;
    return statement_.real(i);
}

std::optional<std::string> Row::maybe_text(std::string_view column) const {
    const int i = index(column);
    if (statement_.is_null(i)) return std::nullopt;
    return std::string(statement_.text(i));
}

std::optional<base::Instant> Row::maybe_instant(std::string_view column) const {
    const auto ms = maybe_integer(column);
    if (!ms) return std::nullopt;
    return base::from_ms(*ms);
}

std::optional<base::Day> Row::maybe_day(std::string_view column) const {
    const int i = index(column);
    if (statement_.is_null(i)) return std::nullopt;
    return to_day(statement_.text(i), column);
}

std::int64_t Query::run() && {
    while (statement_->step()) {
    }
    return statement_->changes();
}

std::int64_t Query::one_integer() && {
    return std::move(*this).one([](const Row& row) { return row.raw().integer(0); });
}

std::optional<std::int64_t> Query::maybe_integer() && {
    if (!statement_->step() || statement_->is_null(0)) return std::nullopt;
    return read_last([](const Row& row) { return row.raw().integer(0); });
}

std::string Query::one_text() && {
    return std::move(*this).one([](const Row& row) { return std::string(row.raw().text(0)); });
}

std::optional<std::string> Query::maybe_text() && {
    if (!statement_->step() || statement_->is_null(0)) return std::nullopt;
    return read_last([](const Row& row) { return std::string(row.raw().text(0)); });
}

Query Read::query(std::string_view sql) {
    auto& statement = connection_.prepare(sql, detail::Access::read);
    ++connection_.statements_run;
    return Query(statement);
}

Engine Read::engine() const { return connection_.engine(); }
int Read::statements_run() const { return connection_.statements_run; }

Query Write::query(std::string_view sql) {
    auto& statement = connection_.prepare(sql, detail::Access::write);
    ++connection_.statements_run;
    return Query(statement);
}

static void must_not_finish(const detail::Connection& connection) {
    if (connection.finishing) throw std::logic_error("An action before the commit asked for a further one; it would be too late for some.");
}

void Write::before_commit(std::function<void(Write&)> action) {
    auto& connection = detail::Reach::connection(*this);
    must_not_finish(connection);
    connection.before_commit.push_back(std::move(action));
}

void Write::after_commit(std::function<void()> action) {
    auto& connection = detail::Reach::connection(*this);
    must_not_finish(connection);
    connection.after_commit.push_back(std::move(action));
}

bool Write::waits_before_commit() const {
    const auto& connection = detail::Reach::connection(*this);
    return connection.others_wait_before_commit || !connection.before_commit.empty();
}

std::unique_ptr<Database> Database::open(const Settings& settings) {
    const std::string_view url = settings.url;
    if (url.starts_with("sqlite:")) return detail::open_sqlite(settings);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return detail::open_postgres(settings);
    throw Failure("The address of the database must begin with sqlite: or postgresql:// .");
}

}  // namespace db
