// Changing the catalogue: words, what a role is made of, roles of the district's own, and back to what is shipped. All of it for managers.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/confirm.h"
#include "people/catalogue.h"
#include "people/manage.h"
#include "people/pages.h"
#include "people/rows_form.h"

namespace people {

static std::string_view language_of(const http::Call& call) { return html::code(call.language); }

static html::View role_form(http::Call& call, const Role& role, const Problems& problems, std::int64_t seen = 0) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("action", role.key.empty() ? "/roles" : "/roles/" + role.key);
    view.set("back", role.key.empty() ? "/roles" : "/roles/" + role.key);
    view.set("name", role.key.empty() ? call.text("people.roles.title") : role.name.in(language_of(call)));
    view.set("heading", call.text(role.key.empty() ? "people.role.add" : "people.role.edit"));
    view.set("seen", seen).show_if(role.holds_teaching_licence, "licence");
    struct Field {
        std::string_view section, name;
        const std::string& value;
    };
    const Field fields[] = {{"line", "name_en", role.name.en},           {"line", "name_es", role.name.es},
                            {"line", "expertise_en", role.expertise.en}, {"line", "expertise_es", role.expertise.es},
                            {"line", "audience_en", role.audience.en},   {"line", "audience_es", role.audience.es},
                            {"lines", "may_not_en", role.may_not.en},    {"lines", "may_not_es", role.may_not.es}};
    for (const auto& field : fields) {
        auto item = view.add(field.section);
        item.set("field", field.name).set("label", call.text(fmt::format("people.role.{}", field.name))).set("value", field.value);
        for (const auto& [name, key] : problems) {
            if (name == field.name) item.add("error").set("message", call.text(key));
        }
    }
    return view;
}

static http::Response edit_role(http::ReadCall& call) {
    return call.page("people/role_form", call.text("people.role.edit"), role_form(call, role(call.db, call.path("role")), {}, role_version(call.db, call.path("role"))));
}

static http::Response new_role(http::ReadCall& call) { return call.page("people/role_form", call.text("people.role.add"), role_form(call, {}, {})); }

static void read_words(const http::Fields& form, Role& one) {
    auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    one.name = {text("name_en"), text("name_es")};
    one.expertise = {text("expertise_en"), text("expertise_es")};
    one.audience = {text("audience_en"), text("audience_es")};
    one.may_not = {text("may_not_en"), text("may_not_es")};
    one.holds_teaching_licence = form.text("licence") == "1";
}

static http::Response save_role(http::WriteCall& call) {
    auto one = role(call.db, call.path("role"));
    read_words(call.request.form, one);
    const auto seen = base::parse_integer(call.request.form.text("seen")).value_or(-1);
    try {
        change_role(call.db, call.viewer, call.now, one, seen);
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/role_form", call.text("people.role.edit"), role_form(call, one, {{problem.field(), problem.what()}}, seen));
    } catch (const base::Conflict& clash) {
        return call.page(http::conflict, "people/role_form", call.text("people.role.edit"), role_form(call, one, {{"main", clash.what()}}, role_version(call.db, one.key)));
    }
    return call.redirect_with_notice("/roles/" + one.key, call.text("people.saved"));
}

static http::Response create_role(http::WriteCall& call) {
    Role one;
    read_words(call.request.form, one);
    try {
        auto key = add_role(call.db, call.viewer, call.now, one);
        return call.redirect_with_notice(fmt::format("/roles/{}/content", key), call.text("people.role.added"));
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/role_form", call.text("people.role.add"), role_form(call, one, {{problem.field(), problem.what()}}));
    }
}

// --- What a role is made of ---

static void fill_skill_choices(http::Call& call, db::Read& db, html::View& view, const RoleContent& content) {
    for (const auto& skill : skills(db)) {
        auto found = std::ranges::find(content.skills, skill.key, &SkillWanted::skill);
        const int wanted = found == content.skills.end() ? 0 : found->level;
        auto item = view.add("skill");
        item.set("key", skill.key).set("name", skill.name.in(language_of(call)));
        for (int level = 0; level <= 3; ++level) {
            auto label = call.text(level == 0 ? std::string("people.role.not_wanted") : fmt::format("people.level.{}", level));
            item.add("level").set("number", level).set("label", label).show_if(level == wanted, "selected");
        }
    }
}

static void fill_references(http::Call& call, html::View& view, const std::vector<Reference>& references, const Problems& problems) {
    for (std::size_t i = 0; i < references.size() + 1; ++i) {
        auto row = view.add("reference");
        row.set("number", i + 1).set("name", "");
        for (const auto& [name, key] : problems) {
            if (name.starts_with("ref_") && name.ends_with(fmt::format("{}", i + 1))) row.add("error").set("message", call.text(key));
        }
        if (i == references.size()) break;
        const auto& one = references[i];
        row.set("framework", one.framework).set("code", one.code).set("name", one.name).set("url", one.url);
        if (one.checked != base::Day{}) row.set("checked", base::to_iso(one.checked));
    }
}

