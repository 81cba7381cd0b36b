/// The record of a run: who brought in what, what came of it, what was wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/imports.h"

namespace imports {

struct RunId {
    std::int64_t value = 0;
    auto operator<=>(const RunId&) const = default;
};

struct Run {
    RunId id;
    std::string kind;
    std::string source;
    Mode mode = Mode::strict;
    std::string mapping;
    std::string file_name;
    std::optional<std::string> file_hash;
    State state = State::checking;
    std::optional<auth::AccountId> account;
    std::string actor;
    Change total;
    std::int64_t errors = 0;
    std::int64_t warnings = 0;
    std::string message;
    std::optional<std::int64_t> job;
    base::Instant started_at;
    std::optional<base::Instant> finished_at;
};

struct NewRun {
    std::string_view kind;
    std::string_view source;
    Mode mode = Mode::strict;
    std::string_view mapping;
    std::string_view file_name;
    std::optional<std::string> file_hash;
    State state = State::checking;
};
RunId create_run(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewRun& run);
/// Writes what came of a run; replaces the changes and problems of an earlier check.
void finish_run(db::Write& db, RunId id, base::Instant now, const Outcome& outcome);
void set_run_state(db::Write& db, RunId id, State state, std::string_view message = {});
void set_run_job(db::Write& db, RunId id, std::int64_t job);

/// Absent when there is none or the viewer may not import its kind.
std::optional<Run> find_run(db::Read& db, const auth::Viewer& viewer, const Kinds& kinds, RunId id);
/// Newest first, of the kinds that the viewer may import. `before` 0: the first page.
std::vector<Run> runs(db::Read& db, const auth::Viewer& viewer, const Kinds& kinds, RunId before, int limit);
/// The caller has fetched the run through the viewer.
std::vector<Change> changes_of(db::Read& db, RunId id);

struct StoredProblem {
    std::int64_t id;
    Problem problem;
};
struct ProblemQuestion {
    std::string code;      // empty: all
    std::int64_t after = 0;
    int limit = 100;
};
std::vector<StoredProblem> problems_of(db::Read& db, RunId id, const ProblemQuestion& question);
/// Code, severity and how many are kept, most first.
struct CodeCount {
    std::string code;
    Severity severity;
    std::int64_t count;
};
std::vector<CodeCount> codes_of(db::Read& db, RunId id);

/// The newest applied run of a kind and source; 0: none. When it differs from what it was, somebody imported meanwhile.
std::int64_t last_applied(db::Read& db, std::string_view kind, std::string_view source);

/// Files of runs that still wait for a person.
std::vector<std::string> waiting_files(db::Read& db);

/// Saved mappings.
std::vector<std::string> mapping_names(db::Read& db, std::string_view kind);
std::optional<Mapping> find_mapping(db::Read& db, std::string_view kind, std::string_view name);
/// Replaces the mapping of that name.
void save_mapping(db::Write& db, std::string_view kind, const Mapping& mapping);

}  // namespace imports
