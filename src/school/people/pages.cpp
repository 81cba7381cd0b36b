#include "people/pages.h"

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
    if (!one.title_means) return std::nullopt;
    for (const auto& role : all) {
        if (role.id == *one.title_means) {
            return call.text("people.roles.mismatch", {{"title", one.title}, {"role", role.name.in(html::code(call.language))}});
        }
    }
    return std::nullopt;
}

std::optional<http::Response> ask_first(http::WriteCall& call, std::string_view question, std::string_view back) {
    if (call.request.form.text("confirmed") == "1") return std::nullopt;
    html::View view;
    view.set("question", question).set("detail", "").set("action", call.request.path).set("yes", call.text("people.remove")).set("back", back);
    for (const auto& [name, value] : call.request.form.items()) view.add("kept").set("name", name).set("value", value);
    return call.page("html/confirm", question, std::move(view));
}

void routes(http::Routes& routes) {
    role_routes(routes);
    staff_routes(routes);
    title_routes(routes);
    api_routes(routes);
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
}

}  // namespace people
