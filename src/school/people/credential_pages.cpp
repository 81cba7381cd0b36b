#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "people/credential.h"
#include "people/pages.h"
#include "people/renewal_rules.h"

namespace people {

static http::Response show_kinds(http::ReadCall& call) {
    html::View view;
    const auto all_skills = skills(call.db);
    const auto rules = renewal_rules(call.db);
    for (const auto& kind : credential_kinds(call.db)) {
        auto row = view.add("row");
        auto rule = std::ranges::find(rules, kind.rule.value_or(0), &RenewalRule::id);
        auto skill = std::ranges::find(all_skills, kind.skill.value_or(0), &Skill::id);
        row.set("id", kind.id).set("name", kind.name).set("issuer", kind.issuer).set("rule", rule == rules.end() ? "" : rule->name);
        row.set("skill", skill == all_skills.end() ? call.text("people.credential.no_skill")
                                                   : fmt::format("{}, {}", skill->name.in(html::code(call.language)), call.text(fmt::format("people.level.{}", kind.level))));
    }
    return call.page("people/credential_kinds", call.text("people.credential.kinds"), std::move(view));
}

static http::Fields fields_of(const CredentialKind& kind) {
    http::Fields form;
    form.add("name", kind.name);
    form.add("issuer", kind.issuer);
    form.add("rule", kind.rule ? std::to_string(*kind.rule) : "");
    form.add("skill", kind.skill ? std::to_string(*kind.skill) : "");
    form.add("level", std::to_string(std::max(kind.level, 1)));
    form.add("seen", std::to_string(kind.version));
    return form;
}

static http::Response form_page(http::Call& call, db::Read& db, http::Status status, const std::string& action, const http::Fields& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("action", action).set("kind_name", form.text("name")).set("issuer", form.text("issuer")).set("seen", form.text("seen"));
    for (const auto& rule : renewal_rules(db)) {
        if (rule.family != "credential") continue;
        const auto id = std::to_string(rule.id);
        view.add("rule_option").set("value", id).set("label", rule.name).show_if(form.text("rule") == id, "selected");
    }
    for (const auto& skill : skills(db)) {
        const auto id = std::to_string(skill.id);
        view.add("skill_option").set("value", id).set("label", skill.name.in(html::code(call.language))).show_if(form.text("skill") == id, "selected");
    }
    for (int level = 1; level <= 3; ++level) {
        view.add("level_option").set("value", level).set("label", call.text(fmt::format("people.level.{}", level))).show_if(form.text("level") == std::to_string(level), "selected");
    }
    return call.page(status, "people/credential_kind_form", call.text(action == "/settings/credentials" ? "people.credential.add_kind" : "people.credential.change_kind"), std::move(view));
}

static http::Response new_kind(http::ReadCall& call) { return form_page(call, call.db, http::ok, "/settings/credentials", fields_of({}), {}); }

static http::Response edit_kind(http::ReadCall& call) {
    return form_page(call, call.db, http::ok, fmt::format("/settings/credentials/{}", call.id("kind")), fields_of(fetch_credential_kind(call.db, call.id("kind"))), {});
}

static http::Response save(http::WriteCall& call, std::int64_t id, const std::string& action) {
    const auto& form = call.request.form;
    CredentialKind kind;
    kind.id = id;
    kind.name = form.text("name");
    kind.issuer = form.text("issuer");
    kind.rule = base::parse_integer(form.text("rule"));
    kind.skill = base::parse_integer(form.text("skill"));
    kind.level = static_cast<int>(base::parse_integer(form.text("level")).value_or(0));
    kind.version = base::parse_integer(form.text("seen")).value_or(0);
    try {
        save_credential_kind(call.db, call.viewer, call.now, kind);
    } catch (const base::Invalid& problem) {
        return form_page(call, call.db, http::unprocessable, action, form, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return form_page(call, call.db, http::conflict, action, with_seen(form, fetch_credential_kind(call.db, id).version), {{"main", clash.what()}});
    }
    return call.redirect_with_notice("/settings/credentials", call.text("people.saved"));
}

static http::Response create_kind(http::WriteCall& call) { return save(call, 0, "/settings/credentials"); }
static http::Response change_kind(http::WriteCall& call) { return save(call, call.id("kind"), fmt::format("/settings/credentials/{}", call.id("kind"))); }

void credential_routes(http::Routes& routes) {
    const auto door = http::everywhere(may_manage_licences);
    routes.get("/settings/credentials", door, show_kinds);
    routes.get("/settings/credentials/new", door, new_kind);
    routes.post("/settings/credentials", door, create_kind);
    routes.get("/settings/credentials/{kind}", door, edit_kind);
    routes.post("/settings/credentials/{kind}", door, change_kind);
}

}  // namespace people
