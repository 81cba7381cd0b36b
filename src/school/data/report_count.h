/// Students are counted here and not by a report's author: the question answers with one row a student, so that nobody can call one student ten.
#pragma once

#include <string>
#include <string_view>

#include "base/cell.h"
#include "data/report_file.h"

namespace data {

/// The column by which students are told apart in the answer to a report on students. It is kept nowhere.
constexpr std::string_view unit_column = "student_id";

/// Stands for the values of a column that fewer students than the minimum have, all of them together (disclosure.md D15).
constexpr std::string_view small_value = "~";

/// The answer without its unit, one row a student. `resolved` gets, as JSON members, the columns that are named like a parameter: what a value that
/// was not given turned out to be. Throws Refused report.columns: there is no such column, a student is missing or comes twice, a column named like a
/// parameter has several values.
base::CellTable one_row_a_student(const ReportFile& file, base::CellTable answer, std::string& resolved);

/// How many students are in each combination of the columns of `by`, and of how many the part is true; values that fewer than the minimum have
/// become one. Throws Refused report.columns for a column that the privacy part does not name or that is not there, and for a part that is no flag.
base::CellTable counted(const ReportFile& file, const base::CellTable& students);

}  // namespace data
