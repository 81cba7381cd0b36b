/// The life of a job in the database, for the code that runs jobs. Every change names the runner, so that a process which lost its
/// lease changes nothing any more.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/db.h"
#include "jobs/jobs.h"

namespace jobs {

/// A job whose runner is not heard of for so long is taken over by another.
constexpr base::Milliseconds lease{60'000};

struct Claimed {
    JobId id;
    std::string name;
    std::string payload;
    int attempts = 1;  // this one counted
    int most_attempts = 1;
};

/// Whether claim() or schedule_due() would do something now.
bool anything_due(db::Read& db, base::Instant now);

/// Enqueues what the schedule asks for and notes when it asks again.
void schedule_due(db::Write& db, base::Instant now, const Registry& registry);

/// Takes back jobs whose runner has died (failed when that was the last attempt), then takes the job that has been due longest among
/// those the registry knows. Jobs with the same name and unique key never run at the same time.
std::optional<Claimed> claim(db::Write& db, base::Instant now, const Registry& registry, std::string_view runner);

/// A sign of life. False when the lease was lost: another runs the job now.
bool extend_lease(db::Write& db, base::Instant now, JobId id, std::string_view runner);
bool cancel_requested(db::Read& db, JobId id);

struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
};
/// Pages that show the job hear of it (topic "job/<id>").
void write_progress(db::Write& db, base::Instant now, JobId id, std::string_view runner, const Progress& progress);

/// What became of an attempt.
struct Outcome {
    enum class Kind { done, cancelled, failed, stopped } kind = Kind::done;
    std::string result;
    std::string error;
    Progress progress = {};
};

/// A failed attempt waits for the next one, if one is left; a stopped one does not count.
void finish(db::Write& db, base::Instant now, const Claimed& job, std::string_view runner, const Outcome& outcome);

/// Removes at most `most` jobs that ended before the moment; how many it were.
std::int64_t forget_ended(db::Write& db, base::Instant before, int most);

State parse_state(std::string_view word);
std::string_view word(State state);

}  // namespace jobs
