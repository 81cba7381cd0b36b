#include <algorithm>

#include <fmt/core.h>

#include "db/setting.h"
#include "http/live.h"
#include "jobs/jobs.h"
#include "jobs/schedule.h"
#include "jobs/store.h"
#include "jobs/wake.h"

namespace jobs {

constexpr std::string_view words[] = {"waiting", "running", "done", "failed", "cancelled"};

std::string_view word(State state) { return words[static_cast<int>(state)]; }

State parse_state(std::string_view text) {
    auto found = std::ranges::find(words, text);
    if (found == std::end(words)) throw db::Failure(fmt::format("A job has the unknown state {}", text));
    return static_cast<State>(found - std::begin(words));
}

/// The one that waits under the same key and is due by then: nothing is to be written for it, which is the usual case under load.
static std::optional<std::int64_t> waiting_already(db::Write& db, const NewJob& job, base::Instant due) {
    if (job.unique_key.empty()) return std::nullopt;
    return db.query("SELECT id FROM jobs_job WHERE name = :name AND unique_key = :key AND state = 'waiting' AND due_at <= :due")
        .bind("name", job.name)
        .bind("key", job.unique_key)
        .bind("due", due)
        .maybe_integer();
}

JobId enqueue(db::Write& db, base::Instant now, const NewJob& job) {
    auto due = job.not_before.value_or(now);
    if (auto waiting = waiting_already(db, job, due)) {
        if (due <= now) db.after_commit(wake_workers);
        return {*waiting};
    }
    // DO UPDATE and not DO NOTHING: it returns the id of the one that waits, which now waits no longer than the new one would.
    auto id = db.query(R"sql(
        INSERT INTO jobs_job (name, payload, unique_key, owner_id, state, most_attempts, due_at, enqueued_at)
        VALUES (:name, :payload, :key, :owner, 'waiting', :most, :due, :now)
        ON CONFLICT (name, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL
        DO UPDATE SET due_at = CASE WHEN excluded.due_at < jobs_job.due_at THEN excluded.due_at ELSE jobs_job.due_at END
        RETURNING id
    )sql")
                  .bind("name", job.name)
                  .bind("payload", job.payload)
                  .bind("key", job.unique_key.empty() ? std::nullopt : std::optional(std::string(job.unique_key)))
                  .bind("owner", job.owner ? std::optional(job.owner->value) : std::nullopt)
                  .bind("most", std::max(job.most_attempts, 1))
                  .bind("due", due)
                  .bind("now", now)
                  .one_integer();
    if (due <= now) db.after_commit(wake_workers);
    return {id};
}

bool anything_due(db::Read& db, base::Instant now) {
    return db.query(R"sql(
        SELECT CASE WHEN EXISTS (SELECT 1 FROM jobs_job WHERE state = 'waiting' AND due_at <= :now)
                      OR EXISTS (SELECT 1 FROM jobs_job WHERE state = 'running' AND lease_until_at < :now)
                      OR EXISTS (SELECT 1 FROM jobs_schedule WHERE next_at <= :now)
                    THEN 1 ELSE 0 END AS due
    )sql").bind("now", now).one_integer() != 0;
}

static void note_next(db::Write& db, const std::string& name, const std::string& spec, base::Instant next) {
    db.query(R"sql(
        INSERT INTO jobs_schedule (name, spec, next_at) VALUES (:name, :spec, :next)
        ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, next_at = excluded.next_at
    )sql")
        .bind("name", name)
        .bind("spec", spec)
        .bind("next", next)
        .run();
}

void schedule_due(db::Write& db, base::Instant now, const Registry& registry) {
    auto zone = db::district_zone(db);
    for (const auto& entry : registry.entries()) {
        if (!entry.schedule) continue;
        auto specification = spec(*entry.schedule, zone);
        auto next = db.query("SELECT next_at FROM jobs_schedule WHERE name = :name AND spec = :spec")
                        .bind("name", entry.name)
                        .bind("spec", specification)
                        .maybe_integer();
        if (next && *next > base::to_ms(now)) continue;
        // A schedule seen for the first time begins with its next time, so a start of the server is not a storm of jobs.
        if (next) enqueue(db, now, {.name = entry.name, .unique_key = schedule_key});
        note_next(db, entry.name, specification, next_time(*entry.schedule, now, zone));
    }
}

/// A job goes back to the queue. When another waits under its key already, it goes back without the key: only one may wait with it.
static void requeue(db::Write& db, JobId id, base::Instant due, int attempts, std::string_view error) {
    db.query(R"sql(
        UPDATE jobs_job
           SET state = 'waiting', due_at = :due, attempts = :attempts, error = :error, runner = NULL, lease_until_at = NULL,
               unique_key = CASE WHEN EXISTS (SELECT 1 FROM jobs_job AS other
                                               WHERE other.state = 'waiting' AND other.name = jobs_job.name
                                                 AND other.unique_key = jobs_job.unique_key)
                                 THEN NULL ELSE unique_key END
         WHERE id = :id
    )sql")
        .bind("due", due)
        .bind("attempts", attempts)
        .bind("error", error)
        .bind("id", id)
        .run();
}

static void end(db::Write& db, base::Instant now, JobId id, State state, const Outcome& outcome) {
    db.query(R"sql(
        UPDATE jobs_job
           SET state = :state, finished_at = :now, result = :result, error = :error, runner = NULL, lease_until_at = NULL
         WHERE id = :id
    )sql")
        .bind("state", word(state))
        .bind("now", now)
        .bind("result", outcome.result)
        .bind("error", outcome.error)
        .bind("id", id)
        .run();
}

struct Abandoned {
    JobId id;
    int attempts;
    int most_attempts;
    bool cancelled;
};

static void take_back_abandoned(db::Write& db, base::Instant now) {
    auto jobs = db.query(R"sql(
        SELECT id, attempts, most_attempts, cancel_requested FROM jobs_job WHERE state = 'running' AND lease_until_at < :now
    )sql")
                    .bind("now", now)
                    .all([](const db::Row& row) {
                        return Abandoned{{row.integer("id")},
                                         static_cast<int>(row.integer("attempts")),
                                         static_cast<int>(row.integer("most_attempts")),
                                         row.flag("cancel_requested")};
                    });
    for (const auto& job : jobs) {
        constexpr const char* reason = "The process that ran it ended without a word.";
        if (job.cancelled) end(db, now, job.id, State::cancelled, {});
        else if (job.attempts >= job.most_attempts) end(db, now, job.id, State::failed, {.error = reason});
        else requeue(db, job.id, now, job.attempts, reason);
    }
}

/// Of those the registry knows: another version of the program may have queued others.
static std::optional<std::int64_t> longest_due(db::Write& db, base::Instant now, const Registry& registry) {
    std::optional<std::int64_t> found;
    db.query(R"sql(
        SELECT id, name FROM jobs_job
         WHERE state = 'waiting' AND due_at <= :now
           AND NOT EXISTS (SELECT 1 FROM jobs_job AS other
                            WHERE other.state = 'running' AND other.name = jobs_job.name AND other.unique_key = jobs_job.unique_key)
         ORDER BY due_at, id
    )sql")
        .bind("now", now)
        .each_while([&](const db::Row& row) {
            if (registry.find(row.text("name"))) found = row.integer("id");
            return !found;
        });
    return found;
}

std::optional<Claimed> claim(db::Write& db, base::Instant now, const Registry& registry, std::string_view runner) {
    take_back_abandoned(db, now);
    auto id = longest_due(db, now, registry);
    if (!id) return std::nullopt;
    return db.query(R"sql(
        UPDATE jobs_job
           SET state = 'running', attempts = attempts + 1, started_at = :now, runner = :runner, lease_until_at = :until,
               done_units = 0, total_units = 0
         WHERE id = :id
        RETURNING name, payload, attempts, most_attempts
    )sql")
        .bind("now", now)
        .bind("runner", runner)
        .bind("until", now + lease)
        .bind("id", *id)
        .one([&](const db::Row& row) {
            return Claimed{{*id},
                           std::string(row.text("name")),
                           std::string(row.text("payload")),
                           static_cast<int>(row.integer("attempts")),
                           static_cast<int>(row.integer("most_attempts"))};
        });
}

bool extend_lease(db::Write& db, base::Instant now, JobId id, std::string_view runner) {
    return db.query("UPDATE jobs_job SET lease_until_at = :until WHERE id = :id AND runner = :runner")
               .bind("until", now + lease)
               .bind("id", id)
               .bind("runner", runner)
               .run() > 0;
}

bool cancel_requested(db::Read& db, JobId id) {
    return db.query("SELECT cancel_requested FROM jobs_job WHERE id = :id").bind("id", id).maybe_integer().value_or(1) != 0;
}

void write_progress(db::Write& db, base::Instant now, JobId id, std::string_view runner, const Progress& progress) {
    db.query("UPDATE jobs_job SET done_units = :done, total_units = :total WHERE id = :id AND runner = :runner")
        .bind("done", progress.done)
        .bind("total", progress.total)
        .bind("id", id)
        .bind("runner", runner)
        .run();
    http::touch(db, now, fmt::format("job/{}", id.value));
}

static bool still_ours(db::Read& db, JobId id, std::string_view runner) {
    return db.query("SELECT 1 FROM jobs_job WHERE id = :id AND runner = :runner")
        .bind("id", id)
        .bind("runner", runner)
        .maybe_integer()
        .has_value();
}

void finish(db::Write& db, base::Instant now, const Claimed& job, std::string_view runner, const Outcome& outcome) {
    if (!still_ours(db, job.id, runner)) return;
    write_progress(db, now, job.id, runner, outcome.progress);
    using Kind = Outcome::Kind;
    if (outcome.kind == Kind::stopped) return requeue(db, job.id, now, job.attempts - 1, "");
    if (outcome.kind == Kind::done) return end(db, now, job.id, State::done, outcome);
    if (outcome.kind == Kind::cancelled) return end(db, now, job.id, State::cancelled, outcome);
    if (cancel_requested(db, job.id)) return end(db, now, job.id, State::cancelled, outcome);
    if (job.attempts >= job.most_attempts) return end(db, now, job.id, State::failed, outcome);
    requeue(db, job.id, now + backoff(job.attempts), job.attempts, outcome.error);
}

std::int64_t forget_ended(db::Write& db, base::Instant before, int most) {
    return db.query(R"sql(
        DELETE FROM jobs_job
         WHERE id IN (SELECT id FROM jobs_job WHERE finished_at IS NOT NULL AND finished_at < :before ORDER BY finished_at LIMIT :most)
    )sql")
        .bind("before", before)
        .bind("most", most)
        .run();
}

}  // namespace jobs
