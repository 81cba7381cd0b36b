/// What the staff pages of class links, embeds and the directory share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/html.h"
#include "http/call.h"
#include "site/reach.h"

namespace site {

/// A field and what is wrong with it, in the reader's words.
using FieldProblems = std::vector<std::pair<std::string, std::string>>;

/// The summary above a form, and for each field {{#field_problem}} with its message and {{#field_invalid}}.
void tell_problems(html::View& view, const FieldProblems& problems);


std::optional<std::int64_t> id_of(const http::Fields& fields, std::string_view name);
void add_choice(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen);

/// {{>reach}}: what the last look found, with the reason and since when.
void show_reach(const http::Call& call, html::View& view, const Reached& reached);

}  // namespace site
