/// What the job of a run writes.
#pragma once

#include "data/run.h"

namespace data {

/// Whoever asks; the caller answers for what is done with it.
Run load_run(db::Read& db, RunId id);
void set_run_state(db::Write& db, base::Instant now, RunId id, RunState state);
/// Takes a run that waits for oneself; false when another has it or it ended. `again`: also one that runs, whose first job was broken off.
bool claim_run(db::Write& db, base::Instant now, RunId id, bool again);
/// How much longer than its question a command that answers by itself may take: what comes after the answer, and a machine that is slow.
constexpr std::chrono::minutes grace_of_commands{10};
/// Ends the runs of commands that were killed: those without a job whose time is over. One that still works on hears that its run has ended.
void end_left_runs(db::Write& db, base::Instant now);
/// Asks the job of a run to stop, and ends the run when its job had not begun. The caller has seen that it is the viewer's own.
void cancel_run(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Run& run);

struct Ended {
    RunState state = RunState::done;
    std::string code, message;
    std::int64_t rows = 0;
    bool cut = false;
    base::Milliseconds took{0};
    std::string tables, columns, version;
    std::optional<base::Instant> as_of;
};
void end_run(db::Write& db, base::Instant now, RunId id, const Ended& ended);

}  // namespace data
