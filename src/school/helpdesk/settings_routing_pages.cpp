#include "helpdesk/settings_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"

namespace helpdesk {

constexpr Subject routing_subject{"routing"};

static std::vector<Choice> kind_choices(const http::Call& call) {
    std::vector<Choice> choices;
    for (auto kind : device_kinds()) choices.push_back({std::string(kind), call.text(fmt::format("helpdesk.device_kind.{}", kind))});
    return or_none(call, "helpdesk.set.any", std::move(choices));
}

/// What the selects of a rule offer, and the names of what it has.
struct Offered {
    std::vector<Choice> categories;
    std::vector<Choice> schools;
    std::vector<Choice> kinds;
    std::vector<Choice> teams;
};

static Offered offered(const http::Call& call, db::Read& db, const RoutingRuleRow& rule) {
    return {or_none(call, "helpdesk.set.any", category_choices(call, db, rule.category)), or_none(call, "helpdesk.set.any", school_choices(db)),
            kind_choices(call), team_choices(call, db, rule.team)};
}

template <typename Id>
static std::string text_of(const std::optional<Id>& id) {
    return id ? std::to_string(id->value) : "";
}

/// "Printing · South School": the conditions that the rule has.
static std::string conditions(const Offered& names, const RoutingRuleRow& rule) {
    std::vector<std::string> parts;
    if (rule.category) parts.push_back(name_in(names.categories, text_of(rule.category)));
    if (rule.school) parts.push_back(name_in(names.schools, text_of(rule.school)));
    if (!rule.device_kind.empty()) parts.push_back(name_in(names.kinds, rule.device_kind));
    return base::join(parts, " · ");
}

static http::Response list_rules(http::ReadCall& call) {
    html::View view;
    fill_list_head(call, view, routing_subject);
    auto all = routing_rules(call.db);
    SettingsList list(call, view, routing_subject, all.empty());
    list.column("conditions").column("team");
    for (const auto& rule : all) {
        auto names = offered(call, call.db, rule);
        list.row(fmt::format("/settings/routing/{}", rule.id), conditions(names, rule), {name_in(names.teams, std::to_string(rule.team.value))}, rule.active);
    }
    return call.page("helpdesk/settings", call.text("helpdesk.set.routing.title"), std::move(view));
}

static http::Response form_page(const http::Call& call, db::Read& db, const RoutingRuleRow& rule, const SettingProblems& problems) {
    html::View view;
    bool fresh = rule.id == 0;
    auto choices = offered(call, db, rule);
    auto title = fresh ? call.text("helpdesk.set.routing.add") : conditions(choices, rule);
    fill_one_head(call, view, routing_subject, title);
    SettingsForm form(call, view, routing_subject, fresh ? "/settings/routing" : fmt::format("/settings/routing/{}", rule.id), problems);
    form.choose("category", choices.categories, text_of(rule.category)).choose("school", choices.schools, text_of(rule.school));
    form.choose("device_kind", choices.kinds, rule.device_kind).choose("team", choices.teams, std::to_string(rule.team.value));
    if (!fresh) form.check("active", rule.active);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static RoutingRuleRow rule_of(const http::Call& call, db::Read& db) {
    auto all = routing_rules(db);
    auto found = std::ranges::find(all, call.id("rule"), &RoutingRuleRow::id);
    if (found == all.end()) throw base::NotFound("no such rule");
    return *found;
}

static http::Response new_rule(http::ReadCall& call) { return form_page(call, call.db, {}, {}); }
static http::Response show_rule(http::ReadCall& call) { return form_page(call, call.db, rule_of(call, call.db), {}); }

/// The number, when it is one of the choices.
static std::optional<std::int64_t> one_of(const http::Call& call, const std::vector<Choice>& choices, std::string_view field) {
    auto id = chosen_id(call, field);
    return id && !name_in(choices, std::to_string(*id)).empty() ? id : std::nullopt;
}

static http::Response keep(http::WriteCall& call, RoutingRuleRow rule) {
    auto choices = offered(call, call.db, rule);
    auto category = one_of(call, choices.categories, "category");
    auto school = one_of(call, choices.schools, "school");
    rule.category = category ? std::optional(CategoryId{*category}) : std::nullopt;
    rule.school = school ? std::optional(roster::OrgId{*school}) : std::nullopt;
    std::string kind(call.request.form.text("device_kind"));
    rule.device_kind = name_in(choices.kinds, kind).empty() ? "" : kind;
    rule.team = {one_of(call, choices.teams, "team").value_or(0)};
    rule.active = rule.id == 0 || call.request.form.has("active");
    if (auto problems = problems_of(rule); !problems.empty()) return form_page(call, call.db, rule, problems);
    save(call.db, call.viewer, call.now, rule);
    return call.redirect_with_notice("/settings/routing", call.text("helpdesk.set.saved", {{"name", conditions(choices, rule)}}));
}

static http::Response create_rule(http::WriteCall& call) { return keep(call, {}); }
static http::Response change_rule(http::WriteCall& call) { return keep(call, rule_of(call, call.db)); }

void routing_settings_routes(http::Routes& routes) {
    routes.get("/settings/routing", may_manage, list_rules);
    routes.get("/settings/routing/new", may_manage, new_rule);
    routes.post("/settings/routing", may_manage, create_rule);
    routes.get("/settings/routing/{rule}", may_manage, show_rule);
    routes.post("/settings/routing/{rule}", may_manage, change_rule);
}

}  // namespace helpdesk
