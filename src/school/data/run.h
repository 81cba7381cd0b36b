/// A run: one question to the warehouse with its purpose, who asked, and what came of it. Queries of the workbench, reports and extracts are all
/// run as jobs and recorded here; a run is never changed after it ended. Its rows lie in a file of the warehouse folder and expire.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/cell.h"
#include "base/time.h"
#include "data/warehouse.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db

namespace data {

struct RunId {
    std::int64_t value = 0;
    auto operator<=>(const RunId&) const = default;
};

enum class RunKind { query, report, extract };
std::string_view word(RunKind kind);
std::optional<RunKind> parse_run_kind(std::string_view word);

enum class RunState { waiting, running, done, refused, cancelled };
std::string_view word(RunState state);
std::optional<RunState> parse_run_state(std::string_view word);

/// Why somebody looks at student data (data.md clause 3). The list is closed; a note says more.
constexpr std::string_view purposes[] = {"required_report", "program_evaluation", "student_support", "data_quality", "operations", "directory_information"};

using Parameters = std::vector<std::pair<std::string, base::Cell>>;
/// {"school_year": 2027} and back; types by the JSON value. Throws base::Invalid for what is no flat object.
std::string to_json(const Parameters& parameters);
Parameters parameters_of(std::string_view json);

struct NewRun {
    RunKind kind = RunKind::query;
    std::string subject;  // name of the report or extract; empty for a query
    std::string title;
    std::string sql;
    Parameters parameters;
    Tier tier = Tier::operations;
    bool guarded = true;
    std::string purpose;       // one of purposes
    std::string purpose_note;
    bool here = false;         // the caller answers it itself with answer_run(); no job is made
};

struct Run {
    RunId id;
    RunKind kind = RunKind::query;
    std::string subject, title, sql;
    Parameters parameters;
    Tier tier = Tier::operations;
    bool guarded = true;
    std::string purpose, purpose_note;
    std::optional<auth::AccountId> account;
    std::string actor;
    RunState state = RunState::waiting;
    std::string code, message;            // of a refusal: Refused::code and words
    std::int64_t rows = 0;
    bool cut = false;
    base::Milliseconds took{0};
    std::string tables, columns;          // comma separated
    std::string warehouse_version;
    std::optional<base::Instant> as_of;
    std::int64_t job = 0;
    base::Instant created_at;
    std::optional<base::Instant> finished_at;
};

/// What a run may take. Extracts, and reports about students, ask for rows that are put together before anything is kept or shown, so they may be
/// many more.
AskLimits limits_of(RunKind kind, Tier tier);

/// Whether the viewer may put questions to a tier.
bool may_ask(const auth::Viewer& viewer, Tier tier);

/// Writes the run and enqueues its job, owned by who asks. Queries need the tier's permission (base::Forbidden); reports and extracts are
/// checked by their own functions before. Throws base::Invalid naming the field: purpose, sql.
RunId start_run(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewRun& run);

/// How many questions of one person may wait or be answered at a time: background work has few threads, and mail and imports need them too.
constexpr int runs_at_a_time = 2;
/// Whether the viewer has so many that a page should ask them to wait for one.
bool must_wait(db::Read& db, const auth::Viewer& viewer);

/// Own runs; for those who audit (auth::may_audit) all, without rows. Absent otherwise.
std::optional<Run> find_run(db::Read& db, const auth::Viewer& viewer, RunId id);
struct RunQuestion {
    std::optional<RunKind> kind;
    std::string subject;
    RunId before{};  // paging, newest first; 0: the first page
    int limit = 50;
    bool everyone = false;  // needs auth::may_audit
};
std::vector<Run> runs(db::Read& db, const auth::Viewer& viewer, const RunQuestion& question);

/// What a kind of run makes of the worker's answer before it is kept: a report is protected (disclosure.h), an extract validated. What it returns is
/// all that is kept. `notes` is a JSON object that pages of the kind read back.
struct Kept {
    base::CellTable table;
    std::string notes = "{}";
};
using Finish = std::function<Kept(const Run& run, Answer answer)>;
/// Registered once per kind, at wiring. A kind without one keeps the answer as it is.
void finish_with(RunKind kind, Finish finish);

/// Answers a run that waits, in this thread, and finishes it: for its job and for commands that wait. `cancelled` as in ask().
void answer_run(db::Database& database, const http::Services& services, RunId id, const std::function<bool()>& cancelled);

/// What a page of a run watches (http::touch).
std::string topic_of(RunId id);

/// How long the rows of a run are kept.
constexpr std::chrono::hours rows_kept{7 * 24};

/// The kept rows of a run that is done; absent when they have expired. The caller has fetched the run through the viewer.
std::optional<Kept> kept_of(const Place& place, RunId id);

}  // namespace data
