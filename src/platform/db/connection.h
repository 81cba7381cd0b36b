/// What a driver offers to the seam. Private to this room.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "db/db.h"

namespace db::detail {

enum class Access { read, write };

/// One connection, used by one thread at a time.
class Connection {
public:
    virtual ~Connection() = default;
    virtual Engine engine() const = 0;
    /// A statement that is not in use, from the cache or prepared anew. It returns to the cache by reset(). Throws Failure when the
    /// SQL is wrong, when it writes and `access` is read, and when it would begin or end a transaction.
    virtual Statement& prepare(std::string_view sql, Access access) = 0;
    /// Runs several statements without parameters, as migrations hold them.
    virtual void run_script(const std::string& sql) = 0;

    int statements_run = 0;
    std::vector<std::function<void(Write&)>> before_commit;
    std::vector<std::function<void()>> after_commit;
    /// Transactions that share the commit have left something for its end.
    bool others_wait_before_commit = false;
    /// The actions before the commit are running: more may not be added.
    bool finishing = false;

protected:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
};

/// Says that the actions before the commit are running, as long as it lives.
class Finishing {
public:
    explicit Finishing(Connection& connection) : connection_(connection) { connection_.finishing = true; }
    Finishing(const Finishing&) = delete;
    Finishing& operator=(const Finishing&) = delete;
    ~Finishing() { connection_.finishing = false; }

private:
    Connection& connection_;
};

/// From the seam down to the connection.
class Reach {
public:
    static Connection& connection(const Read& db) { return db.connection_; }
};

}  // namespace db::detail
