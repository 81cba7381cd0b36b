#include "data/workbench.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "data/sql_text.h"
#include "http/message.h"

namespace data {

using base::Cell;
using base::CellType;

WorkbenchForm form_of(const http::Fields& fields) {
    WorkbenchForm form{.sql = std::string(fields.text("sql")),
                       .tier = std::string(fields.text("tier")),
                       .purpose = std::string(fields.text("purpose")),
                       .note = std::string(fields.text("note")),
                       .parameters = {}};
    for (int i = 1; i <= most_parameters; ++i) {
        TypedParameter parameter{std::string(fields.text(fmt::format("name_{}", i))), std::string(fields.text(fmt::format("type_{}", i))),
                                 std::string(fields.find(fmt::format("value_{}", i)).value_or(""))};
        if (!parameter.name.empty() || !parameter.value.empty()) form.parameters.push_back(std::move(parameter));
    }
    return form;
}

static CellType type_of(const Cell& cell) {
    if (std::holds_alternative<std::int64_t>(cell)) return CellType::integer;
    if (std::holds_alternative<double>(cell)) return CellType::real;
    auto* text = std::get_if<std::string>(&cell);
    return text && base::parse_day(*text) ? CellType::day : CellType::text;
}

WorkbenchForm form_of(const Run& run) {
    WorkbenchForm form{.sql = run.sql, .tier = std::string(word(run.tier)), .purpose = run.purpose, .note = run.purpose_note, .parameters = {}};
    for (const auto& [name, cell] : run.parameters) form.parameters.push_back({name, std::string(base::word(type_of(cell))), base::text_of(cell)});
    return form;
}

static bool is_name(std::string_view name) {
    bool letters = std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    return letters && !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) && name.size() <= 60;
}

static void understand_parameters(const WorkbenchForm& form, NewRun& run, WorkbenchProblems& problems) {
    int number = 0;
    std::set<std::string> names;
    for (const auto& parameter : form.parameters) {
        ++number;
        std::string name = parameter.name.starts_with('$') ? parameter.name.substr(1) : parameter.name;
        if (!is_name(name) || !names.insert(name).second) {
            problems.emplace_back(fmt::format("name_{}", number), "data.workbench.problem.name");
            continue;
        }
        auto type = base::parse_cell_type(parameter.type).value_or(CellType::text);
        if (type == CellType::moment) type = CellType::text;
        auto value = base::parse_cell(type, parameter.value);
        if (value) run.parameters.emplace_back(name, *value);
        else problems.emplace_back(fmt::format("value_{}", number), fmt::format("data.workbench.problem.value_{}", base::word(type)));
    }
}

NewRun understand(const WorkbenchForm& form, WorkbenchProblems& problems) {
    NewRun run{.kind = RunKind::query, .subject = {}, .title = {}, .sql = form.sql, .parameters = {}, .purpose = form.purpose, .purpose_note = form.note};
    if (base::trim(form.sql).empty() || form.sql.size() > 20'000) problems.emplace_back("sql", "data.workbench.problem.sql");
    auto tier = parse_tier(form.tier);
    if (tier) run.tier = *tier;
    else problems.emplace_back("tier", "data.workbench.problem.tier");
    if (std::ranges::find(purposes, form.purpose) == std::end(purposes)) problems.emplace_back("purpose", "data.workbench.problem.purpose");
    if (form.purpose == "directory_information" && tier && *tier != Tier::directory) problems.emplace_back("purpose", "data.workbench.problem.purpose_directory");
    if (base::count_code_points(form.note) > 500) problems.emplace_back("note", "data.workbench.problem.note");
    understand_parameters(form, run, problems);
    auto given = [&](const std::string& name) { return std::ranges::find(run.parameters, name, &Parameters::value_type::first) != run.parameters.end(); };
    if (problems.empty() && !std::ranges::all_of(parameters_in(form.sql), given)) problems.emplace_back("sql", "data.workbench.problem.value_missing");
    return run;
}

std::string shown(const Cell& cell, CellType type) {
    auto* integer = std::get_if<std::int64_t>(&cell);
    if (integer && type == CellType::flag) return *integer ? "true" : "false";
    if (integer && type == CellType::moment) {
        auto iso = base::to_iso(base::from_ms(*integer));  // 2026-08-24T13:05:00.000Z
        return iso.size() < 19 ? iso : iso.substr(0, 10) + " " + iso.substr(11, 8);
    }
    return base::text_of(cell);
}

std::vector<std::int64_t> students_in(const base::CellTable& table, std::size_t first, std::size_t count) {
    auto column = table.column("student_id");
    if (!column) return {};
    std::set<std::int64_t> students;
    for (std::size_t row = first; row < std::min(table.rows.size(), first + count); ++row) {
        if (auto* id = std::get_if<std::int64_t>(&table.rows[row][*column])) students.insert(*id);
    }
    return {students.begin(), students.end()};
}

}  // namespace data
