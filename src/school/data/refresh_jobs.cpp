#include <boost/json.hpp>

#include "auth/event.h"
#include "data/refresh.h"
#include "db/db.h"
#include "jobs/jobs.h"

namespace data {

constexpr std::string_view job_name = "data.refresh";

void refresh_soon(db::Write& db, base::Instant now) { jobs::enqueue(db, now, {.name = job_name, .unique_key = jobs::schedule_key}); }

static void run(jobs::Context& job) {
    RefreshWatch watch{.cancelled = [&] { return job.cancelled(); },
                       .progress = [&](std::int64_t done, std::int64_t total) { job.progress(done, total); }};
    try {
        auto done = refresh(job.database(), job.services(), false, watch);
        job.result(boost::json::serialize(boost::json::object{{"rows", done.rows}, {"milliseconds", done.took.count()}}));
    } catch (const Refused& refusal) {
        if (refusal.code() != "cancelled") throw;
    }
}

void refresh_jobs(jobs::Registry& registry) { registry.add(std::string(job_name), jobs::Schedule::every(std::chrono::hours(1)), run); }

}  // namespace data
