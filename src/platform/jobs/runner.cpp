#include "jobs/runner.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "auth/secret.h"
#include "base/log.h"

namespace jobs {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto sign_of_life_every = 10s;
constexpr auto look_for_cancel_every = 250ms;
constexpr auto write_progress_every = 300ms;

namespace {

/// Extends the lease of a running job while its body is busy with something else.
class SignOfLife {
public:
    SignOfLife(db::Database& database, const Clock& clock, JobId job, const std::string& runner) : thread_([=, &database, this] {
        std::unique_lock lock(mutex_);
        while (!ended_.wait_for(lock, sign_of_life_every, [this] { return over_; })) {
            lock.unlock();
            extend(database, clock(), job, runner);
            lock.lock();
        }
    }) {}

    ~SignOfLife() {
        {
            std::scoped_lock lock(mutex_);
            over_ = true;
        }
        ended_.notify_all();
        thread_.join();
    }

    bool lost() const { return lost_; }

private:
    void extend(db::Database& database, base::Instant now, JobId job, const std::string& runner) {
        try {
            bool ours = database.write([&](db::Write& db) { return extend_lease(db, now, job, runner); });
            if (!ours) lost_ = true;
        } catch (const std::exception& problem) {
            // The lease outlasts several missed signs; the body finds out itself whether the database is gone.
            base::log::warning("job {}: no sign of life could be written: {}", job.value, problem.what());
        }
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    bool over_ = false;
    std::atomic<bool> lost_ = false;
    std::thread thread_;
};

class Run : public Context {
public:
    Run(db::Database& database, const http::Services& services, const Claimed& job, base::Instant now, std::string runner)
        : database_(database), services_(services), job_(job), now_(now), runner_(std::move(runner)) {}

    void watch(const std::atomic<bool>* stopping, const SignOfLife* sign) {
        stopping_ = stopping;
        sign_ = sign;
    }

    JobId id() const override { return job_.id; }
    const std::string& payload() const override { return job_.payload; }
    db::Database& database() override { return database_; }
    const http::Services& services() override { return services_; }
    base::Instant now() const override { return now_; }

    void progress(std::int64_t done, std::int64_t total) override {
        outcome.progress = {done, total};
        auto moment = Steady::now();
        if (moment - progress_written_ < write_progress_every) return;
        progress_written_ = moment;
        database_.write([&](db::Write& db) { write_progress(db, now_, job_.id, runner_, outcome.progress); });
    }

    bool cancelled() const override {
        if (stopped()) return left_early_ = true;
        auto moment = Steady::now();
        if (!cancelled_ && moment - looked_ >= look_for_cancel_every) {
            looked_ = moment;
            cancelled_ = database_.read([&](db::Read& db) { return cancel_requested(db, job_.id); });
        }
        return cancelled_;
    }

    void result(std::string json) override { outcome.result = std::move(json); }

    /// How a body that returned has ended.
    Outcome::Kind ending() const {
        if (cancelled_) return Outcome::Kind::cancelled;
        return left_early_ ? Outcome::Kind::stopped : Outcome::Kind::done;
    }

    Outcome outcome;

private:
    bool stopped() const { return (stopping_ && *stopping_) || (sign_ && sign_->lost()); }

    db::Database& database_;
    const http::Services& services_;
    const Claimed& job_;
    base::Instant now_;
    std::string runner_;
    const std::atomic<bool>* stopping_ = nullptr;
    const SignOfLife* sign_ = nullptr;
    Steady::time_point progress_written_{};
    mutable Steady::time_point looked_{};
    mutable bool cancelled_ = false;
    mutable bool left_early_ = false;
};

}  // namespace

Runner::Runner(db::Database& database, const http::Services& services, const Registry& registry, Clock clock,
               const std::atomic<bool>* stopping)
    : database_(database), services_(services), registry_(registry), clock_(std::move(clock)), stopping_(stopping),
      name_(auth::random_token()) {}

bool Runner::run_one() {
    auto now = clock_();
    bool look = !scheduled_ || database_.read([&](db::Read& db) { return anything_due(db, now); });
    if (!look) return false;
    auto job = database_.write([&](db::Write& db) {
        schedule_due(db, now, registry_);
        return claim(db, now, registry_, name_);
    });
    scheduled_ = true;
    if (job) run(*job);
    return job.has_value();
}

void Runner::run(const Claimed& job) {
    auto started = clock_();
    Run run(database_, services_, job, started, name_);
    {
        SignOfLife sign(database_, clock_, job.id, name_);
        run.watch(stopping_, &sign);
        try {
            registry_.find(job.name)->body(run);
            run.outcome.kind = run.ending();
        } catch (const std::exception& problem) {
            run.outcome.kind = Outcome::Kind::failed;
            run.outcome.error = problem.what();
            base::log::warning("job {} ({}): attempt {} of {} failed", job.id.value, job.name, job.attempts, job.most_attempts);
        }
        run.watch(nullptr, nullptr);
    }
    auto ended = clock_();
    database_.write([&](db::Write& db) { finish(db, ended, job, name_, run.outcome); });
}

}  // namespace jobs
