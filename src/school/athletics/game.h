/// Games and practices as they lie in the database, and the only ways to change them. Only for this room.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "athletics/team.h"

namespace athletics {

std::string_view word(GameKind kind);
std::optional<GameKind> parse_game_kind(std::string_view word);
std::string_view word(Side side);
std::optional<Side> parse_side(std::string_view word);
std::string_view word(Result result);
std::optional<Result> parse_result(std::string_view word);

enum class Withdrawn { left_out, included };
/// Of one team that begin between these moments, by start; at most 1,000.
std::vector<Game> games_of(db::Read& db, TeamId team, base::Instant from, base::Instant until, Withdrawn withdrawn);
enum class Listed { all, open };
/// Of one team, by start and page: those after this game. Open are those to come, and those that are over without a word of how they ended.
struct GamePage {
    std::vector<Game> games;
    bool more = false;
};
GamePage page_of_games(db::Read& db, TeamId team, base::Instant from, base::Instant until, std::optional<Game> after, Listed listed, base::Instant now, int limit);
/// Of each team the first that begins between these moments and is not withdrawn.
std::map<TeamId, Game> next_games(db::Read& db, base::Instant from, base::Instant until);
/// Throws base::NotFound, also when it is another team's.
Game find_game(db::Read& db, TeamId team, GameId id);
/// Games, scrimmages and meets of all teams or those of a school that are not over at `from` and begin before `until`.
std::vector<PublicGame> games_between(db::Read& db, base::Instant from, base::Instant until, std::optional<roster::OrgId> school, Withdrawn withdrawn, int most);

/// Of teams that play no more for that school, since `since` or later, what is not over by then: its feed must say that they are there no more.
/// Their status is `withdrawn`, whatever they are where they are now.
std::vector<PublicGame> games_that_left(db::Read& db, base::Instant since, roster::OrgId school, int most);

/// What a person types. Times are the district's clocks.
struct GameDraft {
    GameKind kind = GameKind::game;
    Side side = Side::home;
    std::string opponent;
    std::string place;
    base::Day day;
    std::optional<base::Minutes> starts;  // absent: the hour is open
    std::optional<base::Minutes> ends;    // absent: two hours later
    calendar::Bilingual note;
};
std::vector<std::pair<std::string, std::string>> draft_problems(const GameDraft& draft);

GameId add_game(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const Team& team, const GameDraft& draft);

/// Whether another time is a move that people are told of, or was a mistake that nobody needs to know.
enum class Moved { told, corrected };
/// Throws base::Conflict when the game's sequence is not `seen` any more.
void change_game(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const Team& team, GameId id, std::int64_t seen,
                 const GameDraft& draft, Moved moved);

enum class GameAction { cancel, postpone, delay, restore, move_back, score, withdraw };
std::optional<GameAction> parse_game_action(std::string_view word);
/// Holds a number. Words may stand beside it: "52–47 after overtime".
bool is_score(std::string_view text);
/// What a phone at the field says in one press.
struct QuickChange {
    GameAction action = GameAction::cancel;
    calendar::Bilingual note;
    std::optional<base::Minutes> starts;  // delay: the new time on the same day, when it is known
    Result result = Result::none;         // score
    std::string score;
};
/// Throws base::Conflict when the game has changed since `seen` or there is nothing to take back, base::Invalid naming the field: also for a result
/// before the day of the game, and for a delay on another day.
void change_quickly(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const Team& team, GameId id, std::int64_t seen,
                    const QuickChange& change);

}  // namespace athletics
