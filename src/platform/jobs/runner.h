/// Runs one job after the other; what run_due() and the threads of Workers share.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "jobs/jobs.h"
#include "jobs/store.h"

namespace jobs {

using Clock = std::function<base::Instant()>;

class Runner {
public:
    /// `stopping` may be null.
    Runner(db::Database& database, const http::Services& services, const Registry& registry, Clock clock,
           const std::atomic<bool>* stopping);

    /// Queues what the schedule asks for, then takes one job that is due and runs it. False when none is.
    bool run_one();

private:
    void run(const Claimed& job);

    db::Database& database_;
    const http::Services& services_;
    const Registry& registry_;
    Clock clock_;
    const std::atomic<bool>* stopping_;
    bool scheduled_ = false;  // the schedule was looked at once, so that the database knows when to look again
    std::string name_;        // unique among all processes
};

}  // namespace jobs
