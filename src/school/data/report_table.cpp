#include "data/report_table.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "data/disclosure.h"
#include "data/report_count.h"
#include "html/format.h"

namespace data {

std::optional<std::size_t> ShownTable::column(std::string_view wanted) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == wanted) return i;
    }
    return std::nullopt;
}

static ColumnFormat usual_format(base::CellType type) {
    switch (type) {
        case base::CellType::integer: return ColumnFormat::integer;
        case base::CellType::real: return ColumnFormat::decimal;
        case base::CellType::day: return ColumnFormat::date;
        default: return ColumnFormat::text;
    }
}

/// With the language's mark between thousands.
static std::string decimal_words(html::Language language, double value, int decimals) {
    if (!std::isfinite(value) || std::abs(value) >= 1e15) return fmt::format("{}", value);
    const auto text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const auto point = text.find('.');
    const auto whole = html::number_words(language, base::parse_integer(text.substr(0, point)).value_or(0));
    const bool minus = value < 0 && text.find_first_of("123456789") != std::string::npos;
    return (minus ? "-" : "") + whole + (point == std::string::npos ? std::string() : text.substr(point));
}

constexpr int most_decimals = 2;

/// What the column's numbers need, so that all of them have the same: 46.3 beside 164.0.
static int decimals_needed(const base::CellTable& kept, std::size_t column) {
    int needed = 0;
    for (const auto& row : kept.rows) {
        const auto value = base::number(row[column]);
        if (!value || !std::isfinite(*value)) continue;
        const auto hundredths = std::llround(std::clamp(*value, -1e15, 1e15) * 100);
        needed = std::max(needed, hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : most_decimals);
    }
    return needed;
}

/// A cell that holds a value, in words.
static std::string words_of_value(const ReportColumn* told, const ShownColumn& column, const base::Cell& cell, html::Language language) {
    auto plain = base::text_of(cell);
    if (told) {
        for (const auto& [code, words] : told->values) {
            if (code == plain) return words.in(language);
        }
    }
    switch (column.format) {
        case ColumnFormat::integer:
            if (auto value = base::number(cell)) return html::number_words(language, std::llround(*value));
            return plain;
        case ColumnFormat::decimal:
            if (auto value = base::number(cell)) return decimal_words(language, *value, column.decimals);
            return plain;
        case ColumnFormat::percent:
            if (auto value = base::number(cell)) return decimal_words(language, *value, column.decimals) + "\u00A0%";
            return plain;
        default: break;
    }
    if (column.type == base::CellType::moment) {
        if (auto value = std::get_if<std::int64_t>(&cell)) return base::to_iso(base::from_ms(*value)).substr(0, 16) + "Z";
    }
    if (column.type == base::CellType::flag) {
        if (auto value = base::number(cell)) return language == html::Language::es ? (*value != 0 ? "sí" : "no") : (*value != 0 ? "yes" : "no");
    }
    return plain;
}

/// The columns of as_table() that say how a row is to be shown, and are none of the report.
struct Marks {
    std::optional<std::size_t> row, withheld, percent_text;
    Marks(const ReportFile& file, const base::CellTable& kept) {
        if (file.privacy.none) return;
        row = kept.column("row");
        withheld = kept.column("withheld");
        percent_text = kept.column("percent_text");
    }
    bool is_mark(std::size_t column) const { return column == row || column == withheld || column == percent_text; }
};

static ShownCell shown_cell(const ReportFile& file, const ShownColumn& column, const base::Cell& value, const std::string& withheld, html::Language language) {
    ShownCell cell{value, {}, false};
    if (!base::is_null(value)) {
        cell.text = words_of_value(file.column(column.name), column, value, language);
        if (cell.text.empty()) cell.text = "\u2013";
        return cell;
    }
    const bool group = std::ranges::find(file.privacy.by, column.name) != file.privacy.by.end();
    const bool of_part = column.name == file.privacy.part || column.name == "percent";
    cell.withheld = !group && (withheld == "count" || (withheld == "part" && of_part));
    cell.text = cell.withheld ? std::string(withheld_symbol) : "\u2013";
    return cell;
}

