#include "imports/table.h"

#include <algorithm>
#include <utility>

#include "base/csv.h"
#include "base/text.h"

namespace imports {

namespace csv = base::csv;

struct Table::Source {
    explicit Source(std::string all) : bytes(std::move(all)), reader(counted(csv::from_text(bytes), read)) {}

    /// Counts what the reader has taken, for the progress.
    static csv::Source counted(csv::Source source, std::int64_t& count) {
        return [source = std::move(source), &count](char* into, std::size_t most) {
            auto got = source(into, most);
            count += static_cast<std::int64_t>(got);
            return got;
        };
    }

    std::string bytes;
    std::int64_t read = 0;
    csv::Reader reader;
    std::vector<std::string_view> cells;
    std::size_t width = 0;
    bool broken = false;
};

Table::Table(std::string file, std::span<const Column> columns, Report& report, std::unique_ptr<Source> source)
    : file_(std::move(file)), columns_(columns), report_(report), source_(std::move(source)), places_(columns.size(), -1), headers_(columns.size()) {}
Table::~Table() = default;

static std::optional<std::string> read_bytes(const Package& package, std::string_view file, Report& report) {
    try {
        auto bytes = package.read(file);
        if (!bytes) report.error("package.missing_file", {file}, "", "", "this file in the package");
        return bytes;
    } catch (const Unreadable& broken) {
        report.add(broken.problem());
        return std::nullopt;
    }
}

std::unique_ptr<Table> Table::open(const Package& package, std::string_view file, std::span<const Column> columns,
                                   const Options& options, Report& report) {
    auto bytes = read_bytes(package, file, report);
    if (!bytes) return nullptr;
    std::unique_ptr<Source> source;
    try {
        source = std::make_unique<Source>(std::move(*bytes));
    } catch (const csv::Error& error) {  // a workbook or another thing that is no text, seen from its first bytes
        report.error("file.broken", {file, error.line()}, "", "", error.what());
        return nullptr;
    }
    std::unique_ptr<Table> table(new Table(std::string(file), columns, report, std::move(source)));
    if (!table->find_columns(options)) return nullptr;
    return table;
}

/// The cells of the next row, trimmed; false at the end and when the file cannot be read on.
bool Table::next_cells() {
    try {
        if (!source_->reader.next()) return false;
    } catch (const csv::Error& error) {
        report_.error("file.broken", {file_, error.line()}, "", "", error.what());
        source_->broken = true;
        return false;
    }
    row_ = source_->reader.line();
    source_->cells.clear();
    for (auto field : source_->reader.fields()) source_->cells.push_back(base::trim(field));
    return true;
}

static bool is_named(const Column& column, std::string_view header) {
    if (base::equal_ignoring_ascii_case(column.name, header)) return true;
    for (auto alias : base::split(column.aliases, '|')) {
        if (!alias.empty() && base::equal_ignoring_ascii_case(alias, header)) return true;
    }
    return column.name.ends_with('.') && base::to_lower_ascii(header).starts_with(column.name);
}

static bool is_alias(const Column& column, std::string_view header) {
    return std::ranges::count(base::split(column.aliases, '|'), header) > 0;
}

/// Whatever a format or a mapping makes of it: nobody's password is read.
static bool is_for_passwords(std::string_view header) {
    auto folded = base::fold(header);
    for (std::string_view word : {"password", "passphrase", "passwort", "contrasena"}) {
        if (folded.find(word) != std::string::npos) return true;
    }
    return false;
}

void Table::leave_out_secret(std::string_view header) {
    report_.warning("schema.secret_column", place(), header, "", "no passwords in a file that is sent around; the column was not read");
}

void Table::place_header(std::size_t index, std::string_view header, const Options& options) {
    if (header.empty()) {
        report_.warning("table.empty_header_name", place(), "", "", "a name for column " + std::to_string(index + 1) + "; the column was left out");
        return;
    }
    if (is_for_passwords(header)) {
        return leave_out_secret(header);
    }
    std::string_view field = header;
    if (options.mapping) {
        auto mapped = options.mapping->field_of_column.find(header);
        if (mapped != options.mapping->field_of_column.end()) field = mapped->second;
        if (field.empty()) return;  // The person said that this column is not wanted.
    }
    auto column = std::ranges::find_if(columns_, [&](const Column& known) { return is_named(known, field); });
    if (column == columns_.end()) {
        report_.warning("schema.unknown_column", place(), header, "", "a column of this format; it was left out");
        return;
    }
    if (column->need == Column::Need::secret) {
        return leave_out_secret(header);
    }
    if (column->need == Column::Need::ignored) return;
    auto& mine = places_[static_cast<std::size_t>(column - columns_.begin())];
    if (mine >= 0) {
        bool needed = column->need == Column::Need::required;
        report_.add({.severity = needed ? Severity::error : Severity::warning, .code = "table.duplicate_header", .file = file_, .row = 1,
                     .column = std::string(header), .expected = "each column once; the first one counts"});
        return;
    }
    mine = static_cast<int>(index);
    headers_[static_cast<std::size_t>(column - columns_.begin())] = header;
    if (field == header && header != column->name && base::equal_ignoring_ascii_case(header, column->name) && !is_alias(*column, header)) {
        report_.warning("schema.header_case", place(), header, "", "\"" + std::string(column->name) + "\", written exactly so");
    }
}

bool Table::find_columns(const Options& options) {
    if (!next_cells()) {
        if (!source_->broken) report_.error("file.empty", {file_}, "", "", "a header row, even when there are no records");
        return false;
    }
    auto header = source_->cells;
    source_->width = header.size();
    for (std::size_t i = 0; i < header.size(); ++i) place_header(i, header[i], options);
    bool complete = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].need != Column::Need::required || places_[i] >= 0) continue;
        report_.error("table.missing_header", place(), columns_[i].name, "", "a column with this name");
        complete = false;
    }
    if (source_->reader.separator() != ',') {
        report_.warning("file.separator", place(), "", source_->reader.separator() == ';' ? ";" : "tab",
                        "commas between the cells; the file was read nevertheless");
    }
    return complete;
}

