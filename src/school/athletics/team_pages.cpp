// The desk of athletics: the teams one may work on, a team with its games, the form of a team, and who coaches it.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "athletics/pages.h"
#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace athletics {

constexpr int games_on_a_page = 50;
static constexpr std::array<auth::Permission, 2> doors{may_edit, may_coach};

static http::Access at_the_door() { return http::signed_in; }

/// Whoever is neither director nor coach of anything has no business here.
static void require_any(const http::Call& call) {
    if (std::ranges::none_of(doors, [&](auth::Permission door) { return call.viewer.may(door); })) throw base::Forbidden("Athletics is kept by others.");
}

static http::Response list_desk(http::ReadCall& call) {
    require_any(call);
    auto all = teams_of(call.db, call.viewer);
    html::View view;
    view.show_if(call.viewer.may(may_edit), "may_add");
    const auto season = call.request.query.text("season");
    fill_options(call, view, "season_option", "season", seasons(), season);
    if (is_one_of(seasons(), season)) std::erase_if(all, [&](const Team& team) { return team.season != season; });
    const auto coming = next_games(call.db, call.now, call.now + std::chrono::days(60));
    for (const auto& team : all) {
        auto row = view.add("team");
        row.set("href", desk_path(team)).set("name", team.name.in(call.language)).set("school", team.school_name);
        row.set("season", call.text(fmt::format("athletics.season.{}", team.season))).show_if(team.ended, "ended");
        const auto next = coming.find(team.id);
        if (next == coming.end()) continue;
        row.add("next").set("day", html::day_words(call.language, call.today(), next->second.day)).set("game", game_words(call, next->second));
    }
    view.show(!all.empty() ? "list" : season.empty() ? "empty" : "nothing");
    return call.page("athletics/desk", call.text("athletics.desk"), std::move(view));
}

// --- The form of a team ---

static Team read_team(const http::Call& call, const http::Fields& form, Team team) {
    const auto usual_before = usual_name(call, team);
    auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    team.sport = text("sport");
    team.level = text("level");
    team.gender = text("gender");
    team.season = text("season");
    team.school = {base::parse_integer(form.text("school")).value_or(0)};
    team.partners = base::collapse_space(text("partners"));
    team.ended = text("ended") == "1";
    team.partner_schools.clear();
    for (auto id : form.all("partner")) team.partner_schools.push_back({base::parse_integer(id).value_or(0)});
    const calendar::Bilingual typed{base::collapse_space(text("name")), base::collapse_space(text("name_es"))};
    const bool known = is_one_of(sports(), team.sport) && is_one_of(levels(), team.level) && is_one_of(genders(), team.gender);
    const auto usual = known ? usual_name(call, team) : calendar::Bilingual{};
    // A name that is left as we made it follows the sport, the level and the words.
    team.name.en = typed.en.empty() || typed.en == usual_before.en ? usual.en : typed.en;
    team.name.es = typed.es.empty() || typed.es == usual_before.es ? (team.name.en == usual.en ? usual.es : typed.es) : typed.es;
    if (!known && team.name.en.empty()) team.name.en = typed.en.empty() ? "-" : typed.en;
    return team;
}

static html::View team_view(http::Call& call, db::Read& db, const Team& team, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    const auto reach = call.viewer.reach(may_edit);
    for (const auto& school : roster::schools(db)) {
        const auto id = std::to_string(school.id.value);
        if (reach.covers(school.id.value)) view.add("school_option").set("value", id).set("label", school.name).show_if(school.id == team.school, "chosen");
        const bool plays = std::ranges::find(team.partner_schools, school.id) != team.partner_schools.end();
        if (school.id != team.school) view.add("partner_option").set("value", id).set("label", school.name).show_if(plays, "chosen");
    }
    fill_options(call, view, "sport_option", "sport", sports(), team.sport);
    fill_options(call, view, "level_option", "level", levels(), team.level);
    fill_options(call, view, "gender_option", "gender", genders(), team.gender);
    fill_options(call, view, "season_option", "season", seasons(), team.season);
    view.set("name", team.name.en).set("name_es", team.name.es).set("partners", team.partners).set("seen", team.revision);
    if (team.id.value == 0) {
        view.set("action", "/athletics").set("back", "/athletics").set("heading", call.text("athletics.add_team"));
    } else {
        view.set("action", desk_path(team) + "/edit").set("back", desk_path(team)).set("heading", call.text("athletics.edit_team"));
        view.add("edit").show_if(team.ended, "ended");
    }
    return view;
}

static http::Response new_team(http::ReadCall& call) {
    Team team;
    const auto reach = call.viewer.reach(may_edit);
    for (const auto& school : roster::schools(call.db)) {
        if (team.school.value == 0 && reach.covers(school.id.value)) team.school = school.id;
    }
    return call.page("athletics/team_form", call.text("athletics.add_team"), team_view(call, call.db, team, {}));
}

static Problems problems_of(const http::Call& call, const Team& team) {
    auto problems = team_problems(team);
    if (problems.empty() && !may_edit_at(call.viewer, team.school)) problems.emplace_back("school", "athletics.problem.school");
    return problems;
}

static http::Response create_team(http::WriteCall& call) {
    const auto team = read_team(call, call.request.form, Team{});
    if (const auto problems = problems_of(call, team); !problems.empty()) {
        return call.page(http::unprocessable, "athletics/team_form", call.text("athletics.add_team"), team_view(call, call.db, team, problems));
    }
    const auto id = add_team(call.db, call.viewer, call.now, team);
    return call.redirect_with_notice(fmt::format("/athletics/{}", id.value), call.text("athletics.team_added", {{"name", team.name.in(call.language)}}));
}

