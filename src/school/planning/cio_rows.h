/// A list behind a number: a table of a page at a time, and the whole as a file.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/call.h"

namespace planning {

struct RowCell {
    std::string words;
    std::string href = {};
    std::string file = {};  // in the file instead of the words; empty: the words
};
using RowCells = std::vector<RowCell>;

struct RowList {
    std::string title;
    std::string words;                       // what is counted, in a sentence
    std::vector<std::string> columns;
    std::size_t all = 0;
    /// Rows from `first`, at most `most`.
    std::function<std::vector<RowCells>(std::size_t first, std::size_t most)> rows;
    std::string address;                     // of the list, with its question and without page
    std::string file_name;
};
/// The page that ?page names, or with ?as=csv all rows as a file, noted as an export.
http::Response row_list(http::ReadCall& call, const RowList& list);

constexpr std::size_t rows_on_page = 50;

}  // namespace planning
