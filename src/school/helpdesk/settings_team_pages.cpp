#include "helpdesk/settings_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "http/routes.h"
#include "people/people.h"

namespace helpdesk {

constexpr Subject teams_subject{"teams"};

static std::vector<Choice> role_choices(const http::Call& call, db::Read& db) {
    std::vector<Choice> choices;
    for (const auto& role : people::roles(db)) choices.push_back({role.key, role.name.in(html::code(call.language))});
    return choices;
}

static http::Response list_teams(http::ReadCall& call) {
    html::View view;
    fill_list_head(call, view, teams_subject);
    auto all = all_teams(call.db);
    auto roles = role_choices(call, call.db);
    SettingsList list(call, view, teams_subject, all.empty());
    list.column("name").column("role").column("new_requests");
    for (const auto& team : all) {
        list.row(fmt::format("/settings/teams/{}", team.id.value), team.name(html::code(call.language)),
                 {name_in(roles, team.role_key), call.text(team.gives ? "helpdesk.set.teams.given" : "helpdesk.set.teams.taken")}, team.active);
    }
    return call.page("helpdesk/settings", call.text("helpdesk.set.teams.title"), std::move(view));
}

static http::Response form_page(const http::Call& call, db::Read& db, const Team& team, const SettingProblems& problems) {
    html::View view;
    bool fresh = team.id.value == 0;
    auto title = fresh ? call.text("helpdesk.set.teams.add") : team.name(html::code(call.language));
    fill_one_head(call, view, teams_subject, title);
    SettingsForm form(call, view, teams_subject, fresh ? "/settings/teams" : fmt::format("/settings/teams/{}", team.id.value), problems);
    form.line("name_en", team.name_en).line("name_es", team.name_es).choose("role", role_choices(call, db), team.role_key);
    form.choose("new_requests", {{"taken", call.text("helpdesk.set.teams.taken")}, {"given", call.text("helpdesk.set.teams.given")}}, team.gives ? "given" : "taken");
    if (!fresh) form.check("active", team.active);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static Team team_of(const http::Call& call, db::Read& db) {
    TeamId id = call.id_as<TeamId>("team");
    auto all = all_teams(db);
    auto found = std::ranges::find(all, id, &Team::id);
    if (found == all.end()) throw base::NotFound("no such team");
    return *found;
}

static http::Response new_team(http::ReadCall& call) { return form_page(call, call.db, {}, {}); }
static http::Response show_team(http::ReadCall& call) { return form_page(call, call.db, team_of(call, call.db), {}); }

static http::Response keep(http::WriteCall& call, TeamId id) {
    const auto& form = call.request.form;
    auto roles = role_choices(call, call.db);
    std::string role(form.text("role"));
    Team team{id, std::string(form.text("name_en")), std::string(form.text("name_es")), name_in(roles, role).empty() ? "" : role,
              id.value == 0 || form.has("active"), form.text("new_requests") == "given"};
    if (auto problems = problems_of(call.db, team); !problems.empty()) return form_page(call, call.db, team, problems);
    save(call.db, call.viewer, call.now, team);
    return call.redirect_with_notice("/settings/teams", call.text("helpdesk.set.saved", {{"name", team.name(html::code(call.language))}}));
}

static http::Response create_team(http::WriteCall& call) { return keep(call, {}); }
static http::Response change_team(http::WriteCall& call) { return keep(call, team_of(call, call.db).id); }

void team_settings_routes(http::Routes& routes) {
    routes.get("/settings/teams", may_manage, list_teams);
    routes.get("/settings/teams/new", may_manage, new_team);
    routes.post("/settings/teams", may_manage, create_team);
    routes.get("/settings/teams/{team}", may_manage, show_team);
    routes.post("/settings/teams/{team}", may_manage, change_team);
}

}  // namespace helpdesk
