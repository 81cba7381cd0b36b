/// The seam to the database: prepare, bind by name, step. SQL is written once and runs on SQLite and on PostgreSQL.
///
///     auto title = db.query("SELECT title FROM helpdesk_request WHERE id = :id").bind("id", id).one(
///         [](const db::Row& row) { return std::string(row.text("title")); });
///
/// Reading and writing are different types, so a page that shows cannot change anything. A Read is one snapshot. A Write is one
/// transaction; its body may run twice (the engine retries a clash), so it does nothing but SQL.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace db {

enum class Engine { sqlite, postgres };

/// The database is broken or refuses: disk full, connection lost, wrong SQL. Never "not found".
class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A UNIQUE, CHECK, NOT NULL or FOREIGN KEY rule refuses the change.
class ConstraintFailure : public Failure {
public:
    using Failure::Failure;
};

/// Two transactions clashed; the engine retries, callers never see it unless every retry clashed too.
class Clash : public Failure {
public:
    using Failure::Failure;
};

/// The disk has no room. Nothing was changed.
class DiskFull : public Failure {
public:
    using Failure::Failure;
};

namespace detail {

/// One prepared statement of one connection; implemented by each driver. Indexes start at 0.
class Statement {
public:
    virtual ~Statement() = default;
    /// Parameters by the name in the SQL, without the colon. Throws Failure when the SQL has no such parameter.
    virtual void bind_null(std::string_view name) = 0;
    virtual void bind_integer(std::string_view name, std::int64_t value) = 0;
    virtual void bind_real(std::string_view name, double value) = 0;
    /// The bytes are copied.
    virtual void bind_text(std::string_view name, std::string_view value) = 0;
    virtual void bind_bytes(std::string_view name, std::string_view value) = 0;
    /// Says before the first step that the result may be large, so that it is not collected in memory.
    virtual void expect_many() {}
    /// True when there is a row to read.
    virtual bool step() = 0;
    /// Runs a writing statement of which not every row was read to its end, so that its rules are checked.
    virtual void finish() = 0;
    /// Rows changed by a statement that was stepped to its end.
    virtual std::int64_t changes() = 0;
    /// Back to before the first step, parameters cleared; the statement returns to the cache.
    virtual void reset() noexcept = 0;

    virtual int column_count() = 0;
    virtual int column_index(std::string_view name) = 0;  // -1 when absent
    virtual std::string_view column_name(int column) = 0;
    virtual bool is_null(int column) = 0;
    /// Each throws Failure when the value is NULL or cannot be read so. A truth value reads as 0 or 1.
    virtual std::int64_t integer(int column) = 0;
    virtual double real(int column) = 0;
    virtual std::string_view text(int column) = 0;
    virtual std::string_view bytes(int column) = 0;
};

class Connection;
class Reach;

}  // namespace detail

/// The row a statement stands on. What it returns as string_view lives until the next row.
class Row {
public:
    explicit Row(detail::Statement& statement) : statement_(statement) {}

    /// Each throws Failure when there is no such column, and when it is NULL.
    std::int64_t integer(std::string_view column) const;
    double real(std::string_view column) const;
    std::string_view text(std::string_view column) const;
    std::string_view bytes(std::string_view column) const;
    bool flag(std::string_view column) const { return integer(column) != 0; }
    base::Instant instant(std::string_view column) const { return base::from_ms(integer(column)); }
    base::Day day(std::string_view column) const;

    bool null(std::string_view column) const;
    std::optional<std::int64_t> maybe_integer(std::string_view column) const;
    std::optional<double> maybe_real(std::string_view column) const;
    std::optional<std::string> maybe_text(std::string_view column) const;
    std::optional<base::Instant> maybe_instant(std::string_view column) const;
    std::optional<base::Day> maybe_day(std::string_view column) const;

    /// By position, for tools that do not know the columns (export, backup).
    detail::Statement& raw() const { return statement_; }

private:
    int index(std::string_view column) const;
    detail::Statement& statement_;
};

template <typename T>
concept StrongId = requires(T id) {
    { id.value } -> std::convertible_to<std::int64_t>;
} && std::is_aggregate_v<T>;

