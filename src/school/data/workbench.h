/// The workbench: a person who knows SQL puts a question to a tier of the warehouse, says why, and sees the answer (data.md clauses 3 and 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cell.h"
#include "data/run.h"

namespace http {
class Fields;
}

namespace data {

constexpr int most_parameters = 8;

/// One value for a `$name`, as it was typed.
struct TypedParameter {
    std::string name, type, value;
};

/// The form as it was sent; shown again when something is wrong with it.
struct WorkbenchForm {
    std::string sql, tier, purpose, note;
    std::vector<TypedParameter> parameters;
};

/// Field and message key.
using WorkbenchProblems = std::vector<std::pair<std::string, std::string>>;

WorkbenchForm form_of(const http::Fields& fields);
/// The form that would ask a run again.
WorkbenchForm form_of(const Run& run);

/// What the form asks for; problems are added for what cannot be understood. Whether the viewer may ask the tier is checked elsewhere.
NewRun understand(const WorkbenchForm& form, WorkbenchProblems& problems);

/// A cell as a page and a file show it: days and texts as they are, moments as "2026-08-24 13:05:00" in UTC, flags as true and false.
std::string shown(const base::Cell& cell, base::CellType type);

/// Different values of the column student_id in these rows; empty when there is no such column. Who is looked at is written down.
std::vector<std::int64_t> students_in(const base::CellTable& table, std::size_t first, std::size_t count);

}  // namespace data
