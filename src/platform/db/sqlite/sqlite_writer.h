/// The one thread that writes to an SQLite file. Private to this folder.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "db/counters.h"
#include "db/sqlite/sqlite_connection.h"

namespace db::detail {

/// Takes all bodies that wait, runs each in its own savepoint and commits them together: one wait for the disk serves them all.
class SqliteWriter {
public:
    SqliteWriter(std::unique_ptr<SqliteConnection> connection, Counters& counters);
    /// Finishes what is queued.
    ~SqliteWriter();

    void submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done);
    bool is_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

private:
    struct Job {
        std::function<void(Write&)> body;
        std::function<void(std::exception_ptr)> done;
        std::exception_ptr error;
        std::vector<std::function<void(Write&)>> before_commit;
        std::vector<std::function<void()>> after_commit;
    };
    void run();
    void process(std::vector<Job>& jobs);
    bool commit_together(std::span<Job> jobs);
    void run_body(Job& job, bool shared);
    void finish_bodies(std::span<Job> jobs);
    void report(Job& job);

    std::unique_ptr<SqliteConnection> connection_;
    Counters& counters_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Job> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace db::detail
