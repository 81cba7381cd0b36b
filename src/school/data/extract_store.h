/// Extracts in the database: their runs, and those that somebody certified.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "data/extract.h"
#include "data/run.h"

namespace cli {
class Commands;
}
namespace files {
class Store;
}
namespace http {
class Routes;
}

namespace data {

/// The text of a definition that ships with the program; empty when there is none of that name.
std::string_view shipped_extract(std::string_view name);
/// All that ship, by name. Throws std::runtime_error for one that cannot be read.
std::vector<ExtractDefinition> extracts();
std::optional<ExtractDefinition> find_extract(std::string_view name);

/// Registered with finish_with(RunKind::extract, ...). Keeps the records and no row about a student. Throws Refused: extract.definition (the program has
/// another version than the run was started with), extract.cut, extract.columns.
Kept finish_extract(const Run& run, const Answer& answer);

/// What a run found, out of what it kept.
struct Found {
    std::string version;
    std::int64_t students = 0, counted = 0;
    std::vector<ExtractRecord> records;
    std::vector<RuleResult> results;
};
Found found_of(const Kept& kept);
bool has_fatal(const ExtractDefinition& definition, const std::vector<RuleResult>& results);

/// Needs may_file (base::Forbidden), as all below. Throws base::Invalid (purpose).
RunId start_extract(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ExtractDefinition& definition, const Parameters& parameters, std::string_view purpose,
                    bool here = false);
/// Everybody who files sees all runs of extracts, newest first; `before` 0: the first page.
std::vector<Run> extract_runs(db::Read& db, const auth::Viewer& viewer, std::string_view name, RunId before, int limit);
/// Absent when the run is of another kind or name.
std::optional<Run> find_extract_run(db::Read& db, const auth::Viewer& viewer, std::string_view name, RunId id);

struct CertifiedId {
    std::int64_t value = 0;
    auto operator<=>(const CertifiedId&) const = default;
};

struct CertifiedFile {
    std::string format;  // of ExtractFormat, or "records"
    std::string sha256;
    std::int64_t bytes = 0;
};

struct Certified {
    CertifiedId id;
    RunId run;
    std::string name, version, statement, actor;
    std::int64_t period = 0;
    std::optional<CertifiedId> before;
    base::Instant at;
    std::vector<CertifiedFile> files;
    std::map<std::string, std::string> explanations;  // by rule

    const CertifiedFile* file(std::string_view format) const;
};

std::optional<Certified> certified_run(db::Read& db, const auth::Viewer& viewer, RunId run);
/// The newest certified one of a period that is of another run than this.
std::optional<Certified> newest_certified(db::Read& db, const auth::Viewer& viewer, std::string_view name, std::int64_t period, RunId but);
/// The records of a certified one; absent when its file is gone.
std::optional<std::vector<ExtractRecord>> certified_records(const files::Store& store, const Certified& certified);

/// What is certified: bytes that are in the store already.
struct NewCertified {
    std::vector<CertifiedFile> files;
    std::string statement;
    std::map<std::string, std::string> explanations;  // by rule that warns
};
/// `results` are those of the run and of the comparison with the year before. Throws base::Conflict when it is certified already or has a fatal result,
/// base::Invalid naming `confirm` or `why-RULE`.
CertifiedId certify(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ExtractDefinition& definition, const Run& run, const std::vector<RuleResult>& results,
                    const NewCertified& certified);
/// Files that rows name.
std::vector<std::string> certified_files(db::Read& db);

void extract_routes(http::Routes& routes);
void extract_run_routes(http::Routes& routes);
void extract_commands(cli::Commands& commands);

}  // namespace data
