#include "data/report_file.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "data/report_header.h"
#include "data/sql_text.h"

namespace data {

/// As long as the question of a run may be (run.h).
constexpr std::size_t most_bytes = 20'000;
/// So that two versions are compared quickly.
constexpr std::ptrdiff_t most_lines = 1000;

std::string words_of(const html::Messages& messages, html::Language language, const ReportProblem& problem) {
    return messages.text(language, "data.report.problem." + problem.code,
                         {{"line", std::to_string(problem.line)}, {"key", problem.key}, {"value", problem.value}});
}

static int line_at(std::string_view text, std::size_t at) { return 1 + static_cast<int>(std::ranges::count(text.substr(0, at), '\n')); }

static void check_statement(std::string_view text, std::size_t begin, ReadReport& into) {
    const std::string_view sql = into.file.statement;
    const int line = line_at(text, text.find_first_not_of(" \t\r\n", begin) == std::string_view::npos ? begin : text.find_first_not_of(" \t\r\n", begin));
    auto problem = [&](std::string code, std::string value = {}) { into.problems.push_back({line, "SQL", std::move(code), std::move(value)}); };
    if (sql.empty()) return problem("sql_needed");
    const auto plain = without_quotes(sql);
    if (plain.find(';') != std::string::npos) problem("sql_one");
    if (plain.find("$$") != std::string::npos) problem("sql_dollars");
    const auto used = parameters_in(sql);
    for (const auto& name : used) {
        if (std::ranges::none_of(into.file.parameters, [&](const auto& parameter) { return parameter.name == name; })) problem("sql_parameter", "$" + name);
    }
    for (const auto& parameter : into.file.parameters) {
        if (std::ranges::find(used, parameter.name) == used.end()) problem("sql_unused", "$" + parameter.name);
    }
    if (into.file.privacy.none || into.file.tier == Tier::operations || !into.problems.empty()) return;
    for (const auto& [name, at] : selecting_parameters(sql)) {
        const auto parameter = std::ranges::find(into.file.parameters, name, &ReportParameter::name);
        const int there = line + line_at(sql, at) - 1;
        if (parameter->type == ParameterType::choice) into.warnings.push_back({there, "SQL", "choice_picks", "$" + name});
    }
}

ReadReport read_report(std::string_view text) {
    ReadReport read;
    auto refuse = [&](int line, std::string key, std::string code, std::string value = {}) {
        read.problems.push_back({line, std::move(key), std::move(code), std::move(value)});
        return read;
    };
    if (text.size() > most_bytes) return refuse(1, "file", "size", std::to_string(most_bytes));
    if (!base::is_utf8(text)) return refuse(1, "file", "utf8");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string clean(text);
    std::erase(clean, '\r');
    if (clean.find('\0') != std::string::npos) return refuse(1, "file", "utf8");
    const std::string_view whole = clean;
    if (std::ranges::count(whole, '\n') > most_lines) return refuse(1, "file", "lines", std::to_string(most_lines));
    const auto open = whole.find_first_not_of(" \t\n");
    if (open == std::string_view::npos || !whole.substr(open).starts_with("/*")) return refuse(1, "header", "begin");
    const auto close = whole.find("*/", open + 2);
    if (close == std::string_view::npos) return refuse(1, "header", "end");
    const auto toml = whole.substr(open + 2, close - open - 2);
    // DuckDB counts comments within comments, so one of them would swallow the statement.
    if (const auto inner = toml.find("/*"); inner != std::string_view::npos) return refuse(line_at(whole, open + 2 + inner), "header", "comment");
    std::string_view statement = base::trim(whole.substr(close + 2));
    while (statement.ends_with(';')) statement = base::trim(statement.substr(0, statement.size() - 1));
    read.file.statement = statement;
    read.file.text = clean;
    read_report_header(toml, line_at(whole, open + 2), read);
    check_statement(whole, close + 2, read);
    std::ranges::stable_sort(read.problems, {}, &ReportProblem::line);
    return read;
}

ReportFile trusted_report(std::string_view text) {
    auto read = read_report(text);
    if (!read.problems.empty()) {
        const auto& first = read.problems.front();
        throw std::logic_error(fmt::format("a report that was accepted cannot be read: line {}, {}: {}", first.line, first.key, first.code));
    }
    return std::move(read.file);
}

Parameters bind_parameters(const ReportFile& file, const std::vector<std::pair<std::string, std::string>>& chosen) {
    for (const auto& [name, typed] : chosen) {
        if (std::ranges::none_of(file.parameters, [&](const auto& parameter) { return parameter.name == name; })) throw base::Invalid(name, "data.report.problem.parameter_unknown");
    }
    Parameters bound;
    for (const auto& parameter : file.parameters) {
        const auto typed = std::ranges::find(chosen, parameter.name, &std::pair<std::string, std::string>::first);
        if (typed == chosen.end()) {
            bound.emplace_back(parameter.name, parameter.preset);
            continue;
        }
        auto value = read_value(parameter, typed->second);
        if (!value) throw base::Invalid(parameter.name, "data.report.problem.parameter_" + std::string(word(parameter.type)));
        bound.emplace_back(parameter.name, std::move(*value));
    }
    return bound;
}

}  // namespace data
