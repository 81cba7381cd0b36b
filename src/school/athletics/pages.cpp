#include "athletics/pages.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"

namespace athletics {

void fill_problems(http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        view.add(field + "_error").set("message", call.text(key));
    }
}

void fill_options(const http::Call& call, html::View& view, const std::string& section, std::string_view messages, std::span<const std::string_view> words, std::string_view chosen) {
    for (auto one : words) view.add(section).set("value", one).set("label", call.text(fmt::format("athletics.{}.{}", messages, one))).show_if(one == chosen, "chosen");
}

Team fetch_team(const http::Call& call, db::Read& db) {
    auto team = find_team(db, call.id_as<TeamId>("team"));
    require_games(db, call.viewer, team);
    return team;
}

std::string desk_path(const Team& team) { return fmt::format("/athletics/{}", team.id.value); }

/// Teams with their games to the lists of schools.
static std::vector<calendar::PublicEvent> bring_games(http::ReadCall& call, base::Instant from, base::Instant until, std::optional<roster::OrgId> school) {
    constexpr int most = 3000;
    std::vector<calendar::PublicEvent> events;
    for (const auto& game : games_between(call.db, from, until, school, Withdrawn::included, most)) events.push_back(as_event(call, game));
    if (school) {
        for (const auto& game : games_that_left(call.db, from, *school, most)) events.push_back(as_event(call, game));
    }
    return events;
}

void fill_slots() { calendar::event_sources().push_back(bring_games); }

void routes(http::Routes& routes) {
    team_routes(routes);
    game_routes(routes);
    paste_routes(routes);
    public_routes(routes);
    embed_routes(routes);
}

}  // namespace athletics
