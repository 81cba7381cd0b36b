#include "data/run_jobs.h"

#include <map>

#include <boost/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "data/kept.h"
#include "data/run_store.h"
#include "db/db.h"
#include "http/call.h"
#include "jobs/jobs.h"

namespace data {

static std::map<RunKind, Finish>& finishes() {
    static std::map<RunKind, Finish> map;
    return map;
}

void finish_with(RunKind kind, Finish finish) { finishes()[kind] = std::move(finish); }

static Ended ended(const Answer& answer) {
    return {.cut = answer.cut, .took = answer.took, .tables = base::join(answer.tables, ","), .columns = base::join(answer.columns, ","),
            .version = answer.version, .as_of = answer.as_of};
}

static Ended answered(const http::Services& services, const Run& run, const std::function<bool()>& cancelled) {
    Place place = place_of(services);
    Answer answer = ask(place, {.tier = run.tier, .sql = run.sql, .parameters = run.parameters, .guarded = run.guarded, .limits = limits_of(run.kind, run.tier)}, cancelled);
    Ended end = ended(answer);
    auto finish = finishes().find(run.kind);
    Kept kept = finish == finishes().end() ? Kept{std::move(answer.table)} : finish->second(run, std::move(answer));
    end.rows = static_cast<std::int64_t>(kept.table.rows.size());
    keep(place, run.id, kept);
    return end;
}

/// `left` is asked when the answer was broken off: true when it is only put off.
static void answer_or_leave(db::Database& database, const http::Services& services, RunId id, const std::function<bool()>& cancelled,
                            const std::function<bool()>& left, bool again) {
    auto run = database.read([&](db::Read& db) { return load_run(db, id); });
    if (!database.write([&](db::Write& db) { return claim_run(db, base::system_now(), id, again); })) return;
    Ended end;
    try {
        end = answered(services, run, cancelled);
    } catch (const Refused& refusal) {
        bool broken_off = refusal.code() == "cancelled";
        if (broken_off && left()) {
            database.write([&](db::Write& db) { set_run_state(db, base::system_now(), id, RunState::waiting); });
            return;
        }
        end.state = broken_off ? RunState::cancelled : RunState::refused;
        end.code = refusal.code();
        end.message = refusal.what();
    } catch (const base::Invalid& problem) {
        end.state = RunState::refused;
        end.code = "finish." + problem.field();
        // Its words may quote a cell.
        end.message = "The answer does not hold what was expected (" + problem.field() + ").";
    } catch (const std::exception&) {
        // A full disk, a broken pipe: asking once more would not be better, and a run that nobody ends would stay open for ever.
        end.state = RunState::refused;
        end.code = "run.failed";
        end.message = "The answer could not be made or kept. The log of the server may say why.";
    }
    database.write([&](db::Write& db) { end_run(db, base::system_now(), id, end); });
}

void answer_run(db::Database& database, const http::Services& services, RunId id, const std::function<bool()>& cancelled) {
    answer_or_leave(database, services, id, cancelled, [] { return false; }, false);
}

static RunId run_named(const jobs::Context& job) { return {boost::json::parse(job.payload()).at("run").as_int64()}; }

static void run(jobs::Context& job) {
    // A server that stops leaves the run for the next one; only a person ends it.
    auto left = [&] {
        auto status = job.database().read([&](db::Read& db) { return jobs::find(db, auth::Viewer::system(), job.id()); });
        return !status || !status->cancel_requested;
    };
    // The second attempt is at a run that the first left running when its server went; in the first, who has it answers it in a process of their own.
    auto status = job.database().read([&](db::Read& db) { return jobs::find(db, auth::Viewer::system(), job.id()); });
    bool again = status && status->attempts > 1;
    answer_or_leave(job.database(), job.services(), run_named(job), [&] { return job.cancelled(); }, left, again);
}

static void forget_results(jobs::Context& job) {
    forget_before(place_of(job.services()), job.now() - rows_kept);
}

static void end_left(jobs::Context& job) {
    job.database().write([&](db::Write& db) { end_left_runs(db, job.now()); });
}

void run_jobs(jobs::Registry& registry) {
    registry.add("data.run", run);
    registry.add("data.end_left", jobs::Schedule::every(std::chrono::minutes(10)), end_left);
    registry.add("data.forget_results", jobs::Schedule::daily_at(std::chrono::hours(4)), forget_results);
}

}  // namespace data