static html::View content_form(http::Call& call, db::Read& db, const CatalogueRole& all, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("key", all.role.key).set("name", all.role.name.in(language_of(call)));
    if (all.changed_at) view.set("seen", base::to_ms(*all.changed_at));
    fill_duty_rows(call, view, all.content.duties, problems);
    fill_qualification_rows(call, view, all.content.qualifications, problems);
    fill_skill_choices(call, db, view, all.content);
    for (const auto& power : authorities(db)) {
        view.add("authority").set("key", power.key).set("name", power.name.in(language_of(call)))
            .show_if(std::ranges::find(all.authorities, power.key) != all.authorities.end(), "checked");
    }
    fill_references(call, view, all.content.references, problems);
    view.set("titles", base::join(all.content.titles, "\n"));
    return view;
}

static http::Response edit_content(http::ReadCall& call) {
    return call.page("people/role_content", call.text("people.role.content"), content_form(call, call.db, catalogue_role(call.db, call.path("role")), {}));
}

static std::vector<Reference> read_references(const http::Fields& form) {
    std::vector<Reference> list;
    for (int row = 1; row <= most_rows; ++row) {
        auto text = [&](std::string_view name) { return base::collapse_space(form.text(fmt::format("ref_{}{}", name, row))); };
        Reference one{text("framework"), text("code"), text("name"), text("url"), base::parse_day(text("checked")).value_or(base::Day{})};
        if (!one.framework.empty() || !one.code.empty() || !one.name.empty()) list.push_back(std::move(one));
    }
    return list;
}

static RoleContent read_content(db::Read& db, const http::Fields& form) {
    RoleContent content;
    auto duties = read_duties<Words>(form);
    content.duties = std::move(duties.duties);
    content.qualifications = read_qualifications<Words>(form, duties.number_of_row);
    for (const auto& skill : skills(db)) {
        auto level = base::parse_integer(form.text("skill_" + skill.key)).value_or(0);
        if (level != 0) content.skills.push_back({skill.key, static_cast<int>(std::clamp<std::int64_t>(level, -1, 9))});
    }
    content.references = read_references(form);
    content.titles = lines_of(form.text("titles"));
    return content;
}

static http::Response save_content(http::WriteCall& call) {
    auto all = catalogue_role(call.db, call.path("role"));
    const auto& form = call.request.form;
    const auto now_there = all.changed_at;
    all.content = read_content(call.db, form);
    all.authorities.clear();
    for (auto key : form.all("authority")) all.authorities.emplace_back(key);
    const auto seen = base::parse_integer(form.text("seen"));
    auto refused = [&](http::Status status, const Problems& problems) {
        all.changed_at = now_there;
        return call.page(status, "people/role_content", call.text("people.role.content"), content_form(call, call.db, all, problems));
    };
    try {
        change_content(call.db, call.viewer, call.now, all.role.key, all.content, seen ? std::optional(base::from_ms(*seen)) : std::nullopt);
        change_role_authorities(call.db, call.viewer, call.now, all.role.key, all.authorities);
    } catch (const base::Invalid& problem) {
        return refused(http::unprocessable, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return refused(http::conflict, {{"main", clash.what()}});
    }
    return call.redirect_with_notice("/roles/" + all.role.key, call.text("people.saved"));
}

// --- Back, away, and here again ---

static http::Response set_back(http::WriteCall& call) {
    const auto key = std::string(call.path("role"));
    if (auto asked = http::ask_first(call, call.text("people.role.set_back_sure"), call.text("people.remove"), "/roles/" + key)) return std::move(*asked);
    try {
        reset_role(call.db, call.viewer, call.now, key);
    } catch (const base::Invalid& problem) {
        return clash_page(call, problem.what());
    }
    return call.redirect_with_notice("/roles/" + key, call.text("people.saved"));
}

static http::Response retire(http::WriteCall& call) {
    const auto key = std::string(call.path("role"));
    if (auto asked = http::ask_first(call, call.text("people.role.retire_sure"), call.text("people.remove"), "/roles/" + key)) return std::move(*asked);
    try {
        retire_role(call.db, call.viewer, call.now, key);
    } catch (const base::Conflict& clash) {
        return clash_page(call, clash.what());
    }
    return call.redirect_with_notice("/roles", call.text("people.role.retired"));
}

static http::Response bring_back(http::WriteCall& call) {
    const auto key = std::string(call.path("role"));
    bring_back_role(call.db, call.viewer, call.now, key);
    return call.redirect_with_notice("/roles/" + key, call.text("people.saved"));
}

void role_form_routes(http::Routes& routes) {
    routes.get("/roles/new", may_manage, new_role);
    routes.post("/roles", may_manage, create_role);
    routes.get("/roles/{role}/edit", may_manage, edit_role);
    routes.post("/roles/{role}", may_manage, save_role);
    routes.get("/roles/{role}/content", may_manage, edit_content);
    routes.post("/roles/{role}/content", may_manage, save_content);
    routes.post("/roles/{role}/standard", may_manage, set_back);
    routes.post("/roles/{role}/retirement", may_manage, retire);
    routes.post("/roles/{role}/return", may_manage, bring_back);
}

}  // namespace people
