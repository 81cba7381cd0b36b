// One game at the desk: what a phone at the field says in one press, and the whole form.
#include <fmt/format.h>

#include "athletics/pages.h"
#include "base/error.h"
#include "base/text.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace athletics {

using calendar::EventStatus;

static std::optional<base::Minutes> understand_time(std::string_view field, std::string_view text, Problems& problems) {
    if (text.empty()) return std::nullopt;
    const auto time = calendar::parse_clock(text);
    if (!time) problems.emplace_back(std::string(field), "athletics.problem.clock");
    return time;
}

GameDraft understand_game(const http::Fields& fields, Problems& problems) {
    GameDraft draft;
    const auto kind = parse_game_kind(fields.text("kind"));
    if (!kind) problems.emplace_back("kind", "athletics.problem.kind");
    draft.kind = kind.value_or(GameKind::game);
    const auto side = parse_side(fields.text("side"));
    if (!side) problems.emplace_back("side", "athletics.problem.side");
    draft.side = side.value_or(Side::home);
    draft.opponent = base::collapse_space(fields.text("opponent"));
    draft.place = base::collapse_space(fields.text("place"));
    const auto day = base::parse_day(fields.text("day"));
    if (!day) problems.emplace_back("day", "athletics.problem.day");
    draft.day = day.value_or(base::Day());
    draft.starts = understand_time("starts", fields.text("starts"), problems);
    draft.ends = understand_time("ends", fields.text("ends"), problems);
    draft.note = {base::collapse_space(fields.text("note")), base::collapse_space(fields.text("note_es"))};
    if (problems.empty()) problems = draft_problems(draft);
    return draft;
}

static http::Fields fields_of(const http::Call& call, const Game& game) {
    http::Fields fields;
    auto clock = [&](base::Instant at) { return calendar::clock_text(call.zone.to_local(at).of_day); };
    fields.add("kind", std::string(word(game.kind)));
    fields.add("side", std::string(word(game.side)));
    fields.add("opponent", game.opponent);
    fields.add("place", game.place);
    fields.add("day", base::to_iso(game.day));
    fields.add("starts", game.time_open ? "" : clock(game.starts));
    fields.add("ends", game.time_open ? "" : clock(game.ends));
    fields.add("note", game.note.en);
    fields.add("note_es", game.note.es);
    fields.add("seen", std::to_string(game.sequence));
    return fields;
}

static html::View form_view(http::Call& call, const Team& team, const http::Fields& fields, const Problems& problems) {
    static constexpr std::string_view kinds[] = {"game", "scrimmage", "meet", "practice"};
    static constexpr std::string_view sides[] = {"home", "away", "neutral"};
    html::View view;
    fill_problems(call, view, problems);
    view.set("team", team.name.in(call.language)).set("back", desk_path(team));
    fill_options(call, view, "kind_option", "kind", kinds, fields.text("kind"));
    fill_options(call, view, "side_option", "side", sides, fields.text("side"));
    for (auto name : {"opponent", "place", "day", "starts", "ends", "note", "note_es", "seen"}) view.set(name, fields.text(name));
    return view;
}

static html::View new_view(http::Call& call, const Team& team, const http::Fields& fields, const Problems& problems) {
    auto view = form_view(call, team, fields, problems);
    view.set("action", desk_path(team) + "/games").set("heading", call.text("athletics.add_game")).show("new");
    return view;
}

static http::Response new_game(http::ReadCall& call) {
    return call.page("athletics/game_form", call.text("athletics.add_game"), new_view(call, fetch_team(call, call.db), {}, {}));
}

static http::Response create_game(http::WriteCall& call) {
    const auto team = fetch_team(call, call.db);
    Problems problems;
    const auto draft = understand_game(call.request.form, problems);
    if (!problems.empty()) return call.page(http::unprocessable, "athletics/game_form", call.text("athletics.add_game"), new_view(call, team, call.request.form, problems));
    add_game(call.db, call.viewer, call.now, call.zone, team, draft);
    return call.redirect_with_notice(desk_path(team), call.text("athletics.game_added"));
}

static http::Fields quick_fields_of(const Game& game) {
    http::Fields fields;
    fields.add("note", game.note.en);
    fields.add("note_es", game.note.es);
    fields.add("score", game.score);
    fields.add("result", std::string(word(game.result)));
    return fields;
}

/// The game at the desk, with a form that holds these words, and another for what happened.
static html::View game_view(http::Call& call, const Team& team, const Game& game, const http::Fields& fields, const http::Fields& quick, const Problems& problems) {
    static constexpr std::string_view results[] = {"none", "won", "lost", "tied"};
    auto view = form_view(call, team, fields, problems);
    const auto path = fmt::format("{}/games/{}", desk_path(team), game.id.value);
    view.set("action", path).set("heading", game_words(call, game)).show("edit").set("seen", game.sequence);
    auto known = view.add("known");
    fill_game(call, known, game);
    known.set("quick", path + "/status").set("seen", game.sequence).set("words", quick.text("note")).set("words_es", quick.text("note_es"));
    known.set("score", quick.text("score")).set("delay", quick.text("delay"));
    for (const auto& [field, key] : problems) {
        if (field == "score" || field == "delay" || field == "why") known.add(field + "_error").set("message", call.text(key));
    }
    fill_options(call, known, "result_option", "result", results, quick.text("result"));
    const bool stopped = game.status == EventStatus::cancelled || game.status == EventStatus::postponed || game.status == EventStatus::withdrawn;
    const bool open = !stopped && game.status != EventStatus::completed;
    known.show_if(game.kind != GameKind::practice && !stopped && game.day <= call.today(), "may_score").show_if(game.status != EventStatus::cancelled && game.status != EventStatus::withdrawn, "may_cancel");
    known.show_if(open, "may_postpone").show_if(open && game.day == call.today(), "may_delay").show_if(stopped || game.status == EventStatus::delayed || game.status == EventStatus::completed, "may_restore");
    known.show_if(game.original_starts.has_value(), "may_move_back").show_if(game.status != EventStatus::withdrawn, "may_withdraw");
    return view;
}