static Team fetch_to_edit(const http::Call& call, db::Read& db) {
    auto team = find_team(db, call.id_as<TeamId>("team"));
    if (!may_edit_at(call.viewer, team.school)) throw base::Forbidden("The teams of this school are kept by others.");
    return team;
}

static html::View edit_view(http::Call& call, db::Read& db, const Team& team, const Problems& problems) {
    auto view = team_view(call, db, team, problems);
    auto box = view.add("coaches");
    box.set("action", desk_path(team) + "/coaches");
    for (const auto& one : editors(db, call.viewer, team.id)) {
        auto row = box.add("coach");
        row.set("name", one.name).set("account", one.account.value).set("action", desk_path(team) + "/coaches/removal").show_if(!one.may_coach, "lacks");
    }
    for (const auto& [field, key] : problems) {
        if (field == "email") box.add("email_error").set("message", call.text(key));
    }
    return view;
}

static http::Response edit_team(http::ReadCall& call) {
    const auto team = fetch_to_edit(call, call.db);
    return call.page("athletics/team_form", call.text("athletics.edit_team"), edit_view(call, call.db, team, {}));
}

static http::Response save_team(http::WriteCall& call) {
    const auto before = fetch_to_edit(call, call.db);
    auto team = read_team(call, call.request.form, before);
    if (const auto problems = problems_of(call, team); !problems.empty()) {
        return call.page(http::unprocessable, "athletics/team_form", call.text("athletics.edit_team"), edit_view(call, call.db, team, problems));
    }
    if (base::parse_integer(call.request.form.text("seen")) != before.revision) {
        return call.page(http::conflict, "athletics/team_form", call.text("athletics.edit_team"), edit_view(call, call.db, team, {{"name", "athletics.problem.stale"}}));
    }
    change_team(call.db, call.viewer, call.now, team);
    return call.redirect_with_notice(desk_path(team), call.text("athletics.saved"));
}

static http::Response create_coach(http::WriteCall& call) {
    const auto team = fetch_to_edit(call, call.db);
    try {
        add_editor(call.db, call.viewer, call.now, team.id, base::trim(call.request.form.text("email")));
    } catch (const base::Invalid& bad) {
        return call.page(http::unprocessable, "athletics/team_form", call.text("athletics.edit_team"), edit_view(call, call.db, team, {{bad.field(), bad.what()}}));
    }
    return call.redirect_with_notice(desk_path(team) + "/edit", call.text("athletics.saved"));
}

static http::Response delete_coach(http::WriteCall& call) {
    const auto team = fetch_to_edit(call, call.db);
    if (auto asked = http::ask_first(call, call.text("athletics.coach_sure"), call.text("athletics.yes"), desk_path(team) + "/edit")) return std::move(*asked);
    remove_editor(call.db, call.viewer, call.now, team.id, {base::parse_integer(call.request.form.text("account")).value_or(0)});
    return call.redirect_with_notice(desk_path(team) + "/edit", call.text("athletics.saved"));
}

// --- A team with its games ---

static http::Response show_team_desk(http::ReadCall& call) {
    const auto team = fetch_team(call, call.db);
    const auto year = calendar::school_year_of(call.today());
    const bool all = call.request.query.text("show") == "all";
    auto midnight = [&](base::Day day) { return call.zone.to_instant({day, base::Minutes(0)}); };
    const auto from = midnight(all ? year.first() : call.today() - std::chrono::days(3));
    std::optional<Game> after;
    if (auto id = base::parse_integer(call.request.query.text("after")); id && *id > 0) after = find_game(call.db, team.id, {*id});
    const auto page = page_of_games(call.db, team.id, from, midnight(year.last() + std::chrono::days(366)), after,
                                    all ? Listed::all : Listed::open, call.now, games_on_a_page);
    html::View view;
    view.set("name", team.name.in(call.language)).set("school", team.school_name).set("public", team.path()).set("path", desk_path(team));
    view.set("snippet", code_to_paste(call, team));
    view.show_if(team.ended, "ended").show_if(may_edit_at(call.viewer, team.school), "may_edit").show(all ? "showing_all" : "showing_coming");
    for (const auto& game : page.games) {
        auto row = view.add("row");
        fill_game(call, row, game);
        row.set("href", fmt::format("{}/games/{}", desk_path(team), game.id.value));
    }
    view.show(page.games.empty() ? "empty" : "list");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("athletics.on_page", {{"n", std::to_string(page.games.size())}}));
    const auto base = desk_path(team) + (all ? "?show=all" : "");
    if (after) pager.add("previous").set("href", base);
    if (page.more) pager.add("next").set("href", fmt::format("{}{}after={}", base, all ? "&" : "?", page.games.back().id.value));
    return call.page("athletics/team_desk", team.name.in(call.language), std::move(view));
}

void team_routes(http::Routes& routes) {
    routes.get("/athletics", at_the_door(), list_desk);
    routes.get("/athletics/new", may_edit, new_team);
    routes.post("/athletics", may_edit, create_team);
    routes.get("/athletics/{team}", at_the_door(), show_team_desk);
    routes.get("/athletics/{team}/edit", may_edit, edit_team);
    routes.post("/athletics/{team}/edit", may_edit, save_team);
    routes.post("/athletics/{team}/coaches", may_edit, create_coach);
    routes.post("/athletics/{team}/coaches/removal", may_edit, delete_coach);
}

}  // namespace athletics
