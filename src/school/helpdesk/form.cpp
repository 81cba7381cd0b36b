#include "helpdesk/form.h"

#include <fmt/format.h>

namespace helpdesk {

void fill_problems(html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto list = view.add("problems");
    for (const auto& problem : problems) list.add("problem").set("field", problem.field).set("message", problem.message);
}

void fill_problem(html::View& view, const Problems& problems, std::string_view field) {
    for (const auto& problem : problems) {
        if (problem.field == field) view.add(fmt::format("{}_error", field)).set("message", problem.message);
    }
}

void fill_choice(html::View& view, std::string_view section, std::string_view value, std::string_view name, bool selected) {
    view.add(section).set("value", value).set("name", name).show_if(selected, "selected");
}

http::Status status_of_form(const Problems& problems) { return problems.empty() ? http::ok : http::unprocessable; }

}  // namespace helpdesk
