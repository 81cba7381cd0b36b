#include "files/spreadsheet.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include <xlsxwriter.h>

#include "base/csv.h"
#include "base/text.h"
#include "base/time.h"

namespace files {

static const std::string& words_at(const Sheet& sheet, std::size_t row, std::size_t column) {
    static const std::string none;
    return row < sheet.words.size() && column < sheet.words[row].size() ? sheet.words[row][column] : none;
}

static const std::string& label_of(const Sheet& sheet, std::size_t column) {
    return column < sheet.labels.size() ? sheet.labels[column] : sheet.table.columns[column].name;
}

static std::string moment_text(std::int64_t ms) { return base::to_iso(base::from_ms(ms)).substr(0, 19) + "Z"; }

namespace {

/// A column of a table, whether its numbers are per cent, and how many decimals they have (-1: as they are).
struct SheetColumn {
    base::CellType type = base::CellType::text;
    bool percent = false;
    int decimals = -1;
};

}  // namespace

static SheetColumn column_at(const Sheet& sheet, std::size_t column) {
    return {sheet.table.columns[column].type, column < sheet.percents.size() && sheet.percents[column], column < sheet.decimals.size() ? sheet.decimals[column] : -1};
}

static void write_cell(base::csv::Writer& out, SheetColumn column, const base::Cell& cell) {
    if (base::is_null(cell)) out.empty();
    else if (auto text = std::get_if<std::string>(&cell)) out.text(*text);
    else if (column.type == base::CellType::moment) out.text(moment_text(std::get<std::int64_t>(cell)));
    else if (auto real = std::get_if<double>(&cell); real && column.decimals < 0) out.number(*real);
    else if (real || column.decimals > 0) out.number(*base::number(cell), column.decimals);
    else out.number(std::get<std::int64_t>(cell));
}

std::string csv_of(const Sheet& sheet) {
    std::ostringstream stream;
    base::csv::Writer out(stream, base::csv::Writer::Mark::byte_order);
    out.text(sheet.title).end_row();
    for (const auto& [label, value] : sheet.facts) out.row({label, value});
    out.empty().end_row();
    for (std::size_t i = 0; i < sheet.table.columns.size(); ++i) out.text(label_of(sheet, i));
    out.end_row();
    for (std::size_t r = 0; r < sheet.table.rows.size(); ++r) {
        for (std::size_t c = 0; c < sheet.table.columns.size(); ++c) {
            if (const auto& words = words_at(sheet, r, c); !words.empty()) out.text(words);
            else write_cell(out, column_at(sheet, c), sheet.table.rows[r][c]);
        }
        out.end_row();
    }
    if (!sheet.notes.empty()) out.empty().end_row();
    for (const auto& note : sheet.notes) out.text(note).end_row();
    return stream.str();
}

namespace {

/// A folder for this user alone that goes with the holder: the library writes to a path.
class OwnFolder {
public:
    OwnFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "belltower-sheet-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for a spreadsheet can be made in " + pattern);
        path_ = pattern;
    }
    ~OwnFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    OwnFolder(const OwnFolder&) = delete;
    OwnFolder& operator=(const OwnFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

constexpr int most_decimals = 6;

struct Formats {
    lxw_format *bold, *head, *day, *moment, *wrap;
    std::map<std::pair<bool, int>, lxw_format*> numbers;  // whether per cent, decimals
    explicit Formats(lxw_workbook* book) {
        bold = workbook_add_format(book);
        format_set_bold(bold);
        format_set_font_size(bold, 14);
        head = workbook_add_format(book);
        format_set_bold(head);
        format_set_bottom(head, LXW_BORDER_THIN);
        format_set_text_wrap(head);
        day = workbook_add_format(book);
        format_set_num_format(day, "yyyy-mm-dd");
        moment = workbook_add_format(book);
        format_set_num_format(moment, "yyyy-mm-dd hh:mm:ss");
        for (int decimals = 0; decimals <= most_decimals; ++decimals) {
            for (bool percent : {false, true}) {
                const auto pattern = "#,##0" + (decimals ? "." + std::string(static_cast<std::size_t>(decimals), '0') : std::string()) + (percent ? "\" %\"" : "");
                auto* format = workbook_add_format(book);
                format_set_num_format(format, pattern.c_str());
                numbers.emplace(std::pair(percent, decimals), format);
            }
        }
        wrap = workbook_add_format(book);
        format_set_align(wrap, LXW_ALIGN_VERTICAL_TOP);
    }
    lxw_format* of(SheetColumn column) const {
        if (column.decimals < 0 && !column.percent) return nullptr;
        return numbers.at({column.percent, std::clamp(column.decimals, 0, most_decimals)});
    }
};

}  // namespace

/// XLSX holds at most 32,767 characters in a cell and refuses control characters.
static std::string cell_text(std::string_view text) {
    std::string clean(base::first_code_points(text, 32'000));
    std::erase_if(clean, [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\t'; });
    return clean;
}

static void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string_view text, lxw_format* format) {
    worksheet_write_string(sheet, row, column, cell_text(text).c_str(), format);
}

static void write_day(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text, const Formats& formats) {
    const auto day = base::parse_day(std::string_view(text).substr(0, 10));
    // Excel knows no day before 1900.
    if (!day || *day < base::parse_day("1900-01-01").value()) return write_text(sheet, row, column, text, nullptr);
    const std::chrono::year_month_day date{*day};
    lxw_datetime value{int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), 0, 0, 0};
    worksheet_write_datetime(sheet, row, column, &value, formats.day);
}

static void write_moment(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::int64_t ms, const Formats& formats) {
    const auto moment = base::from_ms(ms);
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(moment - day).count();
    lxw_datetime value{int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), int(seconds / 3600), int(seconds / 60 % 60), double(seconds % 60)};
    worksheet_write_datetime(sheet, row, column, &value, formats.moment);
}

/// No file tells more digits than the page.
static double rounded(double value, int decimals) {
    if (decimals < 0 || !std::isfinite(value)) return value;
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

static void write_value(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, SheetColumn kind, const base::Cell& cell, const Formats& formats) {
    if (base::is_null(cell)) return;
    if (auto text = std::get_if<std::string>(&cell)) {
        if (kind.type == base::CellType::day) write_day(sheet, row, column, *text, formats);
        else write_text(sheet, row, column, *text, nullptr);
    } else if (auto real = std::get_if<double>(&cell)) {
        worksheet_write_number(sheet, row, column, rounded(*real, kind.decimals), formats.of(kind));
    } else if (kind.type == base::CellType::moment) {
        write_moment(sheet, row, column, std::get<std::int64_t>(cell), formats);
    } else if (kind.type == base::CellType::flag) {
        worksheet_write_boolean(sheet, row, column, int(std::get<std::int64_t>(cell)), nullptr);
    } else {
        const auto value = std::get<std::int64_t>(cell);
        // Beyond 2^53 a spreadsheet would change the last digits.
        if (value > (std::int64_t{1} << 53) || value < -(std::int64_t{1} << 53)) write_text(sheet, row, column, std::to_string(value), nullptr);
        else worksheet_write_number(sheet, row, column, double(value), formats.of(kind));
    }
}

static void fill(const Sheet& from, lxw_worksheet* sheet, const Formats& formats) {
    lxw_row_t row = 0;
    write_text(sheet, row++, 0, from.title, formats.bold);
    for (const auto& [label, value] : from.facts) {
        write_text(sheet, row, 0, label, formats.wrap);
        write_text(sheet, row++, 1, value, nullptr);
    }
    ++row;
    const auto columns = from.table.columns.size();
    for (std::size_t c = 0; c < columns; ++c) write_text(sheet, row, lxw_col_t(c), label_of(from, c), formats.head);
    const auto head = row++;
    for (std::size_t r = 0; r < from.table.rows.size(); ++r, ++row) {
        for (std::size_t c = 0; c < columns; ++c) {
            const auto kind = column_at(from, c);
            if (const auto& words = words_at(from, r, c); !words.empty()) write_text(sheet, row, lxw_col_t(c), words, nullptr);
            else write_value(sheet, row, lxw_col_t(c), kind, from.table.rows[r][c], formats);
        }
    }
    if (columns) worksheet_set_column(sheet, 0, lxw_col_t(columns - 1), 22, nullptr);
    worksheet_repeat_rows(sheet, head, head);
    worksheet_set_landscape(sheet);
    ++row;
    for (const auto& note : from.notes) write_text(sheet, row++, 0, note, nullptr);
}

std::string xlsx_of(const Sheet& sheet) {
    const OwnFolder folder;
    const auto path = folder.path() + "/sheet.xlsx";
    std::string spill = folder.path();
    lxw_workbook_options options{};
    options.tmpdir = spill.data();
    lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
    if (!book) throw std::runtime_error("the spreadsheet cannot be begun");
    const Formats formats(book);
    auto* page = workbook_add_worksheet(book, nullptr);
    fill(sheet, page, formats);
    if (const auto error = workbook_close(book); error != LXW_NO_ERROR) throw std::runtime_error(std::string("the spreadsheet cannot be written: ") + lxw_strerror(error));
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file || bytes.str().empty()) throw std::runtime_error("the spreadsheet cannot be read back");
    return bytes.str();
}

std::string file_name_of(std::string_view text, std::string_view ending) {
    std::string name;
    for (char c : base::fold(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) name += c;
        else if (!name.empty() && name.back() != '-') name += '-';
    }
    while (name.ends_with('-')) name.pop_back();
    if (name.empty()) name = "report";
    return name.substr(0, 80) + std::string(ending);
}

}  // namespace files
