/// Bringing files in: read everything, report every problem, show what would change, then change it in one short transaction.
///
/// A room plugs a format in as a Kind: it reads a Package into its own Staged records, which know how to compare themselves with the
/// database and how to write the difference. The engine does the rest: dry run, report, the guard against mass endings, progress, cancel,
/// the record of the run, the pages and `belltower import`. Rows are known by (source, external id) and carry a hash of their content,
/// so a second run of the same files changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "imports/package.h"
#include "imports/report.h"

namespace base {
struct EmbeddedFile;
}
namespace cli {
class Commands;
}
namespace db {
class Database;
class Read;
class Write;
}  // namespace db
namespace files {
struct Hash;
}
namespace http {
class Routes;
struct Services;
}  // namespace http
namespace jobs {
class Registry;
}

namespace imports {

enum class Mode { strict, lenient };
std::string_view word(Mode mode);
std::optional<Mode> parse_mode(std::string_view word);

/// Which column of a file stands for which field of the kind, as a person saved it under a name.
struct Mapping {
    std::string name;
    std::map<std::string, std::string, std::less<>> field_of_column;  // header as in the file -> field of the kind
};

struct Options {
    Mode mode = Mode::strict;
    /// Whose records these are. Empty: the kind's own word. Two student information systems in one district need two.
    std::string source;
    std::optional<Mapping> mapping;
    /// A person has seen how many records would end and wants it.
    bool confirm_ends = false;
    base::Day today;
    base::Instant now;
    /// For kinds whose records are not rows of the database: where files lie. Set by jobs and the command line.
    const http::Services* services = nullptr;
    /// The run that will be completed; 0: it is made when the import is applied (Staged::belongs_to).
    std::int64_t run = 0;
};

/// What would change, or has changed, in one kind of record ("people", "enrollments").
struct Change {
    std::string record;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t ended = 0;
    std::int64_t unchanged = 0;
    std::int64_t skipped = 0;        // rows left out because of an error
    std::int64_t active_before = 0;  // of this source; the guard compares `ended` with it
};

/// Told how far the work is, and whether to go on.
class Progress {
public:
    virtual ~Progress() = default;
    virtual void step(std::int64_t /*done*/, std::int64_t /*total*/) {}
    virtual bool cancelled() const { return false; }
    /// step(), then throws Cancelled when a person pressed cancel.
    void check(std::int64_t done, std::int64_t total);
};
class Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "The import was cancelled; nothing was changed."; }
};

/// Records that were read from a package and can be compared and written.
class Staged {
public:
    virtual ~Staged() = default;
    /// Compares with what is there; adds what only the database can tell (references to rows outside of the package) to the report. May
    /// be called again when somebody else imported meanwhile.
    virtual std::vector<Change> plan(db::Read& db, Report& report) = 0;
    /// What the last plan() compared with, where that is more than the last run of this kind and source tells: when it is another by the time of
    /// apply(), plan() is called again.
    virtual std::string basis(db::Read& /*db*/) const { return {}; }
    /// The record of the run that is being completed; told before apply().
    virtual void belongs_to(std::int64_t /*run*/) {}
    /// Writes what the last plan() found. SQL only; may run twice with the same plan.
    virtual void apply(db::Write& db, const auth::Viewer& viewer) = 0;
};

/// A field that a mapping can name.
struct Field {
    std::string name;
    bool required = false;
    std::vector<std::string> aliases;  // headers that mean it without a mapping, compared without case
};

/// A format, or a family of formats that are told apart by what lies in the package.
struct Kind {
    std::string name;     // "roster": the word of the command line and of addresses
    std::string summary;  // for the help of the command line
    auth::Permission permission;
    /// The room whose messages tell people of it (import_kind, import_hint, import_record.*). Empty: called like the kind.
    std::string room = {};
    /// Empty: the format's columns are fixed and no mapping is offered.
    std::vector<Field> fields = {};
    /// Reads and validates. Absent when nothing in the package can be used; the report says why.
    std::function<std::unique_ptr<Staged>(const Package&, const Options&, Report&, Progress&)> read;
};

/// The kinds there are, added in app/wire.cpp.
class Kinds {
public:
    void add(Kind kind);
    const Kind* find(std::string_view name) const;
    const std::vector<Kind>& all() const { return kinds_; }
    /// Of all kinds: one of them opens the pages.
    const std::vector<auth::Permission>& permissions() const { return permissions_; }

private:
    std::vector<Kind> kinds_;
    std::vector<auth::Permission> permissions_;
};

/// Share of a source's active records of one kind that may end without a person's word.
constexpr double most_ended = 0.10;

enum class State {
    checking,    // being read
    ready,       // read and compared; waits for a person to bring it in
    held,        // the same, but more than `most_ended` would end: waits for a person's explicit word
    refused,     // cannot be brought in as it is; nothing was changed
    applying,
    applied,
    cancelled,
    failed,      // the server's fault, not the file's; nothing was changed
};
std::string_view word(State state);
std::optional<State> parse_state(std::string_view word);

struct Outcome {
    State state = State::refused;
    std::vector<Change> changes;
    Report report;
    /// The sum over all kinds of records.
    Change total() const;
    /// How long the one transaction took; 0 when there was none.
    base::Milliseconds transaction{0};
};

/// Reads, compares and reports; changes nothing.
Outcome check(db::Database& database, const Kind& kind, const Package& package, const Options& options, Progress& progress);
/// Reads, compares, and writes unless the mode or the guard forbids. Records the run in imports_run in the same transaction when `run`
/// is 0, else completes that one.
Outcome apply(db::Database& database, const auth::Viewer& viewer, const Kind& kind, const Package& package, const Options& options,
              Progress& progress, std::string_view shown_name, std::int64_t run = 0);

/// Called in the transaction that applied an import, in wiring order: what is made of the records may be out of date now.
std::vector<void (*)(db::Write& db, base::Instant now)>& applied_subscribers();

/// The pages and jobs work on these kinds, which must outlive them.
void serve(const Kinds& kinds);
void routes(http::Routes& routes);
void register_jobs(jobs::Registry& registry);
/// Uploads of runs that wait for a person; the others may be collected, because they hold student data.
std::vector<files::Hash> named_files(db::Read& db);
void add_commands(cli::Commands& commands, const Kinds& kinds);
std::span<const base::EmbeddedFile> embedded();

}  // namespace imports
