// What everybody sees of athletics: the teams, a team's schedule and results, and its feeds.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "athletics/pages.h"
#include "base/error.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"

namespace athletics {

using std::chrono::days;

/// Practices are many; the page shows those of the next two weeks, the feed all.
constexpr days practices_ahead{14};
/// In August too a feed keeps what was cancelled in summer, until every program has seen it (clause 1 of events.md).
constexpr days feed_before{60};
/// A page that says of when it is, says it anew that often.
constexpr std::chrono::minutes as_of_holds{5};

static base::Instant midnight(const http::Call& call, base::Day day) { return call.zone.to_instant({day, base::Minutes(0)}); }

// --- All teams ---

static bool plays_for(const Team& team, roster::OrgId school) { return team.school == school || std::ranges::find(team.partner_schools, school) != team.partner_schools.end(); }

static void fill_school(const http::Call& call, html::View& view, const roster::SchoolAddress& address, const std::vector<Team>& all) {
    auto section = view.add("school");
    section.set("name", address.school.name).set("slug", address.slug).set("href", call.public_path("/teams/school/" + address.slug));
    for (auto season : seasons()) {
        std::optional<html::View> list;
        for (const auto& team : all) {
            if (team.season != season || !plays_for(team, address.school.id)) continue;
            if (!list) {
                list = section.add("season");
                list->set("name", call.text(fmt::format("athletics.season.{}", season)));
            }
            auto row = list->add("team");
            row.set("href", call.public_path(team.path())).set("name", team.name.in(call.language)).set("lang", team.name.lang(call.language));
            if (team.school != address.school.id) row.add("host").set("name", team.school_name);
        }
    }
}

static http::Response list_teams(http::ReadCall& call) {
    const auto all = teams(call.db, false);
    html::View view;
    view.set("heading", call.text("athletics.teams"));
    for (const auto& address : roster::school_addresses(call.db)) {
        if (std::ranges::any_of(all, [&](const Team& team) { return plays_for(team, address.school.id); })) fill_school(call, view, address, all);
    }
    view.show_if(all.empty(), "none");
    return call.public_page("athletics/public_teams", call.text("athletics.teams"), std::move(view), {.description = call.text("athletics.teams_words")});
}

static http::Response list_teams_of(http::ReadCall& call) {
    const auto addresses = roster::school_addresses(call.db);
    const auto address = std::ranges::find(addresses, call.path("school"), &roster::SchoolAddress::slug);
    if (address == addresses.end()) throw base::NotFound("no such school");
    const auto all = teams(call.db, false);
    const auto title = call.text("athletics.teams_of", {{"school", address->school.name}});
    html::View view;
    view.set("heading", title).add("up").set("href", call.public_path("/teams"));
    fill_school(call, view, *address, all);
    view.show_if(std::ranges::none_of(all, [&](const Team& team) { return plays_for(team, address->school.id); }), "none");
    return call.public_page("athletics/public_teams", title, std::move(view), {.description = call.text("athletics.teams_words")});
}

// --- One team ---

namespace {

/// A team's games of one school year.
struct Year {
    calendar::SchoolYear year;
    std::vector<Game> games;
};

}  // namespace

static Year games_of_year(http::ReadCall& call, const Team& team, calendar::SchoolYear year) {
    return {year, games_of(call.db, team.id, midnight(call, year.first()), midnight(call, year.last() + days(1)), Withdrawn::left_out)};
}

static void fill_rows(const http::Call& call, html::View& view, const std::string& section, const std::vector<Game>& games) {
    if (games.empty()) return;
    auto table = view.add(section);
    for (const auto& game : games) {
        auto row = table.add("row");
        fill_game(call, row, game);
    }
}

static PublicGame with_team(const Team& team, const Game& game) { return {game, team.slug, team.name, team.school, team.school_name}; }

/// For search engines: what is to come.
static void fill_data(const http::Call& call, html::View& view, const Team& team, const std::vector<Game>& games) {
    boost::json::array list;
    const auto sport = call.text(fmt::format("athletics.sport.{}", team.sport));
    for (const auto& game : games) list.push_back(sports_event_json(call, with_team(team, game), sport));
    if (!list.empty()) view.add("for_programs").data("games_json", std::move(list));
}

static void fill_head(const http::Call& call, html::View& view, const Team& team) {
    view.set("name", team.name.in(call.language)).set("lang", team.name.lang(call.language)).set("school", team.school_name).set("path", call.public_path(team.path()));
    view.set("season", call.text(fmt::format("athletics.season.{}", team.season)));
    if (!team.partners.empty()) view.add("partners").set("text", team.partners);
    view.show_if(team.ended, "ended");
}

static void fill_years(http::ReadCall& call, html::View& view, const Team& team, calendar::SchoolYear shown) {
    const auto now = calendar::school_year_of(call.today());
    for (int begins = now.begins; begins > now.begins - 5; --begins) {
        const calendar::SchoolYear year{begins};
        if (begins == shown.begins || (begins != now.begins && games_of_year(call, team, year).games.empty())) continue;
        view.add("year")
            .set("href", call.public_path(begins == now.begins ? team.path() : fmt::format("{}/year/{}", team.path(), begins)))
            .set("name", fmt::format("{}–{:02}", begins, (begins + 1) % 100));
    }
}

static http::Response team_page(http::ReadCall& call, const Team& team, calendar::SchoolYear year) {
    const auto all = games_of_year(call, team, year);
    std::vector<Game> coming, practices, played;
    for (const auto& game : all.games) {
        if (game.kind == GameKind::practice) {
            if (game.ends > call.now && game.starts < call.now + practices_ahead) practices.push_back(game);
        } else if (game.ends > call.now && game.status != calendar::EventStatus::completed) {
            coming.push_back(game);
        } else {
            played.push_back(game);
        }
    }
    std::ranges::reverse(played);
    html::View view;
    fill_head(call, view, team);
    view.add("up").set("href", call.public_path("/teams"));
    view.set("year_name", fmt::format("{}–{:02}", year.begins, (year.begins + 1) % 100));
    fill_rows(call, view, "coming", coming);
    fill_rows(call, view, "played", played);
    fill_rows(call, view, "practices", practices);
    view.show_if(coming.empty() && played.empty() && practices.empty(), "none");
    fill_years(call, view, team, year);
    view.set("snippet", code_to_paste(call, team));
    auto part = view.include("subscribe", "calendar/subscribe");
    calendar::show_subscription(call, part, team.path() + "/calendar.ics");
    view.set("json", call.public_path(team.path() + "/schedule.json"));
    fill_data(call, view, team, coming);
    const auto title = fmt::format("{}, {}", team.name.in(call.language), team.school_name);
    auto response = call.public_page("athletics/public_team", title, std::move(view), {.description = call.text("athletics.team_words", {{"team", title}})});
    response.header("Link", fmt::format("<{}>; rel=\"alternate\"; type=\"application/json+oembed\"", oembed_address(call, call.services.public_url + call.public_path(team.path()))));
    response.ends_by(call.now + as_of_holds);
    for (const auto& game : all.games) {
        if (game.ends > call.now) response.ends_by(game.ends);
    }
    return response;
}

static http::Response show_team(http::ReadCall& call) { return team_page(call, find_team(call.db, call.path("team")), calendar::school_year_of(call.today())); }

static http::Response show_year(http::ReadCall& call) {
    const auto begins = call.id("year");
    const auto now = calendar::school_year_of(call.today()).begins;
    if (begins > now || begins < now - 20) throw base::NotFound("no such year");
    return team_page(call, find_team(call.db, call.path("team")), {static_cast<int>(begins)});
}

// --- Data ---

static http::Response team_feed(http::ReadCall& call) {
    const auto team = find_team(call.db, call.path("team"));
    const auto year = calendar::school_year_of(call.today());
    std::vector<calendar::IcsEvent> events;
    const auto first = std::min(year.first(), call.today() - feed_before);
    for (const auto& game : games_of(call.db, team.id, midnight(call, first), midnight(call, year.last() + days(366)), Withdrawn::included)) {
        events.push_back(calendar::ics_of(call, as_event(call, with_team(team, game))));
    }
    const auto name = fmt::format("{}, {}", team.name.in(call.language), team.school_name);
    return calendar::feed(call, {.name = name, .description = call.text("athletics.team_words", {{"team", name}}), .zone = {},
                                 .source = call.services.public_url + call.public_path(team.path() + "/calendar.ics")}, events);
}

static http::Response team_json(http::ReadCall& call) {
    const auto team = find_team(call.db, call.path("team"));
    const auto year = calendar::school_year_of(call.today());
    boost::json::array games;
    base::Instant changed{};
    for (const auto& game : games_of_year(call, team, year).games) {
        games.push_back(game_json(call, game));
        changed = std::max(changed, game.changed);
    }
    const auto address = call.services.public_url + call.public_path(team.path());
    boost::json::object out{{"team", boost::json::object{{"name", team.name.en}, {"name_es", team.name.es}, {"school", team.school_name}, {"sport", team.sport},
                                                         {"level", team.level}, {"gender", team.gender}, {"season", team.season}, {"partners", team.partners},
                                                         {"url", address}, {"calendar", address + "/calendar.ics"}}},
                            {"school_year", fmt::format("{}-{:02}", year.begins, (year.begins + 1) % 100)},
                            {"time_zone", call.zone.name()},
                            {"changed", games.empty() ? boost::json::value(nullptr) : boost::json::value(base::to_iso(changed))},
                            {"games", std::move(games)}};
    auto response = call.json(std::move(out));
    // Every site may read it: there is nothing in it that is not on the page.
    response.header("Access-Control-Allow-Origin", "*");
    return response;
}

void public_routes(http::Routes& routes) {
    routes.get("/teams", http::anyone, list_teams).public_page();
    routes.get("/teams/school/{school}", http::anyone, list_teams_of).public_page();
    routes.get("/teams/{team}", http::anyone, show_team).public_page();
    routes.get("/teams/{team}/year/{year}", http::anyone, show_year).public_page();
    routes.get("/teams/{team}/calendar.ics", http::anyone, team_feed).public_page();
    routes.get("/teams/{team}/schedule.json", http::anyone, team_json).public_page();
}

}  // namespace athletics
