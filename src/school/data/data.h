/// The front door of data: student facts, the warehouse, the workbench, reports, disclosure control, extracts.
///
/// It reads the other rooms through their facts (schema/facts.sql of each), never through their tables. Clause numbers in this folder refer to
/// docs/policies/data.md and docs/policies/disclosure.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "base/time.h"

namespace cli {
class Commands;
}
namespace db {
class Database;
class Read;
}  // namespace db
namespace files {
struct Hash;
}
namespace http {
class Routes;
struct Services;
}  // namespace http
namespace imports {
struct Kind;
}
namespace jobs {
class Registry;
}

namespace data {

/// Runs reports and sees protected figures.
constexpr auth::Permission may_see_reports{"data.reports"};
/// Writes and changes reports, freezes figures, refreshes the warehouse.
constexpr auth::Permission may_write_reports{"data.write_reports"};
/// Asks the warehouse: one permission for each tier (Tier in warehouse.h). Each is held for the whole district or not at all.
constexpr auth::Permission may_ask_operations{"data.operations"};
constexpr auth::Permission may_ask_directory{"data.directory"};
constexpr auth::Permission may_ask_students{"data.students"};
constexpr auth::Permission may_ask_sensitive{"data.sensitive"};
/// Takes rows about students along as a file.
constexpr auth::Permission may_export{"data.export"};
/// Brings in attendance, results, programmes, the school calendar.
constexpr auth::Permission may_import{"data.import"};
/// Makes the files that a regulator asks for.
constexpr auth::Permission may_file{"data.extracts"};

std::span<const auth::PermissionInfo> permissions();
/// Any of these opens the front page, /data.
std::span<const auth::Permission> data_readers();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
void commands(cli::Commands& commands);
/// attendance, results, school-calendar, programs, school-enrollments.
std::vector<imports::Kind> import_kinds();
std::vector<files::Hash> named_files(db::Read& db);
/// Takes in a room's schema/facts.sql, when it ships one. app/wire.cpp calls it once for each room, from left to right; throws when it cannot be
/// read or a fact of that name is there.
void add_facts(std::string_view room, std::span<const base::EmbeddedFile> embedded);
/// Brings the warehouse up to date and waits for it. Throws std::runtime_error (data::Refused) when it cannot.
void refresh_now(db::Database& database, const http::Services& services);
/// Answers each report that ships, with its usual values, so that readers find figures.
void answer_ready_reports(db::Database& database, const http::Services& services);
/// Answers a report, freezes what may leave of it, and writes down a decision that cites it; for the demo. Throws base::NotFound, base::Conflict.
struct Cited {
    auth::Viewer viewer;  // who decides; needs may_write_reports
    base::Instant at;
    std::string_view report, title, why;
    base::Day decided_on;
};
void cite_in_decision(db::Database& database, const http::Services& services, const Cited& cited);
/// Fills the slots of rooms to the left. Called once, by app/wire.cpp.
void fill_slots();

}  // namespace data
