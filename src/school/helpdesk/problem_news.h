/// Telling everybody who is to be told that a known problem is solved, or that it came back: in a job, some at a time, each exactly once
/// (clauses 14 to 19 of docs/policies/known-problems.md).
#pragma once

#include "helpdesk/problem.h"

namespace jobs {
class Context;
}

namespace helpdesk {

/// In the transaction that solves or reopens it.
void tell_later(db::Write& db, const auth::Viewer& viewer, base::Instant now, ProblemId id);

/// The body of the job. What a run did not come to is left for the next; what changed meanwhile (solved, open again) ends it, because the job of
/// that change says what is true then. Throws std::runtime_error when some could not be told, after it told all others, so that it runs again.
void tell_of_problem(jobs::Context& context);

/// How many were told of what is true now, and how many are still to be told.
struct Telling {
    std::int64_t told = 0;
    std::int64_t untold = 0;
};
Telling telling_of(db::Read& db, const KnownProblem& problem);

}  // namespace helpdesk