/// A statement being filled. Use it in one expression: bind, then exactly one of run, one, maybe, all, each.
class Query {
public:
    explicit Query(detail::Statement& statement) : statement_(&statement) {}
    Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query() {
        if (statement_) statement_->reset();
    }

    template <typename T>
        requires std::integral<T> || std::is_enum_v<T>
    Query&& bind(std::string_view name, T value) && {
        statement_->bind_integer(name, static_cast<std::int64_t>(value));
        return std::move(*this);
    }
    template <StrongId T>
    Query&& bind(std::string_view name, T id) && {
        statement_->bind_integer(name, id.value);
        return std::move(*this);
    }
    Query&& bind(std::string_view name, double value) && {
        statement_->bind_real(name, value);
        return std::move(*this);
    }
    Query&& bind(std::string_view name, std::string_view value) && {
        statement_->bind_text(name, value);
        return std::move(*this);
    }
    Query&& bind(std::string_view name, const std::string& value) && {
        return std::move(*this).bind(name, std::string_view(value));
    }
    Query&& bind(std::string_view name, const char* value) && {
        return std::move(*this).bind(name, std::string_view(value));
    }
    Query&& bind(std::string_view name, base::Instant value) && {
        statement_->bind_integer(name, base::to_ms(value));
        return std::move(*this);
    }
    Query&& bind(std::string_view name, base::Day value) && {
        statement_->bind_text(name, base::to_iso(value));
        return std::move(*this);
    }
    Query&& bind(std::string_view name, std::nullopt_t) && {
        statement_->bind_null(name);
        return std::move(*this);
    }
    template <typename T>
    Query&& bind(std::string_view name, const std::optional<T>& value) && {
        if (value) return std::move(*this).bind(name, *value);
        return std::move(*this).bind(name, std::nullopt);
    }
    Query&& bind_bytes(std::string_view name, std::string_view value) && {
        statement_->bind_bytes(name, value);
        return std::move(*this);
    }

    /// Runs to the end; returns how many rows were changed.
    std::int64_t run() &&;

    /// Exactly one row; throws base::NotFound when there is none.
    template <typename F>
    auto one(F&& read) && -> std::decay_t<std::invoke_result_t<F, const Row&>> {
        if (!statement_->step()) throw base::NotFound("no such row");
        return read_last(std::forward<F>(read));
    }
    /// The first row, or absent.
    template <typename F>
    auto maybe(F&& read) && -> std::optional<std::decay_t<std::invoke_result_t<F, const Row&>>> {
        if (!statement_->step()) return std::nullopt;
        return read_last(std::forward<F>(read));
    }
    template <typename F>
    auto all(F&& read) && -> std::vector<std::decay_t<std::invoke_result_t<F, const Row&>>> {
        std::vector<std::decay_t<std::invoke_result_t<F, const Row&>>> rows;
        while (statement_->step()) rows.push_back(read(Row(*statement_)));
        return rows;
    }
    /// Calls for each row without keeping them; for large results.
    template <typename F>
    void each(F&& read) && {
        statement_->expect_many();
        while (statement_->step()) read(Row(*statement_));
    }
    /// Calls for each row as long as the answer is true; the rest is not read.
    template <typename F>
    void each_while(F&& read) && {
        while (statement_->step() && read(Row(*statement_))) {
        }
    }
    /// The first column of the only row. NULL is an error for one_... and absent for maybe_... .
    std::int64_t one_integer() &&;
    std::optional<std::int64_t> maybe_integer() &&;
    std::string one_text() &&;
    std::optional<std::string> maybe_text() &&;

private:
    template <typename F>
    auto read_last(F&& read) -> std::decay_t<std::invoke_result_t<F, const Row&>> {
        if constexpr (std::is_void_v<std::invoke_result_t<F, const Row&>>) {
            read(Row(*statement_));
            statement_->finish();
        } else {
            auto result = read(Row(*statement_));
            statement_->finish();
            return result;
        }
    }

    detail::Statement* statement_;
};

/// One snapshot of the database. Never leave one open while waiting for a person or the network.
class Read {
public:
    explicit Read(detail::Connection& connection) : connection_(connection) {}
    Read(const Read&) = delete;
    Read& operator=(const Read&) = delete;

