#include "db/sqlite/sqlite_writer.h"

#include <algorithm>

#include "db/after_commit.h"

namespace db::detail {

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, Counters& counters)
    : connection_(std::move(connection)), counters_(counters), thread_([this] { run(); }) {}

SqliteWriter::~SqliteWriter() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void SqliteWriter::submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done) {
    bool first;
    {
        std::lock_guard lock(mutex_);
        first = waiting_.empty();
        waiting_.push_back({std::move(body), std::move(done), nullptr, {}});
    }
    if (first) arrived_.notify_one();
}

void SqliteWriter::run() {
    std::vector<Job> jobs;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            jobs.swap(waiting_);
        }
        process(jobs);
        jobs.clear();
    }
}

void SqliteWriter::process(std::vector<Job>& jobs) {
    if (!commit_together(jobs)) {
        // The culprit is unknown, so each has its own chance; the others must not suffer.
        for (Job& job : jobs) commit_together(std::span(&job, 1));
    }
    for (Job& job : jobs) report(job);
}

static void fail_all(auto jobs, const std::exception_ptr& error) {
    for (auto& job : jobs) job.error = error;
}

/// False when a batch of several was undone as a whole. A single job gets its error instead.
bool SqliteWriter::commit_together(std::span<Job> jobs) {
    const bool shared = jobs.size() > 1;
    try {
        connection_->control("BEGIN IMMEDIATE");
    } catch (...) {
        fail_all(jobs, std::current_exception());
        return true;
    }
    connection_->others_wait_before_commit = false;
    for (Job& job : jobs) {
        run_body(job, shared);
        if (!job.error && !job.before_commit.empty()) connection_->others_wait_before_commit = true;
        if (!connection_->in_transaction()) return !shared;
    }
    if (std::ranges::all_of(jobs, [](const Job& job) { return job.error != nullptr; })) {
        connection_->roll_back();
        return true;
    }
    try {
        finish_bodies(jobs);
        connection_->control("COMMIT");
    } catch (...) {
        connection_->roll_back();
        if (shared) return false;
        fail_all(jobs, std::current_exception());
        return true;
    }
    ++counters_.commits;
    return true;
}

void SqliteWriter::run_body(Job& job, bool shared) {
    job.error = nullptr;
    connection_->before_commit.clear();
    connection_->after_commit.clear();
    connection_->statements_run = 0;
    connection_->take_failed();
    WriteTimer timer(counters_);
    try {
        if (shared) connection_->control("SAVEPOINT body");
        Write write(*connection_);
        job.body(write);
        if (connection_->take_failed()) {
            // PostgreSQL would have undone everything after the failed statement; the engines must agree.
            throw Failure("A statement failed and the body went on as if it had not. Nothing was changed.");
        }
        if (shared) connection_->control("RELEASE body");
    } catch (...) {
        job.error = std::current_exception();
        try {
            if (shared && connection_->in_transaction()) {
                connection_->control("ROLLBACK TO body");
                connection_->control("RELEASE body");
            }
        } catch (...) {
            connection_->roll_back();  // the caller sees that the transaction is gone
        }
    }
    timer.stop(connection_->statements_run);
    job.before_commit = std::move(connection_->before_commit);
    job.after_commit = std::move(connection_->after_commit);
    connection_->before_commit.clear();
    connection_->after_commit.clear();
}

/// What the bodies left for the end. A failure here has no culprit among several, so it undoes them all and each has its own chance.
void SqliteWriter::finish_bodies(std::span<Job> jobs) {
    WriteTimer timer(counters_);
    connection_->statements_run = 0;
    Finishing finishing(*connection_);
    Write write(*connection_);
    for (Job& job : jobs) {
        if (job.error) continue;
        for (const auto& action : job.before_commit) action(write);
    }
    if (connection_->take_failed()) throw Failure("A statement at the end of a change failed. Nothing was changed.");
    timer.stop(connection_->statements_run);
}

void SqliteWriter::report(Job& job) {
    if (!job.error) {
        ++counters_.transactions;
        for (const auto& action : job.after_commit) call_after_commit(action);
    }
    // Handed over, not copied: the one who waits is the last to hold it.
    call_after_commit(job.done, std::move(job.error));
    job = {};  // what the body held is let go on this thread, before the next commit
}

}  // namespace db::detail
