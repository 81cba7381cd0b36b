/// The TOML part of a report file. Called by read_report only.
#pragma once

#include <string_view>

#include "data/report_file.h"

namespace data {

/// Fills `into.file` but for its texts; `first_line` is the line of the file on which the TOML begins.
void read_report_header(std::string_view toml, int first_line, ReadReport& into);
/// What the parts say together: privacy against tier, names against each other. `line_of(key)` of a key that is not there is 1.
void check_report(ReadReport& into, const std::vector<std::pair<std::string, int>>& lines);

/// A value that was typed, as its type; absent when it cannot be read so. An empty text is nothing.
std::optional<base::Cell> read_value(const ReportParameter& parameter, std::string_view typed);

}  // namespace data
