/// Tables as files that people open elsewhere: CSV and XLSX, with what must be known beside the figures in rows above them.
///
/// Codes stay text, so that leading zeros stay; numbers, days and moments are such. What begins like a formula is no formula in either file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/cell.h"

namespace files {

struct Sheet {
    std::string title;
    std::vector<std::pair<std::string, std::string>> facts;  // "Data as of": "2026-11-20"; parameters, source
    std::vector<std::string> notes;                          // below the table: what is withheld and why
    base::CellTable table;
    std::vector<std::string> labels;                         // one for each column; the names when there are none
    /// What stands in place of a cell, as text: the symbol of what is withheld, "≤5 %", the word of a code. Empty: the cell itself.
    std::vector<std::vector<std::string>> words;
    /// Columns whose numbers are per cent.
    std::vector<bool> percents;
    /// How many decimals the numbers of a column have; -1, and columns beyond the list: as they are. Such numbers have marks between thousands in XLSX.
    std::vector<int> decimals;
};

/// RFC 4180 in UTF-8 with a mark, so that Excel reads its accents.
std::string csv_of(const Sheet& sheet);
/// Office Open XML. Throws std::runtime_error when it cannot be written.
std::string xlsx_of(const Sheet& sheet);
/// A name for a file: letters, digits and hyphens of this text.
std::string file_name_of(std::string_view text, std::string_view ending);

}  // namespace files
