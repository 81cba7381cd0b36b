/// How games look in tables, lists, feeds and data. Only for this room.
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "athletics/game.h"
#include "http/call.h"

namespace athletics {

/// The name that a team has when nobody gives it one, in both languages: "Girls varsity basketball".
calendar::Bilingual usual_name(const http::Call& call, const Team& team);
/// "14:30–16:30", or that the hour is open.
std::string time_words(const http::Call& call, const Game& game);
/// "Won 52–47"; empty when there is neither.
std::string result_words(const http::Call& call, const Game& game);
/// Fills a row of a schedule: day, iso, time, game, result, #has_place, #status, #note, #original.
void fill_game(const http::Call& call, html::View& row, const Game& game);

/// As lists of events and feeds show it. The path is the team's.
calendar::PublicEvent as_event(const http::Call& call, const PublicGame& game);
/// As schedule.json tells it (docs/guide/teams.md).
boost::json::object game_json(const http::Call& call, const Game& game);
/// schema.org SportsEvent. Its times as calendar::event_json tells them.
boost::json::object sports_event_json(const http::Call& call, const PublicGame& game, std::string_view sport);

}  // namespace athletics
