#include "site/clock.h"

#include "db/db.h"
#include "jobs/jobs.h"

namespace site {

constexpr std::string_view job_name = "site.renewal";

void renew_at(db::Write& db, base::Instant now, base::Instant moment) {
    if (moment <= now) return;
    const auto key = std::to_string(base::to_ms(moment));
    jobs::enqueue(db, now, {.name = job_name, .not_before = moment, .unique_key = key});
}

void clock_jobs(jobs::Registry& registry) {
    registry.add(std::string(job_name), [](jobs::Context&) {});
}

}  // namespace site
