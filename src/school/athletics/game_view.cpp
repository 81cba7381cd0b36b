#include "athletics/game_view.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "html/format.h"

namespace athletics {

using calendar::EventStatus;

calendar::Bilingual usual_name(const http::Call& call, const Team& team) {
    auto in = [&](html::Language language) {
        auto words = [&](std::string_view kind, std::string_view one) { return call.services.messages->text(language, fmt::format("athletics.{}.{}", kind, one)); };
        return call.services.messages->text(language, "athletics.team_name",
                                            {{"sport", words("sport_of", team.sport)}, {"level", words("level_of", team.level)}, {"gender", words("gender_of", team.gender)}});
    };
    return {in(html::Language::en), in(html::Language::es)};
}

std::string game_words(const http::Call& call, const Game& game) {
    if (game.kind == GameKind::practice || game.opponent.empty()) {
        const auto kind = call.text(fmt::format("athletics.kind.{}", word(game.kind)));
        return game.opponent.empty() ? kind : fmt::format("{}: {}", kind, game.opponent);
    }
    return call.text(fmt::format("athletics.{}.{}", game.kind == GameKind::meet ? "meet_at" : "against", word(game.side)), {{"opponent", game.opponent}});
}

std::string time_words(const http::Call& call, const Game& game) {
    if (game.time_open) return call.text("athletics.time_open");
    return fmt::format("{}–{}", html::clock_words(call.zone, game.starts), html::clock_words(call.zone, game.ends));
}

std::string result_words(const http::Call& call, const Game& game) {
    if (game.result == Result::none) return game.score;
    const auto words = call.text(fmt::format("athletics.result.{}", word(game.result)));
    return game.score.empty() ? words : fmt::format("{} {}", words, game.score);
}

/// The event that says what happened to the game; enough for the words of the calendar.
static calendar::PublicEvent bare_event(const Game& game) {
    calendar::PublicEvent event;
    event.uid = game.uid;
    event.sequence = game.sequence;
    event.changed = game.changed;
    event.kind = game.kind == GameKind::practice ? calendar::EventKind::practice : calendar::EventKind::game;
    event.note = game.note;
    event.place = game.place;
    event.all_day = event.hour_open = game.time_open;
    event.first = event.last = game.day;
    event.starts = game.starts;
    event.ends = game.ends;
    event.status = game.status;
    event.original_starts = game.original_starts;
    event.original_all_day = game.original_open;
    return event;
}

void fill_game(const http::Call& call, html::View& row, const Game& game) {
    const auto event = bare_event(game);
    row.set("id", game.id.value).set("day", html::day_words(call.language, call.today(), game.day)).set("machine", calendar::machine_time(event, call.zone));
    row.set("time", time_words(call, game)).set("game", game_words(call, game)).set("result", result_words(call, game));
    // Places are written in English alone.
    if (!game.place.empty()) row.add("has_place").set("place", game.place).set("lang", "en");
    row.set("side", call.text(fmt::format("athletics.side.{}", word(game.side))));
    // A result says by itself that it is over.
    if (game.status != EventStatus::completed || result_words(call, game).empty()) calendar::show_status(call, row, game.status);
    if (!game.note.in(call.language).empty()) row.add("note").set("text", game.note.in(call.language)).set("lang", game.note.lang(call.language));
    if (const auto was = calendar::original_words(call, event); !was.empty()) row.add("original").set("text", was);
    row.show_if(game.status == EventStatus::cancelled || game.status == EventStatus::postponed, "off");
}

calendar::PublicEvent as_event(const http::Call& call, const PublicGame& game) {
    auto event = bare_event(game.game);
    event.path = game.path();
    event.school = game.school;
    event.school_name = game.school_name;
    const auto title = fmt::format("{} {}", game.team_name.in(call.language), game_words(call, game.game));
    event.title = call.language == html::Language::es ? calendar::Bilingual{title, title} : calendar::Bilingual{title, ""};
    const auto result = result_words(call, game.game);
    if (!result.empty()) event.description = {result, result};
    return event;
}

boost::json::object game_json(const http::Call& call, const Game& game) {
    auto moment = [&](base::Instant at, bool day_only) { return day_only ? base::to_iso(call.zone.day_of(at)) : calendar::local_iso(call.zone, at); };
    boost::json::object out{{"uid", game.uid},
                            {"sequence", game.sequence},
                            {"changed", base::to_iso(game.changed)},
                            {"kind", word(game.kind)},
                            {"title", game_words(call, game)},
                            {"opponent", game.opponent},
                            {"side", word(game.side)},
                            {"place", game.place},
                            {"start", moment(game.starts, game.time_open)},
                            {"end", moment(game.time_open ? game.starts : game.ends, game.time_open)},
                            {"time_open", game.time_open},
                            {"status", word(game.status)},
                            {"original_start", nullptr},
                            {"result", nullptr},
                            {"score", nullptr},
                            {"note", game.note.in(call.language)}};
    if (game.original_starts) out["original_start"] = moment(*game.original_starts, game.original_open);
    if (game.result != Result::none) out["result"] = word(game.result);
    if (!game.score.empty()) out["score"] = game.score;
    return out;
}

boost::json::object sports_event_json(const http::Call& call, const PublicGame& game, std::string_view sport) {
    auto out = calendar::event_json(call, as_event(call, game));
    out["@type"] = "SportsEvent";
    out["sport"] = sport;
    const boost::json::object ours{{"@type", "SportsTeam"}, {"name", fmt::format("{} {}", game.school_name, game.team_name.in(call.language))}};
    if (game.game.opponent.empty() || game.game.kind == GameKind::meet) return out;
    const boost::json::object theirs{{"@type", "SportsTeam"}, {"name", game.game.opponent}};
    const bool away = game.game.side == Side::away;
    out["homeTeam"] = away ? theirs : ours;
    out["awayTeam"] = away ? ours : theirs;
    return out;
}

}  // namespace athletics
