#include "app/app.h"
#include "app/kept_files.h"
#include "auth/audit.h"
#include "auth/session.h"
#include "db/db.h"
#include "http/call.h"
#include "http/live.h"

namespace app {

static void chain_events(jobs::Context& job) {
    constexpr int most = 200;  // few enough that people's changes need not wait for the writer
    while (!job.cancelled() && job.database().write([](db::Write& db) { return auth::chain_events(db, most); }) == most) {}
}

static void forget_expired(jobs::Context& job) {
    job.database().write([&](db::Write& db) { auth::forget_expired(db, job.now()); });
}

static void forget_live_events(jobs::Context& job) {
    job.database().write([&](db::Write& db) { http::forget_live_events(db, job.now()); });
}

static void collect_unnamed(jobs::Context& job) {
    job.result("{\"files\":" + std::to_string(collect_files(job.database(), *job.services().files, job.now())) + "}");
}

void add_jobs(jobs::Registry& jobs) {
    jobs.add("auth.chain_events", jobs::Schedule::every(std::chrono::minutes(1)), chain_events);
    jobs.add("auth.forget_expired", jobs::Schedule::every(std::chrono::hours(1)), forget_expired);
    jobs.add("app.forget_live_events", jobs::Schedule::every(std::chrono::minutes(10)), forget_live_events);
    jobs.add("app.collect_files", jobs::Schedule::daily_at(std::chrono::hours(3)), collect_unnamed);
}

}  // namespace app
