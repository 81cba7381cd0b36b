/// The templates of student data: which file a fact comes in, its columns in Ed-Fi words, and what may stand in them. The guide
/// docs/guide/student-data.md and the empty files to download follow this table.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/frames.h"
#include "imports/table.h"

namespace data {

/// A word of a code set and others that mean it, separated by '|', compared without case.
struct Code {
    std::string_view code;
    std::string_view aliases = {};
};

enum class FieldType {
    student,      // the source's id of the roster, or the number on the card
    school,       // the same, or the number of the state or NCES
    day,
    past_day,     // not after today: what is noted was seen
    last_day,     // a last day, kept as the day after it: the first on which it no longer holds
    text,
    code,         // one of `codes`; descriptors of Ed-Fi ("uri://.../...#Tardy") count by what follows the #
    thousandths,  // 0 to 1, kept as thousandths; empty is 1
    year,         // the year in which the school year ends: "2027", "2026-2027"
    grade,        // CEDS grade level
    status,       // "active" (also empty) or "tobedeleted"
};

struct Field {
    imports::Column column;
    std::string_view into;  // column of the fact; empty for a status
    FieldType type = FieldType::text;
    std::span<const Code> codes = {};
    std::string_view example = {};
};

struct FactTemplate {
    std::string_view kind;     // word of the import: "attendance"
    std::string_view fact;     // "attendance_event"
    std::string_view summary;  // for the help of the command line
    std::span<const std::string_view> key;
    std::span<const Field> fields;
    /// Places of the first and last day among the fields, which must not be the wrong way round; -1: none.
    int first = -1, last = -1;
};

std::span<const FactTemplate> fact_templates();
const FactTemplate* find_template(std::string_view kind);
/// The header and one row of examples.
std::string empty_file(const FactTemplate& made);
/// Asked for each good row of a file: where its cells go, one for each field with an `into`. Days are ISO texts.
using TakeRow = std::function<base::RowPacker&(std::int64_t line, bool ends)>;
/// Reads a file and reports what is wrong with it. Returns how many rows were left out; absent when it is no table of this template.
std::optional<std::int64_t> read_template_rows(const FactTemplate& made, const imports::Package& package, std::string_view file, const imports::Options& options,
                                               imports::Report& report, imports::Progress& progress, const TakeRow& take);
/// "student", "school" or nothing: whose names stand in the column.
std::string_view reference_of(FieldType type);
/// Of the fact's column in DuckDB.
std::string_view column_type_of(FieldType type);

}  // namespace data
