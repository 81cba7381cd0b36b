/// Reports as they are kept: those that ship with the program, those that people write, and every version of both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "data/report_file.h"
#include "data/run.h"

namespace http {
class Routes;
}

namespace data {

/// The text of a report that ships with the program; empty when there is none of that name.
std::string_view shipped_report(std::string_view name);

struct Report {
    ReportFile file;
    std::int64_t id = 0;   // of its row; 0 while nobody has changed the shipped one
    int version = 0;       // 0: as shipped and never changed
    std::string by;        // who wrote the version; empty: the program
    std::optional<base::Instant> at;
    bool ships = false;    // there is a shipped one to set it back to
    /// The text is that of the program: it may be run without the guard.
    bool as_shipped() const { return file.text == shipped_report(file.name); }
};

/// All that there are, by name. Needs may_see_reports (base::Forbidden). A shipped one that was changed comes as it is now.
std::vector<Report> reports(db::Read& db, const auth::Viewer& viewer);
/// Absent when there is none.
std::optional<Report> find_report(db::Read& db, const auth::Viewer& viewer, std::string_view name);

struct ReportVersion {
    int number = 0;  // 0: the shipped one
    std::string text;
    std::string by;
    std::optional<base::Instant> at;
};
/// Newest first, the shipped one last.
std::vector<ReportVersion> report_versions(db::Read& db, const auth::Viewer& viewer, std::string_view name);

/// Whether the viewer may write a report on this tier: what somebody may not ask, they may not have others ask for them (data.md clause 14).
bool may_write(const auth::Viewer& viewer, Tier tier);

/// Saves the text as the newest version and returns its number; the number it has when nothing is changed. `seen` is the version that the
/// writer began with. Throws base::Forbidden, and base::Conflict when a newer one is there.
int save_report(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ReportFile& file, int seen);
/// A new version that is the shipped one. Throws base::NotFound when none ships.
int set_back_report(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view name, int seen);

/// Why the warehouse refuses the statement before it reads a row: a column that is not there, a function that is not allowed. Absent when it can be
/// asked, and when there is no warehouse to say.
std::optional<Refused> refusal_of(const Place& place, const ReportFile& file);

/// Starts a run of a report with these values. Readers of reports may: what comes back is protected. Throws base::Invalid (purpose). `here`
/// as in NewRun.
RunId start_report(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Report& report, const Parameters& parameters, std::string_view purpose,
                   bool here = false);
/// The newest run of exactly this text with these values that was answered, whoever asked: protected, it is for every reader of reports.
std::optional<Run> newest_answer(db::Read& db, const auth::Viewer& viewer, const ReportFile& file, const Parameters& parameters);
/// The viewer's own newest run of it, whatever came of it.
std::optional<Run> newest_own_run(db::Read& db, const auth::Viewer& viewer, const ReportFile& file, const Parameters& parameters);

/// Whether the warehouse was made anew since the run was answered, so that it might say something else now.
bool outdated(db::Read& db, const Run& run);

void report_routes(http::Routes& routes);

}  // namespace data