bool Table::next() {
    good_ = true;
    while (next_cells()) {
        auto& cells = source_->cells;
        if (std::ranges::all_of(cells, [](auto cell) { return cell.empty(); })) continue;
        // Spreadsheets drop empty cells at the end of a row and add some.
        while (cells.size() > source_->width && cells.back().empty()) cells.pop_back();
        if (cells.size() == source_->width) return true;
        report_.error("table.row_width_mismatch", place(), "", std::to_string(cells.size()),
                      std::to_string(source_->width) + " cells, as in the header");
        ++skipped_;
    }
    end_of_file();
    return false;
}

/// What is known only when all has been read.
void Table::end_of_file() {
    if (std::exchange(ended_, true)) return;
    if (source_->broken) ++skipped_;  // At least the row where it broke.
    auto encoding = source_->reader.encoding();
    auto name = std::string(csv::name_of(encoding));
    if (encoding != csv::Encoding::utf8) {
        report_.warning("file.not_utf8", {file_}, "", name, "UTF-8; the file was read as " + name + ": look at names with accents");
    }
    if (auto bad = source_->reader.bad_bytes(); bad > 0) {
        report_.warning("file.bad_bytes", {file_}, "", std::to_string(bad), "only bytes that mean something in " + name + "; each other became \uFFFD");
    }
}

std::int64_t Table::bytes_read() const { return source_->read; }
std::int64_t Table::bytes_total() const { return static_cast<std::int64_t>(source_->bytes.size()); }

std::string_view Table::text(std::size_t column) const {
    auto at = places_[column];
    return at < 0 ? std::string_view{} : source_->cells[static_cast<std::size_t>(at)];
}

std::string_view Table::header(std::size_t column) const {
    return has(column) ? std::string_view(headers_[column]) : columns_[column].name;
}

std::string_view Table::require(std::size_t column) {
    auto value = text(column);
    if (value.empty()) refuse("row.missing_required_value", column, "a value");
    return value;
}

std::optional<base::Day> Table::day(std::size_t column) {
    auto value = text(column);
    if (value.empty()) return std::nullopt;
    auto found = base::parse_day(value.substr(0, value.find('T')));
    if (!found) refuse("row.invalid_date", column, "a day written as 2026-08-24");
    return found;
}

std::optional<bool> Table::maybe_flag(std::size_t column) {
    auto value = text(column);
    if (value.empty()) return std::nullopt;
    if (base::equal_ignoring_ascii_case(value, "true") || value == "1") return true;
    if (base::equal_ignoring_ascii_case(value, "false") || value == "0") return false;
    refuse("row.invalid_boolean", column, "true or false");
    return std::nullopt;
}

bool Table::flag(std::size_t column, bool otherwise) { return maybe_flag(column).value_or(otherwise); }

std::optional<std::int64_t> Table::integer(std::size_t column) {
    auto value = text(column);
    if (value.empty()) return std::nullopt;
    auto number = base::parse_integer(value);
    if (!number) refuse("row.invalid_integer", column, "a whole number");
    return number;
}

void Table::refuse(std::string_view code, std::size_t column, std::string_view expected) {
    good_ = false;
    report_.error(code, place(), header(column), text(column), expected);
}

void Table::warn(std::string_view code, std::size_t column, std::string_view expected) {
    report_.warning(code, place(), header(column), text(column), expected);
}

}  // namespace imports
