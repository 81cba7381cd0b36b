/// What the readers of OneRoster and SDS files share.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <boost/unordered/unordered_flat_set.hpp>

#include "imports/imports.h"
#include "imports/table.h"
#include "roster/import_records.h"

namespace roster {

/// What a reader works with.
struct Input {
    const imports::Package& package;
    const imports::Options& options;
    imports::Report& report;
    imports::Progress& progress;
    RosterRecords& records;
    std::int64_t rows_read = 0;
    /// A needed file could not be read as a table: the roster cannot be used, not even leniently.
    bool broken = false;

    std::string_view keep(std::string_view text) { return records.texts.keep(text); }
    /// The key of a record that its format gives none: its parts, which are keys themselves, joined.
    std::string_view natural_key(std::initializer_list<std::string_view> parts);
    /// Every cell of a list ("a,b,c" in one cell), trimmed, kept; empty ones are left out.
    std::vector<std::string_view> list(std::string_view cell);
};

/// Reads one file into a section: `read(table, record)` fills the record, key first; `accepted(table, record)` sees those that are good.
/// Rows with an error, and those whose key was met before, are left out and remembered as skipped.
template <typename R, typename Read, typename Accepted>
void read_section(Input& in, Section<R>& section, std::string_view file, std::span<const imports::Column> columns, Read&& read,
                  Accepted&& accepted) {
    auto table = imports::Table::open(in.package, file, columns, in.options, in.report);
    if (!table) {
        in.broken = true;
        return;
    }
    section.file = file;
    boost::unordered_flat_set<std::string_view, std::hash<std::string_view>> seen;
    // A row is seldom shorter than this; growing again and again costs more than what is reserved for nothing.
    auto expected = static_cast<std::size_t>(std::min<std::int64_t>(table->bytes_total() / 80, 1'000'000));
    seen.reserve(expected);
    section.rows.reserve(expected);
    std::int64_t keyless = 0;
    while (table->next()) {
        if (++in.rows_read % 4096 == 0) in.progress.check(table->bytes_read(), table->bytes_total());
        R record;
        record.row = table->row();
        read(*table, record);
        if (!record.key.empty() && !seen.insert(record.key).second) {
            in.report.error("reference.duplicate_sourced_id", table->place(), std::string(columns.front().name), record.key, "each record once");
            ++section.skipped_rows;
        } else if (table->row_is_good()) {
            accepted(*table, record);
            section.rows.push_back(std::move(record));
        } else {
            ++section.skipped_rows;
            if (record.key.empty()) ++keyless;
            if (!record.key.empty()) section.skipped.push_back(record.key);
        }
    }
    section.skipped_rows += table->skipped_rows();
    keyless += table->skipped_rows();
    if (keyless > 0 && section.complete) {
        section.complete = false;
        in.report.warning("file.nothing_ends", {section.file}, "", std::to_string(keyless),
                          "rows whose id can be read; because of those that cannot, no record ends for being absent from this file");
    }
}

/// The words of a row that mean something else to us are reported once a row.
Role read_role(imports::Table& table, std::size_t column, std::string_view word);

/// Whether a package is one of these, and which.
enum class Format { oneroster_1_1, oneroster_1_2, sds_2_1 };
/// By manifest.csv, else by the headers of users.csv and the files there are. Absent, with an error that says what was found, when it is neither.
std::optional<Format> detect_format(const imports::Package& package, imports::Report& report);

void read_oneroster(Input& in, Format format);
void read_sds(Input& in);

}  // namespace roster
