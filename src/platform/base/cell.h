/// A table whose columns have types: what a query of the warehouse answers, what a report shows, what a spreadsheet is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace base {

enum class CellType { flag, integer, real, text, day, moment };
/// "flag", "integer", "real", "text", "date", "timestamp".
std::string_view word(CellType type);
std::optional<CellType> parse_cell_type(std::string_view word);

/// Nothing; a flag (0 or 1), an integer or a moment (milliseconds since 1970 UTC); a real; a text or a day ("2026-08-24"). Which of them it
/// is stands with the column.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

struct CellColumn {
    std::string name;
    CellType type = CellType::text;
    bool operator==(const CellColumn&) const = default;
};

struct CellTable {
    std::vector<CellColumn> columns;
    std::vector<std::vector<Cell>> rows;

    /// Absent when there is none of that name.
    std::optional<std::size_t> column(std::string_view name) const;
    bool operator==(const CellTable&) const = default;
};

inline bool is_null(const Cell& cell) { return std::holds_alternative<std::monostate>(cell); }
/// What a person typed, as its type: "12" is an integer, "0.1" a real, "2026-08-24" a day, "yes", "sí", "true" and "1" are flags. Space around it does
/// not count but in a text. Absent when it is none of the type; a moment is never typed.
std::optional<Cell> parse_cell(CellType type, std::string_view typed);
/// As a number, flags and moments too; absent for nothing and for text.
std::optional<double> number(const Cell& cell);
/// As CSV and messages write it: nothing is "", a real in its shortest form that reads back the same.
std::string text_of(const Cell& cell);

}  // namespace base
