/// A table of counts as disclosure control works on it: its figures with their totals, in an order that does not depend on that of the rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/disclosure.h"
#include "data/disclosure_flow.h"

namespace data {

struct CountFigure {
    ProtectedRow::Kind kind = ProtectedRow::Kind::cell;
    int row = 0, column = 0;      // nodes of the flow
    std::size_t given = 0;        // for a cell: which row of the table
    std::vector<base::Cell> by;
    std::int64_t count = 0;
    std::int64_t part = 0;

    std::int64_t groups = 0;      // of how many combinations it is the sum that have anybody: of itself, for a cell
    std::int64_t part_larger = 0; // of these, in how many the part is larger than the rest

    bool margin = false;          // counts against its line: totals of rows and columns, and the total of a list

    std::int64_t rest() const { return count - part; }
};

struct CountTable {
    int rows = 0, columns = 0;          // nodes of the flow, those of the totals included
    std::vector<CountFigure> figures;   // cells by the words of their dimensions, then totals
    bool parts = false;
};

/// Checks the table against the protection and adds it up. Throws base::Invalid as protect() says.
CountTable read_counts(const base::CellTable& table, const Protection& protection);

/// Which figures stay. A withheld count means a withheld part.
struct Pattern {
    std::vector<char> counts, parts;
    std::int64_t audited = 0;
    std::int64_t flows = 0;
};

/// The columns that are neither dimension, count nor part.
std::vector<std::size_t> other_columns(const base::CellTable& table, const Protection& protection);

}  // namespace data
