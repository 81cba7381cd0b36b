/// The gradebook of a OneRoster package (CSV bindings 1.1 and 1.2.1): categories.csv, lineItems.csv, results.csv. Comments are never read.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/text.h"
#include "data/data.h"
#include "data/fact_import.h"

namespace data {

using imports::Column;
using imports::Table;
using enum imports::Column::Need;

namespace {

enum class Mode { absent, bulk, delta };

struct Gradebook {
    const imports::Package& package;
    const imports::Options& options;
    imports::Report& report;
    imports::Progress& progress;
    std::map<std::string, Mode, std::less<>> modes = {};

    Mode mode(std::string_view file) const {
        auto found = modes.find(file);
        return package.contains(file) && found != modes.end() ? found->second : Mode::absent;
    }
};

enum { sourced_id = 0, status = 1 };
constexpr Column id_column{"sourcedId", required}, status_column{"status"}, modified_column{"dateLastModified", ignored};

enum { li_title = 3, li_assign, li_due, li_class, li_category, li_period, li_session, li_min, li_max };
constexpr Column line_item_columns[] = {id_column, status_column, modified_column, {"title", required}, {"assignDate"}, {"dueDate"},
                                        {"classSourcedId", required}, {"categorySourcedId"}, {"gradingPeriodSourcedId"}, {"academicSessionSourcedId"},
                                        {"resultValueMin"}, {"resultValueMax"}, {"description", ignored}, {"schoolSourcedId", ignored}, {"metadata.", ignored}};

enum { r_item = 3, r_student, r_status, r_score, r_date };
constexpr Column result_columns[] = {id_column, status_column, modified_column, {"lineItemSourcedId", required}, {"studentSourcedId", required},
                                     {"scoreStatus", required}, {"score"}, {"scoreDate"}, {"comment", ignored}, {"textScore", ignored},
                                     {"classSourcedId", ignored}, {"inProgress", ignored}, {"incomplete", ignored}, {"late", ignored}, {"missing", ignored},
                                     {"metadata.", ignored}};
constexpr std::array<std::string_view, 5> score_states{"exempt", "fully graded", "not submitted", "partially graded", "submitted"};

}  // namespace

static bool read_manifest(Gradebook& in) {
    if (!in.package.contains("manifest.csv")) {
        bool lenient = in.options.mode == imports::Mode::lenient;
        in.report.add({.severity = lenient ? imports::Severity::warning : imports::Severity::error, .code = "package.missing_manifest", .file = "manifest.csv",
                       .expected = "manifest.csv, which says whether each file is complete (bulk) or holds changes (delta)"});
        for (const auto& name : in.package.names()) in.modes.emplace(name, Mode::bulk);
        return lenient;
    }
    static constexpr Column columns[] = {{"propertyName", required}, {"value", required}};
    auto table = Table::open(in.package, "manifest.csv", columns, in.options, in.report);
    while (table && table->next()) {
        auto name = table->text(0), value = table->text(1);
        if (!name.starts_with("file.")) continue;
        auto mode = value == "bulk" ? Mode::bulk : value == "delta" ? Mode::delta : Mode::absent;
        if (mode == Mode::absent && value != "absent") table->refuse("manifest.invalid_file_mode", 1, "absent, bulk or delta");
        in.modes.emplace(std::string(name.substr(5)) + ".csv", mode);
    }
    return table != nullptr;
}

/// True when the row ends what it names.
static bool read_status(Table& table, Mode mode) {
    auto word = table.text(status);
    bool deleted = base::equal_ignoring_ascii_case(word, "tobedeleted");
    if (mode == Mode::delta && word.empty()) table.refuse("row.field_required_in_delta", status, "active or tobedeleted");
    if (!word.empty() && !deleted && !base::equal_ignoring_ascii_case(word, "active")) table.refuse("row.invalid_enum", status, "active or tobedeleted");
    return deleted;
}

/// Absent when empty; row.invalid_float.
static std::optional<double> read_real(Table& table, std::size_t column) {
    auto text = table.text(column);
    if (text.empty()) return std::nullopt;
    double value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)) return value;
    table.refuse("row.invalid_float", column, "a number such as 87.5");
    return std::nullopt;
}

static void pack(base::RowPacker& row, std::optional<double> value) { value ? row.real(*value) : row.null(); }
static void pack(base::RowPacker& row, std::optional<base::Day> day) { day ? row.text(base::to_iso(*day)) : row.null(); }
static void pack_name(base::RowPacker& row, std::string_view text) { text.empty() ? row.null() : row.text(text); }

static std::unordered_map<std::string, std::string> read_categories(Gradebook& in) {
    std::unordered_map<std::string, std::string> titles;
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"title", required}, {"weight", ignored}, {"metadata.", ignored}};
    if (in.mode("categories.csv") == Mode::absent) return titles;
    auto table = Table::open(in.package, "categories.csv", columns, in.options, in.report);
    while (table && table->next()) titles.emplace(table->require(sourced_id), table->text(3));
    return titles;
}

