#include "data/parameter_cli.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"

namespace data {

static std::string taken(const ReportParameter& parameter) {
    switch (parameter.type) {
        case ParameterType::integer: return parameter.name == "school_year" ? "2027" : "NUMBER";
        case ParameterType::real: return "NUMBER";
        case ParameterType::text: return "TEXT";
        case ParameterType::date: return "YYYY-MM-DD";
        case ParameterType::flag: return "yes|no";
        case ParameterType::choice: return base::join(parameter.choices, "|");
    }
    return {};
}

std::string set_words(const ReportParameter& parameter) { return fmt::format("--set {}={}", parameter.name, taken(parameter)); }

std::string parameter_lines(const ReportFile& file) {
    std::string lines;
    for (const auto& parameter : file.parameters) {
        const auto preset = base::text_of(parameter.preset);
        lines += fmt::format("    {}  {}{}\n", set_words(parameter), parameter.label.en, preset.empty() ? "" : "; otherwise " + preset);
    }
    return lines;
}

/// Of what a person could have meant.
static std::string those_there_are(const ReportFile& file) {
    if (file.parameters.empty()) return file.name + " has no parameters.";
    std::vector<std::string> list;
    list.reserve(file.parameters.size());
    for (const auto& parameter : file.parameters) list.push_back(set_words(parameter));
    return file.name + " takes: " + base::join(list, ", ");
}

Parameters values_of(const html::Messages& messages, const ReportFile& file, const std::vector<std::string>& set, const Bind& bind) {
    std::vector<std::pair<std::string, std::string>> chosen;
    for (const auto& pair : set) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos) throw cli::Stop("--set " + pair + ": expected NAME=VALUE. " + those_there_are(file));
        chosen.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    try {
        return bind(chosen);
    } catch (const base::Invalid& problem) {
        auto words = messages.text(html::Language::en, problem.what());
        if (!words.ends_with('.')) words += '.';
        throw cli::Stop(problem.field() + ": " + words + " " + those_there_are(file));
    }
}

}  // namespace data
