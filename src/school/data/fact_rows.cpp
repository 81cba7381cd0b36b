#include <charconv>
#include <cmath>

#include "base/text.h"
#include "data/fact_template.h"
#include "roster/names.h"

namespace data {

/// "uri://ed-fi.org/AttendanceEventCategoryDescriptor#Tardy" is "Tardy".
static std::string_view word_of_descriptor(std::string_view text) {
    auto hash = text.starts_with("uri:") ? text.rfind('#') : std::string_view::npos;
    return hash == std::string_view::npos ? text : text.substr(hash + 1);
}

static std::string expected_of(std::span<const Code> codes) {
    std::string list;
    for (const auto& code : codes) list += (list.empty() ? "" : ", ") + std::string(code.code);
    return list;
}

static std::optional<std::string_view> code_of(std::span<const Code> codes, std::string_view text) {
    auto word = word_of_descriptor(text);
    for (const auto& code : codes) {
        if (base::equal_ignoring_ascii_case(code.code, word)) return code.code;
        for (auto alias : base::split(code.aliases, '|')) {
            if (!alias.empty() && base::equal_ignoring_ascii_case(alias, word)) return code.code;
        }
    }
    return std::nullopt;
}

/// "0.5" is 500; absent for what is no number from 0 to 1.
static std::optional<std::int64_t> thousandths_of(std::string_view text) {
    if (text.empty()) return 1000;
    double value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0) || value > 1) return std::nullopt;
    return std::llround(value * 1000);
}

/// "2027", "2026-2027" and "2026-27" are 2027.
static std::optional<std::int64_t> year_of(std::string_view text) {
    auto dash = text.find_first_of("-/");
    auto last = base::parse_integer(dash == std::string_view::npos ? text : text.substr(dash + 1));
    if (!last) return std::nullopt;
    if (dash != std::string_view::npos && *last < 100) *last += 2000;
    return *last >= 1900 && *last <= 2200 ? last : std::nullopt;
}

namespace {

/// One row, cell by cell. What is wrong is reported; the row is packed only when all is well, so cells are read twice.
class Row {
public:
    Row(imports::Table& table, const FactTemplate& made, base::Day today) : table_(table), made_(made), today_(today) {}

    bool check() {
        for (std::size_t i = 0; i < made_.fields.size(); ++i) {
            if (made_.fields[i].column.need == imports::Column::Need::required) table_.require(i);
            check_cell(i);
        }
        if (made_.first >= 0 && table_.row_is_good()) check_order();
        return table_.row_is_good();
    }
    bool ends() const { return ends_; }

    void pack(base::RowPacker& row) const {
        for (std::size_t i = 0; i < made_.fields.size(); ++i) {
            if (!made_.fields[i].into.empty()) pack_cell(row, i);
        }
    }

private:
    void check_cell(std::size_t i) {
        const auto& field = made_.fields[i];
        auto text = table_.text(i);
        if (field.type == FieldType::day || field.type == FieldType::past_day || field.type == FieldType::last_day) {
            auto day = table_.day(i);
            bool far_off = day && (*day < base::Day(std::chrono::year(1900) / 1 / 1) || *day >= base::Day(std::chrono::year(2200) / 1 / 1));
            if (far_off) table_.refuse("row.invalid_date", i, "a day of the years 1900 to 2199");
            // One such row would make all days up to it count as days without an absence.
            if (!far_off && field.type == FieldType::past_day && day && *day > today_) table_.refuse("row.date_in_future", i, "a day that is not after today");
        }
        if (field.type == FieldType::thousandths && !thousandths_of(text)) table_.refuse("row.invalid_duration", i, "a part of the day from 0 to 1");
        if (text.empty()) return;
        if (field.type == FieldType::code && !code_of(field.codes, text)) table_.refuse("row.invalid_enum", i, expected_of(field.codes));
        if (field.type == FieldType::year && !year_of(text)) table_.refuse("row.invalid_year", i, "the year in which the school year ends, such as 2027");
        if (field.type == FieldType::grade && roster::grade_of(word_of_descriptor(text)).empty()) {
            table_.warn("row.unknown_grade", i, "01 to 13, PK, KG ...; the word is kept");
        }
        if (field.type == FieldType::status) {
            ends_ = base::equal_ignoring_ascii_case(text, "tobedeleted");
            if (!ends_ && !base::equal_ignoring_ascii_case(text, "active")) table_.refuse("row.invalid_enum", i, "active or tobedeleted");
        }
    }

    void check_order() {
        auto first = table_.day(static_cast<std::size_t>(made_.first)), last = table_.day(static_cast<std::size_t>(made_.last));
        if (first && last && *last < *first) {
            table_.refuse("semantic.dates_inverted", static_cast<std::size_t>(made_.last),
                          "a day that is not before " + std::string(made_.fields[static_cast<std::size_t>(made_.first)].column.name));
        }
    }

    void pack_cell(base::RowPacker& row, std::size_t i) const {
        const auto& field = made_.fields[i];
        auto text = table_.text(i);
        bool empty = text.empty() && field.type != FieldType::text && field.type != FieldType::thousandths && field.type != FieldType::grade;
        if (empty) return row.null();
        switch (field.type) {
            case FieldType::day:
            case FieldType::past_day: return row.text(base::to_iso(table_.day(i).value()));
            case FieldType::last_day: return row.text(base::to_iso(base::Day(table_.day(i).value() + std::chrono::days(1))));
            case FieldType::code: return row.text(code_of(field.codes, text).value());
            case FieldType::thousandths: return row.integer(thousandths_of(text).value());
            case FieldType::year: return row.integer(year_of(text).value());
            case FieldType::grade: {
                auto word = word_of_descriptor(text);
                auto grade = roster::grade_of(word);
                return row.text(grade.empty() ? word : std::string_view(grade));
            }
            default: return row.text(text);
        }
    }

    imports::Table& table_;
    const FactTemplate& made_;
    base::Day today_;
    bool ends_ = false;
};

}  // namespace

std::optional<std::int64_t> read_template_rows(const FactTemplate& made, const imports::Package& package, std::string_view file, const imports::Options& options,
                                               imports::Report& report, imports::Progress& progress, const TakeRow& take) {
    std::vector<imports::Column> columns;
    for (const auto& field : made.fields) columns.push_back(field.column);
    auto table = imports::Table::open(package, file, columns, options, report);
    if (!table) return std::nullopt;
    std::int64_t rows = 0, skipped = 0;
    while (table->next()) {
        if (++rows % 4096 == 0) progress.check(table->bytes_read(), table->bytes_total());
        Row row(*table, made, options.today);
        if (row.check()) {
            row.pack(take(table->row(), row.ends()));
        } else {
            ++skipped;
        }
    }
    return skipped + table->skipped_rows();
}

}  // namespace data