    /// The SQL must be a reading statement (drivers refuse others). Statements are cached per connection by their text.
    Query query(std::string_view sql);
    Engine engine() const;
    /// How many statements this snapshot or transaction has run; tests use it to refuse pages that query for each row.
    int statements_run() const;

private:
    friend class Write;
    friend class detail::Reach;  // the files of this room that go below the seam
    detail::Connection& connection_;
};

/// One transaction. On return of the body it is committed and on disk; an exception undoes it whole.
class Write : public Read {
public:
    using Read::Read;
    /// Any statement but those that begin or end transactions. For the id of a new row: INSERT ... RETURNING id, then one_integer().
    Query query(std::string_view sql);
    /// Runs at the end of the transaction and still in it, in order; where several transactions share a commit, at the end of all of them. For
    /// work that is cheaper done together and that nothing reads before, such as adding to an index. When it throws, the change is undone.
    void before_commit(std::function<void(Write&)> action);
    /// Runs after the commit is durable, in order; never when it is undone. Must not throw and must be quick.
    void after_commit(std::function<void()> action);
    // An action before the commit may ask for neither of them: std::logic_error.

    /// Whether actions wait for the end: of this transaction, or of another one that shares its commit.
    bool waits_before_commit() const;
};

struct Settings {
    /// "sqlite:PATH" or a "postgresql://" URL with an optional "schema" parameter.
    std::string url;
    /// Connections that read at the same time.
    int readers = 4;
    /// PostgreSQL only: transactions that write at the same time. SQLite has one writer that commits what waits together.
    int writers = 4;
    /// When false an engine may skip waiting for the disk; for tests only.
    bool durable = true;
};

struct Migration {
    std::string room;      // "helpdesk"
    std::string name;      // "0001_create_request"
    std::string sql;       // portable, or of this engine
};

/// A database that is open. Safe to use from many threads; a Read or Write belongs to the thread that runs its body.
class Database {
public:
    /// Throws Failure with what to do when it cannot be opened. Creates an SQLite file or PostgreSQL schema that is not there.
    static std::unique_ptr<Database> open(const Settings& settings);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;

    /// Calls the body with one snapshot and returns what it returns. The body runs again when the connection was lost.
    template <typename F>
    auto read(F&& body) -> std::decay_t<std::invoke_result_t<F, Read&>> {
        using T = std::decay_t<std::invoke_result_t<F, Read&>>;
        if constexpr (std::is_void_v<T>) {
            read_with([&](Read& db) { body(db); });
        } else {
            std::optional<T> result;
            read_with([&](Read& db) { result.emplace(body(db)); });
            return std::move(*result);
        }
    }

    /// Calls the body in one transaction, waits until it is durable and returns what the body returned. The body may run twice.
    template <typename F>
    auto write(F&& body) -> std::decay_t<std::invoke_result_t<F, Write&>> {
        using T = std::decay_t<std::invoke_result_t<F, Write&>>;
        if constexpr (std::is_void_v<T>) {
            write_with([&](Write& db) { body(db); });
        } else {
            std::optional<T> result;
            write_with([&](Write& db) { result.emplace(body(db)); });
            return std::move(*result);
        }
    }

    /// Queues the body for the writer and returns at once. `done` is called on a writer thread after the commit is durable (null)
    /// or after the transaction was undone (the exception). Bodies that wait together are committed together.
    /// Never call write() from a body, an after_commit action or `done`: the writer would wait for itself (refused with Failure).
    virtual void submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done) = 0;

    virtual void read_with(const std::function<void(Read&)>& body) = 0;
    virtual void write_with(const std::function<void(Write&)>& body) = 0;

    /// Applies the migrations that are missing, in the given order, and records each with the hash of its text. Throws Failure when
    /// a recorded one has changed, or when the database has migrations that this program does not know (it is newer).
    virtual void migrate(const std::vector<Migration>& migrations) = 0;

    /// A number that changes when any process commits a change, and now and then without; cheap to ask often. Ask before reading what
    /// it shall vouch for.
    virtual std::int64_t change_stamp() = 0;

    /// Space, journal and connection figures for /metrics and `belltower check`.
    struct Statistics {
        std::int64_t commits = 0;
        std::int64_t transactions = 0;
        std::int64_t clashes = 0;
        std::int64_t slow_writes = 0;  // bodies over 20 ms
    };
    virtual Statistics statistics() const = 0;
};

}  // namespace db
