// A whole schedule at once: paste it, look at what each line would do, bring it in.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "athletics/pages.h"
#include "athletics/schedule.h"
#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"

namespace athletics {

namespace {

/// What a line does to the schedule that is there.
enum class Effect { refused, added, changed, unchanged };
struct Planned {
    ScheduleLine line;
    Effect effect = Effect::added;
    std::optional<Game> game;  // the one that is there: of the same day and opponent
};

}  // namespace

static bool says_the_same(const http::Call& call, const Game& game, const GameDraft& draft) {
    const auto starts = call.zone.to_instant({draft.day, draft.starts.value_or(base::Minutes(0))});
    return game.side == draft.side && game.place == draft.place && game.time_open == !draft.starts && game.starts == starts;
}

static std::vector<Planned> plan(const http::Call& call, db::Read& db, const Team& team, std::string_view text) {
    const auto year = calendar::school_year_of(call.today());
    auto midnight = [&](base::Day day) { return call.zone.to_instant({day, base::Minutes(0)}); };
    auto there = games_of(db, team.id, midnight(year.first() - std::chrono::days(366)), midnight(year.last() + std::chrono::days(366)), Withdrawn::left_out);
    std::vector<Planned> all;
    for (auto& line : read_schedule(text, year)) {
        Planned one{std::move(line), Effect::added, {}};
        if (!one.line.problems.empty()) {
            one.effect = Effect::refused;
        } else {
            const auto found = std::ranges::find_if(there, [&](const Game& game) {
                return game.day == one.line.draft.day && game.kind != GameKind::practice && base::fold(game.opponent) == base::fold(one.line.draft.opponent);
            });
            if (found != there.end()) {
                one.game = *found;
                one.effect = says_the_same(call, *found, one.line.draft) ? Effect::unchanged : Effect::changed;
                there.erase(found);  // a second line of the same day and opponent is a second game
            }
        }
        all.push_back(std::move(one));
    }
    return all;
}

static html::View paste_view(http::Call& call, const Team& team, std::string_view text) {
    html::View view;
    view.set("team", team.name.in(call.language)).set("back", desk_path(team)).set("action", desk_path(team) + "/paste").set("text", text);
    return view;
}

static std::string effect_word(Effect effect) {
    static constexpr std::string_view words[] = {"refused", "added", "changed", "unchanged"};
    return std::string(words[static_cast<std::size_t>(effect)]);
}

static void fill_line(const http::Call& call, html::View row, const Planned& one) {
    static constexpr std::string_view tones[] = {"pill-bad", "pill-good", "pill-info", ""};
    static constexpr std::string_view icons[] = {"i-x", "i-plus", "i-edit", "i-check"};
    const auto at = static_cast<std::size_t>(one.effect);
    row.set("line", one.line.line).set("tone", tones[at]).set("icon", icons[at]);
    row.set("effect", call.text("athletics.paste.effect." + effect_word(one.effect)));
    for (const auto& key : one.line.problems) row.add("problem").set("message", call.text(key));
    if (one.effect == Effect::refused) {
        row.add("refused").set("text", one.line.text);
        return;
    }
    const auto& draft = one.line.draft;
    Game game;
    game.kind = draft.kind;
    game.side = draft.side;
    game.opponent = draft.opponent;
    auto good = row.add("good");
    good.set("day", html::day_words(call.language, call.today(), draft.day)).set("game", game_words(call, game));
    if (!draft.place.empty()) good.add("has_place").set("place", draft.place);
    good.set("time", draft.starts ? calendar::clock_text(*draft.starts) : call.text("athletics.time_open"));
}

static http::Response show_paste(http::ReadCall& call) {
    const auto team = fetch_team(call, call.db);
    auto view = paste_view(call, team, "");
    view.show("first");
    return call.page("athletics/paste", call.text("athletics.paste.title"), std::move(view));
}

static http::Response check_page(http::WriteCall& call, const Team& team, std::string_view text, const std::vector<Planned>& all) {
    auto view = paste_view(call, team, text);
    if (all.empty()) {
        view.show("first").add("problems").add("problem").set("field", "text").set("message", call.text("athletics.paste.problem.empty"));
        return call.page(http::unprocessable, "athletics/paste", call.text("athletics.paste.title"), std::move(view));
    }
    auto report = view.add("report");
    std::map<Effect, int> count;
    for (const auto& one : all) {
        fill_line(call, report.add("line"), one);
        ++count[one.effect];
    }
    const int work = count[Effect::added] + count[Effect::changed];
    report.set("summary", call.text("athletics.paste.summary", {{"added", std::to_string(count[Effect::added])}, {"changed", std::to_string(count[Effect::changed])},
                                                                {"unchanged", std::to_string(count[Effect::unchanged])}, {"refused", std::to_string(count[Effect::refused])}}));
    if (work > 0) report.add("apply").set("action", desk_path(team) + "/paste").set("text", text);
    report.show_if(work == 0, "nothing_to_do");
    return call.page(count[Effect::refused] > 0 ? http::unprocessable : http::ok, "athletics/paste", call.text("athletics.paste.title"), std::move(view));
}

/// A pasted line has no end: the game lasts as long as somebody typed; within its day.
static std::optional<base::Minutes> ends_as_before(base::TimeZone zone, const Game& game, const GameDraft& draft) {
    if (game.time_open || !draft.starts) return std::nullopt;
    auto ends = zone.to_local(game.ends).of_day;
    if (zone.day_of(game.ends) > game.day) ends += std::chrono::days(1);
    return std::min<base::Minutes>(*draft.starts + (ends - zone.to_local(game.starts).of_day), std::chrono::days(1));
}

static http::Response take_paste(http::WriteCall& call) {
    const auto team = fetch_team(call, call.db);
    const auto text = call.request.form.text("text");
    const auto all = plan(call, call.db, team, text);
    if (call.request.form.text("confirmed") != "1" || all.empty()) return check_page(call, team, text, all);
    int done = 0;
    for (const auto& one : all) {
        if (one.effect == Effect::added) add_game(call.db, call.viewer, call.now, call.zone, team, one.line.draft);
        if (one.effect == Effect::changed) {
            auto draft = one.line.draft;
            draft.kind = one.game->kind;
            draft.note = one.game->note;
            draft.ends = ends_as_before(call.zone, *one.game, draft);
            change_game(call.db, call.viewer, call.now, call.zone, team, one.game->id, one.game->sequence, draft, Moved::told);
        }
        done += one.effect == Effect::added || one.effect == Effect::changed ? 1 : 0;
    }
    return call.redirect_with_notice(desk_path(team) + "?show=all", call.text("athletics.paste.done", {{"n", std::to_string(done)}}));
}

void paste_routes(http::Routes& routes) {
    routes.get("/athletics/{team}/paste", http::signed_in, show_paste);
    routes.post("/athletics/{team}/paste", http::signed_in, take_paste);
}

}  // namespace athletics