ShownTable shown_table(const ReportFile& file, const base::CellTable& kept, const html::Messages& messages, html::Language language) {
    const Marks marks(file, kept);
    ShownTable table;
    std::vector<std::size_t> from;
    std::vector<std::optional<std::size_t>> spanish;  // where the Spanish words of a shown column are
    auto holds_spanish = [&](const std::string& name) { return std::ranges::find(file.columns, name, &ReportColumn::spanish) != file.columns.end(); };
    for (std::size_t i = 0; i < kept.columns.size(); ++i) {
        if (marks.is_mark(i) || holds_spanish(kept.columns[i].name)) continue;
        const auto& column = kept.columns[i];
        const auto* told = file.column(column.name);
        ShownColumn shown{column.name, told ? told->label.in(language) : column.name, column.type, told ? told->format : ColumnFormat::automatic};
        if (!told && !file.privacy.none && column.name == "percent") shown.label = messages.text(language, "data.report.percent");
        if (shown.format == ColumnFormat::automatic) shown.format = column.name == "percent" && !file.privacy.none ? ColumnFormat::percent : usual_format(column.type);
        if (shown.format == ColumnFormat::decimal || shown.format == ColumnFormat::percent) shown.decimals = told && told->decimals >= 0 ? told->decimals : decimals_needed(kept, i);
        table.columns.push_back(std::move(shown));
        from.push_back(i);
        spanish.push_back(told && !told->spanish.empty() && language == html::Language::es ? kept.column(told->spanish) : std::nullopt);
    }
    for (const auto& row : kept.rows) {
        ShownRow shown;
        const auto withheld = marks.withheld ? base::text_of(row[*marks.withheld]) : std::string();
        shown.total = marks.row && base::text_of(row[*marks.row]) != word(ProtectedRow::Kind::cell);
        for (std::size_t i = 0; i < from.size(); ++i) {
            auto cell = shown_cell(file, table.columns[i], row[from[i]], withheld, language);
            if (spanish[i] && !base::is_null(cell.value) && !base::is_null(row[*spanish[i]])) cell.text = base::text_of(row[*spanish[i]]);
            if (table.columns[i].name == "percent" && marks.percent_text && !base::is_null(row[*marks.percent_text])) cell.text = base::text_of(row[*marks.percent_text]);
            if (shown.total && base::is_null(cell.value) && std::ranges::find(file.privacy.by, table.columns[i].name) != file.privacy.by.end()) {
                cell.text = messages.text(language, "data.report.all");
            } else if (!file.privacy.none && base::text_of(cell.value) == small_value) {
                cell.text = messages.text(language, "data.report.small", {{"n", std::to_string(file.privacy.minimum)}});
            } else if (base::is_null(cell.value) && !cell.withheld) {
                ++table.missing;
            }
            shown.cells.push_back(std::move(cell));
        }
        if (!withheld.empty()) ++table.withheld;
        table.rows.push_back(std::move(shown));
    }
    return table;
}

std::vector<const ShownCell*> values_of(const ShownTable& table, std::size_t column) {
    std::vector<const ShownCell*> values;
    std::set<std::string> seen;
    for (bool of_totals : {true, false}) {
        for (const auto& row : table.rows) {
            const auto& cell = row.cells[column];
            if (row.total == of_totals && !base::is_null(cell.value) && seen.insert(base::text_of(cell.value)).second) values.push_back(&cell);
        }
    }
    return values;
}

std::vector<ShownFilter> filters_of(const ReportFile& file, const ShownTable& table) {
    std::vector<ShownFilter> filters;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        const bool group = file.privacy.none ? column.type == base::CellType::text : std::ranges::find(file.privacy.by, column.name) != file.privacy.by.end();
        if (!group) continue;
        const auto values = values_of(table, i);
        if (values.size() < 2 || values.size() > 60) continue;
        ShownFilter filter{i, {}};
        for (const auto* cell : values) filter.values.emplace_back(base::text_of(cell->value), cell->text);
        filters.push_back(std::move(filter));
    }
    return filters;
}

void keep_only(ShownTable& table, std::size_t column, std::string_view value) {
    std::erase_if(table.rows, [&](const ShownRow& row) { return base::text_of(row.cells[column].value) != value; });
    table.withheld = table.missing = 0;
    for (const auto& row : table.rows) {
        table.withheld += std::ranges::any_of(row.cells, &ShownCell::withheld);
        for (const auto& cell : row.cells) table.missing += base::is_null(cell.value) && !cell.withheld && !row.total;
    }
}

