#include "app/app.h"
#include "auth/audit.h"
#include "auth/session.h"
#include "db/db.h"

namespace app {

static void chain_events(jobs::Context& job) {
    constexpr int most = 1000;
    while (!job.cancelled() && job.database().write([](db::Write& db) { return auth::chain_events(db, most); }) == most) {}
}

static void forget_expired(jobs::Context& job) {
    job.database().write([&](db::Write& db) { auth::forget_expired(db, job.now()); });
}

void add_jobs(jobs::Registry& jobs) {
    jobs.add("auth.chain_events", jobs::Schedule::every(std::chrono::minutes(1)), chain_events);
    jobs.add("auth.forget_expired", jobs::Schedule::every(std::chrono::hours(1)), forget_expired);
}

}  // namespace app
