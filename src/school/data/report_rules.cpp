// What the parts of a report file say together. Pure.
#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "data/report_header.h"

namespace data {

std::string_view word(ParameterType type) {
    switch (type) {
        case ParameterType::integer: return "integer";
        case ParameterType::real: return "real";
        case ParameterType::text: return "text";
        case ParameterType::date: return "date";
        case ParameterType::flag: return "flag";
        case ParameterType::choice: return "choice";
    }
    return {};
}

std::string_view word(ReportChart::Mark mark) {
    switch (mark) {
        case ReportChart::Mark::bar: return "bar";
        case ReportChart::Mark::line: return "line";
        case ReportChart::Mark::point: return "point";
        case ReportChart::Mark::heat: return "heat";
    }
    return {};
}

const ReportColumn* ReportFile::column(std::string_view wanted) const {
    for (const auto& one : columns) {
        if (one.name == wanted) return &one;
    }
    return nullptr;
}

Protection ReportFile::protection() const {
    Protection one{privacy.by, privacy.count, privacy.part, privacy.minimum, privacy.totals, privacy.part_counts};
    for (const auto& dimension : privacy.by) {
        auto& order = one.order.emplace_back();
        if (const auto* told = column(dimension)) std::ranges::transform(told->values, std::back_inserter(order), [](const auto& value) { return value.first; });
    }
    return one;
}

std::optional<base::Cell> read_value(const ReportParameter& parameter, std::string_view typed) {
    const auto text = base::trim(typed);
    if (text.empty()) return base::Cell{};
    switch (parameter.type) {
        case ParameterType::integer: return base::parse_cell(base::CellType::integer, text);
        case ParameterType::real: return base::parse_cell(base::CellType::real, text);
        case ParameterType::date: return base::parse_cell(base::CellType::day, text);
        case ParameterType::flag: return base::parse_cell(base::CellType::flag, text);
        case ParameterType::text:
            if (text.size() > 1000) return std::nullopt;
            return base::Cell{std::string(text)};
        case ParameterType::choice:
            if (std::ranges::find(parameter.choices, text) == parameter.choices.end()) return std::nullopt;
            return base::Cell{std::string(text)};
    }
    return std::nullopt;
}

/// data.md clause 14: what is asked about students is protected, by groups that are fixed in the file. A value that anybody could move a little
/// would give two answers whose difference is one student (disclosure.md, differencing), so readers choose a year and from short lists only.
static void check_privacy(ReadReport& into, int privacy_line, int parameter_line) {
    const ReportFile& file = into.file;
    const ReportPrivacy& privacy = file.privacy;
    auto problem = [&](int line, std::string key, std::string code, std::string value = {}) {
        const bool told = std::ranges::find(into.problems, key, &ReportProblem::key) != into.problems.end();
        if (!told) into.problems.push_back({line, std::move(key), std::move(code), std::move(value)});
    };
    if (privacy.none) {
        if (file.tier != Tier::operations) problem(privacy_line, "privacy.none", "privacy_none", std::string(word(file.tier)));
        else if (!privacy.by.empty() || !privacy.count.empty()) problem(privacy_line, "privacy.none", "privacy_both");
        return;
    }
    if (privacy.by.empty() && privacy.count.empty()) return problem(privacy_line, "privacy", "privacy_needed", std::string(word(file.tier)));
    if (privacy.by.empty() || privacy.by.size() > 2) problem(privacy_line, "privacy.by", "privacy_by");
    if (privacy.count.empty()) problem(privacy_line, "privacy.count", "needed");
    if (privacy.part_counts && privacy.part.empty()) problem(privacy_line, "privacy.part_counts", "privacy_part");
    if (file.finish.step == FinishStep::poisson_rate) problem(privacy_line, "finish.step", "finish_operations");
    if (file.tier == Tier::operations) return;
    for (const auto& parameter : file.parameters) {
        if (parameter.type != ParameterType::choice && !(parameter.type == ParameterType::integer && parameter.name == "school_year")) {
            problem(parameter_line, "parameter." + parameter.name, "privacy_parameter");
        }
    }
}

void check_report(ReadReport& into, const std::vector<std::pair<std::string, int>>& lines) {
    auto line = [&](std::string_view key) { return std::ranges::find(lines, key, &std::pair<std::string, int>::first)->second; };
    const ReportFile& file = into.file;
    check_privacy(into, line("privacy"), line("parameter"));
    if (file.finish.step == FinishStep::correlation && file.privacy.none) into.problems.push_back({line("finish"), "finish.step", "finish_students", {}});
    if (file.finish.step == FinishStep::correlation && file.privacy.by.size() != 2) into.problems.push_back({line("finish"), "privacy.by", "finish_by", {}});
    if (file.privacy.none) return;
    // The columns of a protected report are known beforehand.
    std::vector<std::string> known = file.privacy.by;
    known.push_back(file.privacy.count);
    if (!file.privacy.part.empty()) known.emplace_back("percent");
    if (file.privacy.part_counts) known.push_back(file.privacy.part);
    auto must_be_known = [&](std::string_view part, const std::string& name) {
        if (!name.empty() && std::ranges::find(known, name) == known.end()) into.problems.push_back({line(part), std::string(part), "column", name});
    };
    if (file.chart) {
        for (const auto& name : {file.chart->x, file.chart->y, file.chart->series}) must_be_known("chart", name);
    }
    if (file.sentence) must_be_known("sentence", file.sentence->by);
    for (const auto& column : file.columns) must_be_known("columns", column.name);
}

}  // namespace data
