/// Devices on their way in: what a file says, and what that means for the devices there are. Only for this room.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/batch.h"
#include "imports/texts.h"
#include "inventory/import_columns.h"
#include "inventory/store.h"

namespace inventory {

/// One row of a file, read and checked by itself.
struct ImportRow {
    std::string_view file;
    std::int64_t row = 0;
    Shape shape = Shape::table;
    std::array<std::string_view, col_known_count> cells{};
    std::optional<base::Day> purchased_on;
    std::optional<base::Day> warranty_ends_on;
    std::optional<base::Day> support_ends_on;
    std::optional<std::int64_t> cost_cents;
    std::optional<base::Instant> last_seen_at;
    bool bad = false;

    imports::Place place() const { return {file, row}; }
    /// What tells this device from others in its source: the source's own id, else the tag, else the serial; folded.
    std::string key() const;
};

/// Everything that a package says.
struct ImportRows {
    imports::Texts texts;
    std::vector<ImportRow> rows;
    std::array<std::string_view, col_known_count> headers{};  // as they stand in the file; empty: the column is not there
    std::string source;
    Shape shape = Shape::table;
    std::int64_t skipped = 0;  // rows that could not even be split into cells
};

/// Reads every file of the package. Absent when none can be used; the report says why.
std::unique_ptr<ImportRows> read_rows(const imports::Package& package, const imports::Options& options, imports::Report& report,
                                      imports::Progress& progress);

/// What one good row does.
struct PlannedRow {
    const ImportRow* row = nullptr;
    enum class Act { create, update, unchanged } act = Act::create;
    DeviceId device;
    std::int64_t hash = 0;
    std::optional<roster::OrgId> school;
    std::string room;
    std::string unknown_location;
    std::optional<roster::PersonId> holder;
    std::string unknown_holder;
    bool says_holder = false;  // the row says who has it, or that nobody does
    std::string_view kind;
    std::optional<std::string_view> status;
    imports::Values new_values;  // what prepare_new() made of it
};

struct ImportPlan {
    std::vector<PlannedRow> rows;
    std::vector<DeviceId> ends;
    imports::Change change{.record = "devices"};
};

ImportPlan plan_import(db::Read& db, const ImportRows& rows, const imports::Options& options, imports::Report& report);
/// Makes the values of new devices ready before the transaction.
void prepare_new(const ImportRows& rows, base::Instant now, ImportPlan& plan);
void apply_import(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ImportRows& rows, const ImportPlan& plan);

}  // namespace inventory
