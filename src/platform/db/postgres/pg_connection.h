/// A connection to PostgreSQL. Private to this folder.
#pragma once

#include <libpq-fe.h>

#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/connection.h"
#include "db/postgres/pg_statement.h"

namespace db::detail {

/// The server went away in the middle. Whether a COMMIT under way was done is not known.
class LostConnection : public Failure {
public:
    using Failure::Failure;
};

/// Where to connect, taken from the URL.
struct PgAddress {
    std::string url;     // without the schema
    std::string schema;  // empty: what the server says
    bool durable = true;
};
PgAddress parse_pg_address(const Settings& settings);

class PgConnection final : public Connection {
public:
    /// Throws Failure with what to do when the server cannot be reached.
    explicit PgConnection(PgAddress address);
    ~PgConnection() override;

    Engine engine() const override { return Engine::postgres; }
    Statement& prepare(std::string_view sql, Access access) override;
    void run_script(const std::string& sql) override { control(sql); }

    /// Begins a transaction; `how` follows BEGIN.
    void begin(std::string_view how);
    /// Ends it. Throws Failure when a statement had failed, because then the server has undone everything.
    void commit();
    /// Runs a text at once; returns the tag of the last command ("COMMIT").
    std::string control(const std::string& sql);
    void roll_back() noexcept;
    bool is_lost() const { return PQstatus(raw()) != CONNECTION_OK; }
    /// Forgets everything and connects anew.
    void reconnect();
    /// Whether a clash was reported since the last reset; bodies may swallow the exception.
    bool clashed = false;

    // For statements.
    PGconn* raw() const { return connection_.get(); }
    /// The connection is about to be used by this statement; another that is still receiving is collected first.
    void occupy(PgStatement* statement);
    void release(const PgStatement* statement) { if (receiving_ == statement) receiving_ = nullptr; }
    std::string new_name() { return "s" + std::to_string(++names_); }
    /// Throws the exception that fits a failed result.
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);

private:
    struct Entry {
        std::string sql;
        SqlEffect effect;
        std::vector<std::unique_ptr<PgStatement>> statements;  // more than one when a text is used inside itself
    };
    void connect();
    Entry& entry_for(std::string_view sql);
    void evict_oldest();

    struct Closer {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    PgAddress address_;
    std::unique_ptr<PGconn, Closer> connection_;
    PgStatement* receiving_ = nullptr;
    std::list<Entry> entries_;
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_sql_;
    std::string forgotten_;  // DEALLOCATE for each statement that left the cache
    std::int64_t names_ = 0;
    bool stale_ = false;     // tables have changed under the prepared statements
};

}  // namespace db::detail
