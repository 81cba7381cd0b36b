/// One CSV file of a package, read row by row under the names its columns should have.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "imports/imports.h"

namespace imports {

/// A column that a format knows.
struct Column {
    enum class Need { required, optional, ignored, secret };
    std::string_view name;
    /// optional: may be absent. ignored: known and not stored, nothing is said. secret: never read; a warning says so.
    Need need = Need::optional;
    /// Other headers that mean it, separated by '|'. One that differs from the name only in case says that this is right too.
    std::string_view aliases = {};
};

/// A file being read. Values are trimmed UTF-8 and live until the next row.
///
///     auto table = Table::open(package, "orgs.csv", columns, options, report);
///     while (table && table->next()) {
///         auto key = table->require(sourced_id);
///         auto begins = table->day(begin_date);
///         if (!table->row_is_good()) continue;
///     }
///
/// The first argument of each is the place of the column in the list given to open().
class Table {
public:
    /// Absent, with errors in the report, when the file is missing, cannot be read as a table, or lacks a required column. Bytes that are not
    /// UTF-8 are read as Windows-1252 or Mac Roman, with a warning that says which; `;` and tab separate as well as `,`. Headers are compared without case
    /// (a warning says so); unknown, empty and repeated ones are left out with a warning; a repeated one that is needed is an error. A column that is
    /// called a password is never read, whatever a mapping says.
    static std::unique_ptr<Table> open(const Package& package, std::string_view file, std::span<const Column> columns,
                                       const Options& options, Report& report);
    ~Table();

    /// The next row that is not blank. Rows with too few or too many cells are reported and left out; count_skipped() counts them.
    bool next();
    /// The line of the file on which the row begins.
    std::int64_t row() const { return row_; }
    Place place() const { return {file_, row_}; }
    const std::string& file() const { return file_; }
    bool has(std::size_t column) const { return places_[column] >= 0; }
    /// As the file calls the column; the format's name when the file lacks it.
    std::string_view header(std::size_t column) const;
    std::int64_t skipped_rows() const { return skipped_; }
    /// How far the file is read, in bytes.
    std::int64_t bytes_read() const;
    std::int64_t bytes_total() const;

    /// Empty when the column is absent.
    std::string_view text(std::size_t column) const;
    /// Reports row.missing_required_value when there is nothing.
    std::string_view require(std::size_t column);
    /// "2026-08-24" (also a moment: its date). Absent when empty; row.invalid_date when it is something else.
    std::optional<base::Day> day(std::size_t column);
    /// true and false, whatever their case. row.invalid_boolean when it is something else; `otherwise` when empty.
    bool flag(std::size_t column, bool otherwise);
    /// Absent when empty, which is not false.
    std::optional<bool> maybe_flag(std::size_t column);
    /// Absent when empty; row.invalid_integer.
    std::optional<std::int64_t> integer(std::size_t column);

    /// Reports a problem with a cell of this row. refuse() makes the row bad.
    void refuse(std::string_view code, std::size_t column, std::string_view expected);
    void warn(std::string_view code, std::size_t column, std::string_view expected);
    /// False after refuse() or a value that could not be read.
    bool row_is_good() const { return good_; }

private:
    struct Source;
    Table(std::string file, std::span<const Column> columns, Report& report, std::unique_ptr<Source> source);
    bool next_cells();
    void end_of_file();
    bool find_columns(const Options& options);
    void leave_out_secret(std::string_view header);
    void place_header(std::size_t index, std::string_view header, const Options& options);

    std::string file_;
    std::span<const Column> columns_;
    Report& report_;
    std::unique_ptr<Source> source_;
    std::vector<int> places_;  // of each known column in the file; -1: absent
    std::vector<std::string> headers_;  // of each known column, as the file calls it; empty: absent
    std::int64_t row_ = 0;
    std::int64_t skipped_ = 0;
    bool ended_ = false;
    bool good_ = true;
};

}  // namespace imports
