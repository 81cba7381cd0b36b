/// A kept answer as readers see it: columns with labels, cells as words, what is withheld as one symbol. Pages, charts, files, figures and the
/// command line all show this table and no other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cell.h"
#include "data/report_file.h"
#include "html/html.h"

namespace data {

struct ShownColumn {
    std::string name;
    std::string label;
    base::CellType type = base::CellType::text;
    ColumnFormat format = ColumnFormat::text;  // never automatic
    int decimals = 0;                          // of every number of a decimal or percent column
    bool number() const { return format == ColumnFormat::integer || format == ColumnFormat::decimal || format == ColumnFormat::percent; }
    /// The label with its unit, for where numbers stand without one: heads of files, axes.
    std::string label_with_unit() const { return format == ColumnFormat::percent && label.find('%') == std::string::npos ? label + " (%)" : label; }
};

struct ShownCell {
    base::Cell value;
    std::string text;       // in the reader's language; withheld_symbol when withheld, a dash when there is none
    bool withheld = false;
};

struct ShownRow {
    std::vector<ShownCell> cells;
    bool total = false;
};

struct ShownTable {
    std::vector<ShownColumn> columns;
    std::vector<ShownRow> rows;
    std::int64_t withheld = 0;  // rows of which something is withheld
    std::int64_t missing = 0;   // cells for which there is no value

    std::optional<std::size_t> column(std::string_view name) const;
};

/// `kept` is what a run kept (run.h): for a protected report the table of as_table(), else the answer itself.
ShownTable shown_table(const ReportFile& file, const base::CellTable& kept, const html::Messages& messages, html::Language language);

/// The cells of a column that differ, none of them without a value, in the order in which they are shown: that of its totals where there are, because
/// in the rows the grades of the first school come before those of all others.
std::vector<const ShownCell*> values_of(const ShownTable& table, std::size_t column);

/// Columns by which readers may filter: those that divide the rows, of at most 60 different values.
struct ShownFilter {
    std::size_t column = 0;
    std::vector<std::pair<std::string, std::string>> values;  // as it is and as it is shown
};
std::vector<ShownFilter> filters_of(const ReportFile& file, const ShownTable& table);
/// The rows whose cell of this column is that value. A filter is put on the table that readers see, never on the question (disclosure.md D10).
void keep_only(ShownTable& table, std::size_t column, std::string_view value);

/// The sentence with its values; absent when there is none or a value it needs is withheld or missing.
/// Where several rows share what it calls highest or lowest, that is said after it.
std::optional<std::string> sentence_of(const ReportFile& file, const ShownTable& table, const html::Messages& messages, html::Language language);
/// The columns that a sentence names, for checking: without "first." and the like.
std::vector<std::string> columns_in(std::string_view sentence);

}  // namespace data
