// Schedules on other people's sites: the page inside the frame, and the script that fits the frame to it. The script lies at one address for
// ever, because strangers paste it.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "athletics/pages.h"
#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/assets.h"
#include "http/parse.h"
#include "http/routes.h"

namespace athletics {

using std::chrono::days;

/// A frame looks for changes before a minute is over, so that a changed game shows within one, with or without script (clause 9).
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
        response.ends_by(game.ends);
    }
    return response;
}

std::string frame_code(const Team& team, html::Language language, std::string_view address, std::string_view width, std::int64_t height) {
    return fmt::format("<iframe src=\"{}/embed\" title=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\" style=\"border:0\" referrerpolicy=\"strict-origin\" "
                       "sandbox=\"allow-scripts allow-popups allow-same-origin\"></iframe>",
                       address, html::escape(fmt::format("{}, {}", team.name.in(language), team.school_name)), width, height);
}

std::string code_to_paste(const http::Call& call, const Team& team) {
    constexpr int usual_height = 600;
    const auto address = call.services.public_url + call.public_path(team.path());
    return fmt::format("<p><a href=\"{}\">{}</a></p>\n{}\n<script async src=\"{}/embed.js\"></script>", address,
                       html::escape(fmt::format("{}, {}", team.name.in(call.language), team.school_name)), frame_code(team, call.language, address, "100%", usual_height),
                       call.services.public_url);
}

std::string oembed_address(const http::Call& call, std::string_view address) { return fmt::format("{}/oembed?format=json&url={}", call.services.public_url, http::percent_encode(address)); }

/// oEmbed 1.0: sites that know it turn the pasted address of a team into its frame.
static http::Response show_oembed(http::ReadCall& call) {
    constexpr int not_implemented = 501;  // as oembed.com asks for formats that a provider does not speak
    constexpr std::string_view teams = "/teams/";
    constexpr std::int64_t least = 1, usual = 600;
    std::string_view rest = call.request.query.text("url");
    if (!rest.starts_with(call.services.public_url)) throw base::NotFound("not an address of ours");
    rest.remove_prefix(call.services.public_url.size());
    const auto language = rest.starts_with("/es/") ? html::Language::es : html::Language::en;
    if (language == html::Language::es) rest.remove_prefix(std::string_view("/es").size());
    if (!rest.starts_with(teams)) throw base::NotFound("not the address of a team");
    rest.remove_prefix(teams.size());
    const auto team = find_team(call.db, rest.substr(0, rest.find_first_of("/?#")));
    const auto format = call.request.query.text("format");
    if (!format.empty() && format != "json") {
        http::Response refused;
        refused.status = not_implemented;
        refused.content_type = "text/plain; charset=utf-8";
        refused.body = "json";
        return refused;
    }
    auto size = [&](std::string_view name) { return std::clamp(base::parse_integer(call.request.query.text(name)).value_or(usual), least, usual); };
    const auto address = fmt::format("{}{}{}", call.services.public_url, language == html::Language::es ? "/es" : "", team.path());
    auto response = call.json(boost::json::object{{"version", "1.0"},
                                                  {"type", "rich"},
                                                  {"title", fmt::format("{}, {}", team.name.in(language), team.school_name)},
                                                  {"provider_name", call.district()},
                                                  {"provider_url", call.services.public_url},
                                                  {"cache_age", 3600},
                                                  {"width", size("maxwidth")},
                                                  {"height", size("maxheight")},
                                                  {"html", frame_code(team, language, address, std::to_string(size("maxwidth")), size("maxheight"))}});
    response.header("Access-Control-Allow-Origin", "*");
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
    routes.get("/oembed", http::anyone, show_oembed).public_question();
    routes.get("/embed.js", http::anyone, show_script).public_page();
}

}  // namespace athletics
