/// Forms that are shown again with what was typed and what was wrong with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/call.h"

namespace helpdesk {

using Problems = std::vector<http::FieldProblem>;

/// {{#problems}}{{#problem}} field, message: the summary above the form. Nothing when there are none.
void fill_problems(html::View& view, const Problems& problems);
/// {{#<field>_error}} message, beside the field.
void fill_problem(html::View& view, const Problems& problems, std::string_view field);
/// One {{#section}} of a select or of radio buttons: value, name, #selected.
void fill_choice(html::View& view, std::string_view section, std::string_view value, std::string_view name, bool selected);
/// 422 when there are problems, else 200.
http::Status status_of_form(const Problems& problems);

}  // namespace helpdesk