static http::Response show_game(http::ReadCall& call) {
    const auto team = fetch_team(call, call.db);
    const auto game = find_game(call.db, team.id, call.id_as<GameId>("game"));
    return call.page("athletics/game_form", game_words(call, game), game_view(call, team, game, fields_of(call, game), quick_fields_of(game), {}));
}

static http::Response refuse(http::WriteCall& call, http::Status status, const Team& team, const Game& game, const http::Fields& fields, const Problems& problems) {
    return call.page(status, "athletics/game_form", game_words(call, game), game_view(call, team, game, fields, quick_fields_of(game), problems));
}

/// What was pressed at the top cannot be done; what was typed there stays.
static http::Response refuse_quick(http::WriteCall& call, http::Status status, const Team& team, const Game& game, Problems problems) {
    // The other form has fields for the same words; and a field that the game does not have today is nothing to go to.
    const bool no_score = game.day > call.today(), no_delay = game.day != call.today();
    for (auto& problem : problems) {
        auto& field = problem.first;
        if (field == "note") field = "why";
        if ((field == "score" && no_score) || (field == "delay" && no_delay)) field = "do";
    }
    return call.page(status, "athletics/game_form", game_words(call, game), game_view(call, team, game, fields_of(call, game), call.request.form, problems));
}

static http::Response save_game(http::WriteCall& call) {
    const auto team = fetch_team(call, call.db);
    const auto game = find_game(call.db, team.id, call.id_as<GameId>("game"));
    const auto& form = call.request.form;
    Problems problems;
    const auto draft = understand_game(form, problems);
    if (!problems.empty()) return refuse(call, http::unprocessable, team, game, form, problems);
    if (base::parse_integer(form.text("seen")) != game.sequence) return refuse(call, http::conflict, team, game, form, {{"opponent", "athletics.problem.stale"}});
    change_game(call.db, call.viewer, call.now, call.zone, team, game.id, game.sequence, draft, form.text("corrected") == "1" ? Moved::corrected : Moved::told);
    return call.redirect_with_notice(desk_path(team), call.text("athletics.saved"));
}

static http::Response change_status(http::WriteCall& call) {
    const auto team = fetch_team(call, call.db);
    const auto game = find_game(call.db, team.id, call.id_as<GameId>("game"));
    const auto& form = call.request.form;
    const auto action = parse_game_action(form.text("do"));
    if (!action) throw base::Invalid("do", "cancel, postpone, delay, restore, move_back, score or withdraw");
    if (base::parse_integer(form.text("seen")) != game.sequence) return refuse_quick(call, http::conflict, team, game, {{"do", "athletics.problem.stale_quick"}});
    if (*action == GameAction::withdraw || *action == GameAction::cancel) {
        const auto question = call.text(*action == GameAction::cancel ? "athletics.cancel_sure" : "athletics.withdraw_sure");
        if (auto asked = http::ask_first(call, question, call.text("athletics.yes"), fmt::format("{}/games/{}", desk_path(team), game.id.value))) return std::move(*asked);
    }
    Problems problems;
    QuickChange change{.action = *action, .note = {base::collapse_space(form.text("note")), base::collapse_space(form.text("note_es"))}, .starts = {},
                       .result = parse_result(form.text("result")).value_or(Result::none), .score = base::collapse_space(form.text("score"))};
    if (*action == GameAction::delay) change.starts = understand_time("delay", form.text("delay"), problems);
    if (!problems.empty()) return refuse_quick(call, http::unprocessable, team, game, problems);
    try {
        change_quickly(call.db, call.viewer, call.now, call.zone, team, game.id, game.sequence, change);
    } catch (const base::Invalid& bad) {
        return refuse_quick(call, http::unprocessable, team, game, {{bad.field(), bad.what()}});
    } catch (const base::Conflict& clash) {
        return refuse_quick(call, http::conflict, team, game, {{"do", clash.what()}});
    }
    return call.redirect_with_notice(desk_path(team), call.text(fmt::format("athletics.done.{}", form.text("do"))));
}

void game_routes(http::Routes& routes) {
    routes.get("/athletics/{team}/games/new", http::signed_in, new_game);
    routes.post("/athletics/{team}/games", http::signed_in, create_game);
    routes.get("/athletics/{team}/games/{game}", http::signed_in, show_game);
    routes.post("/athletics/{team}/games/{game}", http::signed_in, save_game);
    routes.post("/athletics/{team}/games/{game}/status", http::signed_in, change_status);
}

}  // namespace athletics
