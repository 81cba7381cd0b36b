/// What the job of a run writes.
#pragma once

#include "data/run.h"

namespace data {

/// Whoever asks; the caller answers for what is done with it.
Run load_run(db::Read& db, RunId id);
void set_run_state(db::Write& db, base::Instant now, RunId id, RunState state);

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
/// Runs whose rows are kept no longer.
std::vector<RunId> runs_before(db::Read& db, base::Instant moment);

}  // namespace data
