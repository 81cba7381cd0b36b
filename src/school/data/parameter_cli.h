/// Values of parameters on the command line: `--set NAME=VALUE` of reports and extracts.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "data/report_file.h"

namespace data {

/// "--set subgroup=race|sex|grade": the parameter and what it takes.
std::string set_words(const ReportParameter& parameter);
/// A line for each parameter: how it is set, what it is, and what it is otherwise. Empty when there are none.
std::string parameter_lines(const ReportFile& file);

using Bind = std::function<Parameters(const std::vector<std::pair<std::string, std::string>>& chosen)>;
/// What was said with --set, as `bind` reads it (bind_parameters, bind_extract). Throws cli::Stop, which names the parameters there are.
Parameters values_of(const html::Messages& messages, const ReportFile& file, const std::vector<std::string>& set, const Bind& bind);

}  // namespace data
