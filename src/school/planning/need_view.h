/// How needs look on the pages of this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/call.h"
#include "planning/need.h"

namespace planning {

/// Field and key of a message.
using NeedProblem = std::pair<std::string, std::string>;
using NeedProblems = std::vector<NeedProblem>;

/// Sections problems and <field>_error.
void fill_need_problems(const http::Call& call, html::View& view, const NeedProblems& problems);
/// Sections school_option and category_option.
void fill_need_schools(const http::Call& call, db::Read& db, html::View& view, std::string_view selected);
void fill_need_categories(const http::Call& call, db::Read& db, html::View& view, std::string_view selected);
/// pill, icon and state.
void fill_need_state(const http::Call& call, html::View& view, NeedState state);
/// "Must be: a law or a plan for one student asks for it".
std::string standing_words(const http::Call& call, const Standing& standing);
/// "3 people at 2 schools".
std::string touch_words(const http::Call& call, const Touch& touch);
/// Values of one need in a list: id, title, pill, icon, state, standing, touch, owner, since, #mine.
void fill_need_line(const http::Call& call, html::View& view, const NeedLine& line);
/// The same question as the browser asks by script, as a page. Absent when the person has said yes.
std::optional<http::Response> ask_need_first(http::WriteCall& call, std::string_view question, std::string_view yes, std::string_view back);

/// The page of one need. `typed` stands in the fields when there are problems; `form` names the part that they belong to.
struct NeedTyped {
    const http::Fields* fields = nullptr;
    NeedProblems problems = {};
    std::string_view form = {};
};
http::Response need_page(const http::Call& call, db::Read& db, const Need& need, const NeedTyped& typed, http::Status status);

}  // namespace planning
