#include "data/report_count.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include <boost/json.hpp>

#include "data/warehouse.h"

namespace data {

[[noreturn]] static void refuse(const std::string& column, const std::string& why) { throw Refused("report.columns", column, why); }

static std::size_t needed(const base::CellTable& table, const std::string& name) {
    if (auto at = table.column(name)) return *at;
    refuse(name, "The question does not answer with the column " + name + ".");
}

static bool is_parameter(const ReportFile& file, const std::string& name) {
    return std::ranges::find(file.parameters, name, &ReportParameter::name) != file.parameters.end();
}

static void require_each_once(const base::CellTable& answer, std::size_t unit) {
    std::unordered_set<std::string> seen;
    for (const auto& row : answer.rows) {
        auto id = base::text_of(row[unit]);
        if (id.empty()) refuse(std::string(unit_column), "A row of the answer has no student.");
        if (!seen.insert(std::move(id)).second) refuse(std::string(unit_column), "A student comes twice in the answer: each is counted once.");
    }
}

static base::Cell only_value(const base::CellTable& answer, std::size_t column) {
    for (const auto& row : answer.rows) {
        if (row[column] != answer.rows[0][column]) refuse(answer.columns[column].name, "A column named like a parameter must have one value.");
    }
    return answer.rows.empty() ? base::Cell{} : answer.rows[0][column];
}

static void take_off(base::CellTable& table, std::size_t column) {
    auto offset = static_cast<std::ptrdiff_t>(column);
    table.columns.erase(table.columns.begin() + offset);
    for (auto& row : table.rows) row.erase(row.begin() + offset);
}

base::CellTable one_row_a_student(const ReportFile& file, base::CellTable answer, std::string& resolved) {
    auto unit = needed(answer, std::string(unit_column));
    require_each_once(answer, unit);
    take_off(answer, unit);
    boost::json::object values;
    for (std::size_t i = answer.columns.size(); i-- > 0;) {
        if (!is_parameter(file, answer.columns[i].name)) continue;
        if (auto value = only_value(answer, i); !base::is_null(value)) values[answer.columns[i].name] = base::text_of(value);
        take_off(answer, i);
    }
    resolved = boost::json::serialize(values);
    return answer;
}

static void require_named(const ReportFile& file, const base::CellTable& students) {
    const auto& privacy = file.privacy;
    for (const auto& name : privacy.by) needed(students, name);
    if (!privacy.part.empty()) needed(students, privacy.part);
    for (const auto& column : students.columns) {
        bool named = column.name == privacy.part || std::ranges::find(privacy.by, column.name) != privacy.by.end();
        if (!named) refuse(column.name, "The question answers with a column " + column.name + " that the privacy part does not name.");
    }
}

static std::int64_t flag_of(const base::Cell& cell, const std::string& name) {
    auto value = base::number(cell);
    if (!value || (*value != 0 && *value != 1)) refuse(name, "The column " + name + " says of each student yes or no.");
    return static_cast<std::int64_t>(*value);
}

/// The values of each column of `by` that are rarer than the minimum.
static void join_rare(const ReportFile& file, base::CellTable& students) {
    for (const auto& name : file.privacy.by) {
        auto at = *students.column(name);
        std::map<std::string, std::int64_t> times;
        for (const auto& row : students.rows) ++times[base::text_of(row[at])];
        for (auto& row : students.rows) {
            if (times[base::text_of(row[at])] >= file.privacy.minimum) continue;
            row[at] = std::string(small_value);
            students.columns[at].type = base::CellType::text;
        }
        if (students.columns[at].type != base::CellType::text) continue;
        for (auto& row : students.rows) row[at] = base::text_of(row[at]);
    }
}

base::CellTable counted(const ReportFile& file, const base::CellTable& given) {
    require_named(file, given);
    auto students = given;
    join_rare(file, students);
    const auto& privacy = file.privacy;
    struct Group {
        std::vector<base::Cell> by;
        std::int64_t count = 0, part = 0;
    };
    std::map<std::vector<std::string>, Group> groups;
    for (const auto& row : students.rows) {
        std::vector<std::string> key;
        std::vector<base::Cell> by;
        for (const auto& name : privacy.by) {
            by.push_back(row[*students.column(name)]);
            key.push_back(base::text_of(by.back()));
        }
        auto& group = groups[key];
        group.by = std::move(by);
        ++group.count;
        if (!privacy.part.empty()) group.part += flag_of(row[*students.column(privacy.part)], privacy.part);
    }
    base::CellTable table;
    for (const auto& name : privacy.by) table.columns.push_back(students.columns[*students.column(name)]);
    table.columns.push_back({privacy.count, base::CellType::integer});
    if (!privacy.part.empty()) table.columns.push_back({privacy.part, base::CellType::integer});
    for (auto& [key, group] : groups) {
        auto& row = table.rows.emplace_back(std::move(group.by));
        row.emplace_back(group.count);
        if (!privacy.part.empty()) row.emplace_back(group.part);
    }
    return table;
}

}  // namespace data