/// Calls `piece` with each {name} of a sentence and its place.
template <typename F>
static void each_name(std::string_view sentence, F&& piece) {
    for (std::size_t open = sentence.find('{'); open != std::string_view::npos; open = sentence.find('{', open + 1)) {
        const auto close = sentence.find('}', open);
        if (close == std::string_view::npos) return;
        piece(open, close, sentence.substr(open + 1, close - open - 1));
    }
}

std::vector<std::string> columns_in(std::string_view sentence) {
    std::vector<std::string> names;
    each_name(sentence, [&](std::size_t, std::size_t, std::string_view name) {
        if (name == "rows") return;
        for (std::string_view place : {"first.", "last.", "highest.", "lowest."}) {
            if (name.starts_with(place)) name.remove_prefix(place.size());
        }
        names.emplace_back(name);
    });
    return names;
}

namespace {

/// The rows that a sentence may speak of: no totals.
struct Places {
    const ShownRow *first = nullptr, *last = nullptr, *highest = nullptr, *lowest = nullptr;
    std::int64_t rows = 0;

    Places(const ShownTable& table, std::optional<std::size_t> by) {
        for (const auto& row : table.rows) {
            if (row.total) continue;
            ++rows;
            if (!first) first = &row;
            last = &row;
            if (!by) continue;
            const auto value = base::number(row.cells[*by].value);
            if (!value) continue;
            if (!highest || *value > *base::number(highest->cells[*by].value)) highest = &row;
            if (!lowest || *value < *base::number(lowest->cells[*by].value)) lowest = &row;
        }
    }
    const ShownRow* at(std::string_view& name) const {
        for (auto [place, row] : {std::pair<std::string_view, const ShownRow*>{"first.", first}, {"last.", last}, {"highest.", highest}, {"lowest.", lowest}}) {
            if (!name.starts_with(place)) continue;
            name.remove_prefix(place.size());
            return row;
        }
        return first;
    }
};

}  // namespace

/// The words of a row that say which it is: "Asian, North".
static std::string name_of(const ShownTable& table, const ShownRow& row) {
    std::string name;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!table.columns[i].number() && !base::is_null(row.cells[i].value)) name += (name.empty() ? "" : ", ") + row.cells[i].text;
    }
    return name;
}

constexpr std::size_t most_named = 3;

/// That other rows show the same figure as the one which a sentence calls highest or lowest.
static std::string told_of_ties(const ShownTable& table, const ShownRow* row, std::size_t by, const html::Messages& messages, html::Language language) {
    if (!row) return {};
    std::size_t others = 0;
    std::string names;
    for (const auto& other : table.rows) {
        if (other.total || &other == row || base::is_null(other.cells[by].value) || other.cells[by].text != row->cells[by].text) continue;
        if (++others <= most_named) names += (names.empty() ? "" : "; ") + name_of(table, other);
    }
    if (others == 0) return {};
    const auto n = html::number_words(language, static_cast<std::int64_t>(others));
    if (others > most_named || names.empty()) return " " + messages.text(language, "data.report.ties", {{"n", n}, {"figure", row->cells[by].text}});
    return " " + messages.text(language, "data.report.tie", {{"names", names}, {"figure", row->cells[by].text}});
}

std::optional<std::string> sentence_of(const ReportFile& file, const ShownTable& table, const html::Messages& messages, html::Language language) {
    if (!file.sentence) return std::nullopt;
    const auto& sentence = file.sentence->words.in(language);
    const auto by = file.sentence->by.empty() ? std::nullopt : table.column(file.sentence->by);
    const Places places(table, by);
    std::string out;
    std::size_t done = 0;
    bool whole = places.rows > 0;
    each_name(sentence, [&](std::size_t open, std::size_t close, std::string_view name) {
        out += sentence.substr(done, open - done);
        done = close + 1;
        if (name == "rows") {
            out += html::number_words(language, places.rows);
            return;
        }
        const ShownRow* row = places.at(name);
        const auto column = table.column(name);
        if (!row || !column || base::is_null(row->cells[*column].value)) whole = false;
        else out += row->cells[*column].text;
    });
    if (!whole) return std::nullopt;
    out += sentence.substr(done);
    if (by && sentence.find("{highest.") != std::string::npos) out += told_of_ties(table, places.highest, *by, messages, language);
    if (by && sentence.find("{lowest.") != std::string::npos && places.lowest != places.highest) out += told_of_ties(table, places.lowest, *by, messages, language);
    return out;
}

}  // namespace data
