// Schedules on other people's sites: the page inside the frame, and the script that fits the frame to it. The script lies at one address for
// ever, because strangers paste it.
#include <algorithm>

#include <fmt/format.h>

#include "athletics/pages.h"
#include "base/error.h"
#include "html/format.h"
#include "http/assets.h"
#include "http/routes.h"

namespace athletics {

using std::chrono::days;

/// A frame loads itself anew before a minute is over, so that a changed game shows within one, with or without script (clause 9).
constexpr std::chrono::seconds refresh{45};
constexpr int coming_in_a_frame = 10;
constexpr int results_in_a_frame = 3;

static void fill_rows(const http::Call& call, html::View& view, const std::string& section, const std::vector<Game>& games) {
    if (games.empty()) return;
    auto table = view.add(section);
    for (const auto& game : games) {
        auto row = table.add("row");
        fill_game(call, row, game);
    }
}

static http::Response show_embed(http::ReadCall& call) {
    const auto team = find_team(call.db, call.path("team"));
    const auto year = calendar::school_year_of(call.today());
    auto midnight = [&](base::Day day) { return call.zone.to_instant({day, base::Minutes(0)}); };
    std::vector<Game> coming, played;
    for (const auto& game : games_of(call.db, team.id, midnight(year.first()), midnight(year.last() + days(1)), Withdrawn::left_out)) {
        if (game.kind == GameKind::practice) continue;
        const bool over = game.ends <= call.now || game.status == calendar::EventStatus::completed;
        (over ? played : coming).push_back(game);
    }
    std::ranges::reverse(played);
    if (played.size() > results_in_a_frame) played.resize(results_in_a_frame);
    if (coming.size() > coming_in_a_frame) coming.resize(coming_in_a_frame);
    html::View view;
    view.set("name", team.name.in(call.language)).set("lang", team.name.lang(call.language)).set("school", team.school_name);
    view.set("href", call.services.public_url + call.public_path(team.path()));
    fill_rows(call, view, "coming", coming);
    fill_rows(call, view, "played", played);
    view.show_if(coming.empty() && played.empty(), "none");
    auto response = call.embed_page("athletics/embed", fmt::format("{}, {}", team.name.in(call.language), team.school_name), std::move(view), refresh);
    for (const auto& game : coming) {
        if (!response.valid_until || game.ends < *response.valid_until) response.valid_until = game.ends;
    }
    return response;
}

/// The bundle's file under a name that never changes. What a browser keeps is an hour old at most, and is about height alone.
static http::Response show_script(http::ReadCall& call) {
    const auto& address = call.services.assets->address("frames.js");
    const auto* asset = call.services.assets->find(address.substr(address.rfind('/') + 1));
    if (!asset) throw base::NotFound("no such file");
    http::Response response;
    response.content_type = asset->content_type;
    response.body = asset->bytes;
    response.header("Cache-Control", "public, max-age=3600");
    return response;
}

void embed_routes(http::Routes& routes) {
    routes.get("/teams/{team}/embed", http::anyone, show_embed).public_page();
    routes.get("/embed.js", http::anyone, show_script).public_page();
}

}  // namespace athletics
