#include "db/postgres/pg_writers.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "db/after_commit.h"
#include "db/outcome.h"

namespace db::detail {

static constexpr int most_attempts = 12;
static constexpr int attempts_beside_others = 4;
static constexpr std::string_view serializable = "ISOLATION LEVEL SERIALIZABLE READ WRITE";

PgWriters::PgWriters(const PgAddress& address, int count, Counters& counters) : address_(address), counters_(counters) {
    for (int i = 0; i < std::max(count, 1); ++i) threads_.emplace_back([this] { run(); });
}

PgWriters::~PgWriters() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void PgWriters::submit(std::function<void(Write&)> body, std::function<void(std::exception_ptr)> done) {
    {
        std::lock_guard lock(mutex_);
        waiting_.push_back({std::move(body), std::move(done)});
    }
    arrived_.notify_one();
}

bool PgWriters::is_one_of_them() const {
    return std::ranges::any_of(threads_, [](const auto& thread) { return thread.get_id() == std::this_thread::get_id(); });
}

void PgWriters::run() {
    std::unique_ptr<PgConnection> connection;  // made by the first body, so that opening a database stays quick
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            job = std::move(waiting_.front());
            waiting_.pop_front();
        }
        try {
            if (!connection) connection = std::make_unique<PgConnection>(address_);
        } catch (...) {
            call_after_commit(job.done, std::current_exception());
            continue;
        }
        process(*connection, job);
    }
}

void PgWriters::process(PgConnection& connection, Job& job) {
    std::exception_ptr error;
    try {
        attempt_until_done(connection, job);
        ++counters_.commits;
        ++counters_.transactions;
    } catch (...) {
        error = std::current_exception();
        connection.roll_back();
    }
    const auto actions = std::move(connection.after_commit);
    connection.after_commit.clear();
    if (!error) {
        for (const auto& action : actions) call_after_commit(action);
    }
    call_after_commit(job.done, std::move(error));
}

/// Waits longer after each clash, by chance, so that the same two do not meet again.
static void wait_after_clash(int attempts) {
    thread_local std::minstd_rand chance(std::random_device{}());
    const int most = std::min(1 << attempts, 64);
    std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<int>{0, most}(chance)});
}

void PgWriters::attempt_until_done(PgConnection& connection, const Job& job) {
    bool reconnected = false;
    for (int attempts = 1;; ++attempts) {
        Outcome outcome;
        if (attempts > attempts_beside_others) {
            std::unique_lock lock(alone_);
            outcome = attempt(connection, job);
        } else {
            std::shared_lock lock(alone_);
            outcome = attempt(connection, job);
        }
        if (outcome == Outcome::committed) return;
        connection.roll_back();
        if (outcome == Outcome::lost) {
            if (std::exchange(reconnected, true)) throw Failure("The connection to PostgreSQL was lost twice. Nothing was changed.");
            continue;
        }
        ++counters_.clashes;
        if (attempts == most_attempts) {
            throw Clash("Other changes to the same data came at the same time, again and again. Nothing was changed; try again.");
        }
        wait_after_clash(attempts);
    }
}

PgWriters::Outcome PgWriters::attempt(PgConnection& connection, const Job& job) {
    bool committing = false;
    try {
        connection.before_commit.clear();
        connection.after_commit.clear();
        connection.statements_run = 0;
        connection.begin(serializable);
        WriteTimer timer(counters_);
        Write write(connection);
        job.body(write);
        {
            Finishing finishing(connection);
            for (const auto& action : std::exchange(connection.before_commit, {})) action(write);
        }
        timer.stop(connection.statements_run);
        committing = true;
        connection.commit();
        return Outcome::committed;
    } catch (const LostConnection&) {
        if (committing) {
            throw OutcomeUnknown("The connection to PostgreSQL was lost while saving. It is not known whether the change was saved: "
                                 "look before you repeat it.");
        }
        return Outcome::lost;
    } catch (...) {
        // A body may have turned the exception into another of its own.
        if (connection.clashed) return Outcome::clashed;
        if (connection.is_lost() && !committing) return Outcome::lost;
        throw;
    }
}

}  // namespace db::detail