/// Rows of one file: `check` reports what is wrong with the row, `pack` puts its cells after the key.
template <typename Check, typename Pack>
static void read_rows(Gradebook& in, FactImport& import, std::size_t index, std::span<const Column> columns, Check&& check, Pack&& pack_cells) {
    auto& fact = import.fact(index);
    import.begin_rows(index);
    auto mode = in.mode(fact.file);
    auto table = mode == Mode::absent ? nullptr : Table::open(in.package, fact.file, columns, in.options, in.report);
    fact.complete = table && mode == Mode::bulk;
    std::int64_t rows = 0;
    while (table && table->next()) {
        if (++rows % 4096 == 0) in.progress.check(table->bytes_read(), table->bytes_total());
        table->require(sourced_id);
        bool ends = read_status(*table, mode);
        if (!ends) check(*table);
        if (!table->row_is_good()) {
            ++fact.skipped;
            continue;
        }
        auto& row = import.row(table->row(), ends);
        row.text(table->text(sourced_id));
        if (ends) {
            for (std::size_t i = 1; i < fact.columns.size(); ++i) row.null();
        } else {
            pack_cells(*table, row);
        }
    }
    import.end_rows();
    if (table) fact.skipped += table->skipped_rows();
}

static void read_line_items(Gradebook& in, FactImport& import) {
    auto categories = read_categories(in);
    read_rows(in, import, 0, line_item_columns, [](Table& table) {
        table.require(li_title);
        table.require(li_class);
        for (auto day : {li_assign, li_due}) table.day(day);
        for (auto real : {li_min, li_max}) read_real(table, real);
    }, [&](Table& table, base::RowPacker& row) {
        row.text(table.text(li_title));
        row.text(table.text(li_class));
        auto category = categories.find(std::string(table.text(li_category)));
        row.text(category == categories.end() ? std::string_view{} : std::string_view(category->second));
        pack(row, table.day(li_assign));
        pack(row, table.day(li_due));
        pack(row, read_real(table, li_min));
        pack(row, read_real(table, li_max));
        pack_name(row, table.text(li_session).empty() ? table.text(li_period) : table.text(li_session));
    });
}

static void read_results(Gradebook& in, FactImport& import) {
    read_rows(in, import, 1, result_columns, [](Table& table) {
        table.require(r_item);
        table.require(r_student);
        auto state = base::to_lower_ascii(table.require(r_status));
        bool known = state.starts_with("ext:") || std::ranges::find(score_states, state) != score_states.end();
        if (!state.empty() && !known) table.refuse("row.invalid_enum", r_status, base::join(std::vector<std::string>(score_states.begin(), score_states.end()), ", "));
        read_real(table, r_score);
        table.day(r_date);
    }, [](Table& table, base::RowPacker& row) {
        row.text(table.text(r_item));
        row.text(table.text(r_student));
        row.text(base::to_lower_ascii(table.text(r_status)));
        pack(row, read_real(table, r_score));
        pack(row, table.day(r_date));
    });
}

static std::vector<StagedFact> gradebook_facts() {
    return {{.fact = "line_item",
             .columns = {{"line_item_id", "VARCHAR", "", "sourcedId"}, {"title", "VARCHAR", "", "title"}, {"class_id", "BIGINT", "class", "classSourcedId"},
                         {"category", "VARCHAR", "", "categorySourcedId"}, {"assign_date", "DATE", "", "assignDate"}, {"due_date", "DATE", "", "dueDate"},
                         {"result_min", "DOUBLE", "", "resultValueMin"}, {"result_max", "DOUBLE", "", "resultValueMax"},
                         {"session_id", "BIGINT", "session", "academicSessionSourcedId"}},
             .key = {"line_item_id"},
             .file = "lineItems.csv"},
            {.fact = "result",
             .columns = {{"result_id", "VARCHAR", "", "sourcedId"}, {"line_item_id", "VARCHAR", "line_item", "lineItemSourcedId"},
                         {"student_id", "BIGINT", "student", "studentSourcedId"}, {"score_status", "VARCHAR", "", "scoreStatus"},
                         {"score", "DOUBLE", "", "score"}, {"score_date", "DATE", "", "scoreDate"}},
             .key = {"result_id"},
             .file = "results.csv"}};
}

static std::unique_ptr<imports::Staged> read_gradebook(const imports::Package& package, const imports::Options& options, imports::Report& report,
                                                       imports::Progress& progress) {
    Gradebook in{package, options, report, progress};
    if (!read_manifest(in)) return nullptr;
    if (in.mode("lineItems.csv") == Mode::absent && in.mode("results.csv") == Mode::absent) {
        report.error("package.missing_file", {}, "", "", "lineItems.csv or results.csv, announced by the manifest");
        return nullptr;
    }
    auto import = std::make_unique<FactImport>("results", gradebook_facts(), options, progress);
    auto errors = report.errors();
    read_line_items(in, *import);
    read_results(in, *import);
    // A file that is no table cannot be left out row by row.
    bool broken = report.errors() > errors && import->fact(0).skipped + import->fact(1).skipped == 0;
    return broken ? nullptr : std::move(import);
}

imports::Kind results_kind() {
    return {.name = "results",
            .summary = "Line items and results of a OneRoster 1.1 or 1.2 package; a folder or a ZIP",
            .permission = may_import,
            .room = "data.batch.result",
            .fields = {},
            .read = read_gradebook};
}

}  // namespace data
