/// An alert in words.
#pragma once

#include <string>

#include "http/call.h"
#include "planning/alert.h"

namespace planning {

/// "HP Chromebook 11, North School, Screen": what the cell names.
std::string alert_title(const Alert& alert);
/// The one sentence that says what was seen, what would be usual, and how likely that is.
std::string alert_sentence(const http::Call& call, const Alert& alert);
std::string_view pill_of(AlertState state);
std::string_view icon_of(AlertState state);
void fill_state(const http::Call& call, html::View view, AlertState state);
/// "1.2"; "0.03" below a tenth.
std::string expected_words(double expected);
/// "about 1 in 4,000", to two digits; "less than 1 in a million".
std::string odds_words(const http::Call& call, double p);

}  // namespace planning
