/// The threads that write to PostgreSQL. Private to this folder.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "db/counters.h"
#include "db/postgres/pg_connection.h"

namespace db::detail {

/// Each body is a SERIALIZABLE transaction of its own, run again when it clashes with another.
class PgWriters {
public:
    PgWriters(const PgAddress& address, int count, Counters& counters);
    /// Finishes what is queued.
    ~PgWriters();

    void submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done);
    bool is_one_of_them() const;

private:
    struct Job {
        std::function<void(Write&)> body;
        std::function<void(std::exception_ptr)> done;
    };
    enum class Outcome { committed, clashed, lost };
    void run();
    void process(PgConnection& connection, Job& job);
    void attempt_until_done(PgConnection& connection, const Job& job);
    Outcome attempt(PgConnection& connection, const Job& job);

    PgAddress address_;
    Counters& counters_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> waiting_;
    bool stopping_ = false;
    std::shared_mutex alone_;  // held exclusively by a body that has clashed too often
    std::vector<std::thread> threads_;
};

}  // namespace db::detail
