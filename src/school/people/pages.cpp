#include "people/pages.h"

#include <algorithm>

#include "base/text.h"

namespace people {

void fill_problems(http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        view.add(field + "_error").set("message", call.text(key));
    }
}

void fill_schools(db::Read& db, html::View& view, std::string_view selected) {
    for (const auto& school : roster::schools(db)) {
        view.add("school_option").set("id", school.id.value).set("name", school.name).show_if(std::to_string(school.id.value) == selected, "selected");
    }
}

void fill_roles(http::Call& call, db::Read& db, html::View& view, std::string_view selected) {
    for (const auto& one : roles(db)) {
        view.add("role_option").set("key", one.key).set("name", one.name.in(html::code(call.language))).show_if(one.key == selected, "selected");
    }
}

std::string where_words(http::Call& call, const std::string& org_name) { return org_name.empty() ? call.text("people.everywhere") : org_name; }

std::optional<std::string> mismatch_words(http::Call& call, const std::vector<Role>& all, const Assignment& one) {
    std::vector<std::string> names;
    for (const auto& role : all) {
        if (std::ranges::find(one.title_means, role.id) != one.title_means.end()) names.push_back(role.name.in(html::code(call.language)));
    }
    if (names.empty()) return std::nullopt;
    return call.text("people.roles.mismatch", {{"title", one.title}, {"role", base::join(names, call.text("people.roles.or"))}});
}

http::Fields with_seen(const http::Fields& form, std::int64_t version) {
    http::Fields shown;
    for (const auto& [name, value] : form.items()) shown.add(name, name == "seen" ? std::to_string(version) : value);
    return shown;
}

http::Response clash_page(http::Call& call, std::string_view key) {
    return call.problem(http::conflict, call.text("people.clash"), call.text(key));
}

void routes(http::Routes& routes) {
    role_routes(routes);
    staff_routes(routes);
    title_routes(routes);
    api_routes(routes);
    day_routes(routes);
    description_routes(routes);
    licence_routes(routes);
    learning_routes(routes);
    renewal_rule_routes(routes);
    credential_routes(routes);
    supervision_routes(routes);
    pack_routes(routes);
    org_chart_routes(routes);
    evaluation_routes(routes);
    licence_api_routes(routes);
    relation_api_routes(routes);
    posting_routes(routes);
}

}  // namespace people
