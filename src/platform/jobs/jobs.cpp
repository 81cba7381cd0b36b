#include "jobs/jobs.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "base/log.h"
#include "db/db.h"
#include "jobs/runner.h"
#include "jobs/wake.h"

namespace jobs {

using namespace std::chrono_literals;

constexpr auto look_at_least_every = 500ms;
constexpr auto keep_ended = std::chrono::days{30};

static constexpr auth::PermissionInfo all_permissions[] = {{may_manage}};
std::span<const auth::PermissionInfo> permissions() { return all_permissions; }

void Registry::add(std::string name, Body body) { add_entry({std::move(name), std::nullopt, std::move(body)}); }

void Registry::add(std::string name, Schedule schedule, Body body) { add_entry({std::move(name), schedule, std::move(body)}); }

void Registry::add_entry(Entry entry) {
    if (find(entry.name)) throw std::logic_error("Two jobs are called " + entry.name);
    entries_.push_back(std::move(entry));
}

const Registry::Entry* Registry::find(std::string_view name) const {
    auto found = std::ranges::find(entries_, name, &Entry::name);
    return found == entries_.end() ? nullptr : &*found;
}

int run_due(db::Database& database, const http::Services& services, const Registry& registry, base::Instant now) {
    Runner runner(database, services, registry, [now] { return now; }, nullptr);
    int count = 0;
    while (runner.run_one()) ++count;
    return count;
}

static void forget_ended_jobs(Context& context) {
    constexpr int at_once = 500;
    std::int64_t removed = 0;
    do {
        removed = context.database().write([&](db::Write& db) { return forget_ended(db, context.now() - keep_ended, at_once); });
    } while (removed == at_once && !context.cancelled());
}

void register_jobs(Registry& registry) {
    registry.add("jobs.forget_ended", Schedule::daily_at(base::Minutes{3 * 60 + 10}), forget_ended_jobs);
}

struct Workers::Pool {
    std::atomic<bool> stopping = false;
    std::vector<std::thread> threads;

    void work(db::Database& database, const http::Services& services, const Registry& registry) {
        give_way();
        Runner runner(database, services, registry, base::system_now, &stopping);
        while (!stopping) {
            auto seen = wakes();
            if (!try_one(runner) && !stopping) wait_for_wake(seen, look_at_least_every);
        }
    }

    /// People who wait for a page come before work that nobody waits for: on Linux a nice value belongs to the thread.
    static void give_way() {
        constexpr int nice = 10;
        if (setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice) != 0) base::log::warning("jobs run with the priority of pages");
    }

    static bool try_one(Runner& runner) {
        try {
            return runner.run_one();
        } catch (const std::exception& problem) {
            // The database is away or full. The job's lease runs out, and it is tried again.
            base::log::error("jobs: {}", problem.what());
            return false;
        }
    }
};

Workers::Workers(db::Database& database, const http::Services& services, const Registry& registry, int threads)
    : pool_(std::make_unique<Pool>()) {
    for (int i = 0; i < threads; ++i) {
        pool_->threads.emplace_back([&, pool = pool_.get()] { pool->work(database, services, registry); });
    }
}

Workers::~Workers() {
    pool_->stopping = true;
    wake_workers();
    for (auto& thread : pool_->threads) thread.join();
}

}  // namespace jobs
