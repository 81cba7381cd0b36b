/// What the pages of this room share.
#pragma once

#include <string>

#include "http/call.h"
#include "http/routes.h"
#include "roster/roster.h"

namespace roster {

void people_routes(http::Routes& routes);
void school_routes(http::Routes& routes);
void opt_out_routes(http::Routes& routes);
/// The panel on a student's page, for those who may import; else nothing.
void show_opt_out(http::ReadCall& call, html::View& view, const Person& person);

/// "Teacher": the role in the reader's words, with the source's own beside it when that says more.
std::string role_words(const http::Call& call, Role role, std::string_view raw_role);
/// Options of a <select>: value, label, #chosen.
void add_option(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen);
/// The summary of problems and the message at its field.
void tell(html::View& view, const std::string& field, const std::string& message);

}  // namespace roster
