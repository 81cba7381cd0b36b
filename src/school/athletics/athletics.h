/// The front door of athletics: teams and their games, as everybody may see them. No roster, no name of a student, no photograph
/// (docs/policies/events.md, to which clause numbers refer).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "calendar/calendar.h"

namespace http {
class Call;
class Routes;
}

namespace athletics {

/// Teams and games, everywhere or of single schools.
constexpr auth::Permission may_edit{"athletics.edit"};
/// The games of the teams that somebody with `may_edit` named the person for, and nothing else.
constexpr auth::Permission may_coach{"athletics.coach"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);
/// Puts games into the lists and feeds of schools.
void fill_slots();

struct TeamId {
    std::int64_t value = 0;
    auto operator<=>(const TeamId&) const = default;
};
struct GameId {
    std::int64_t value = 0;
    auto operator<=>(const GameId&) const = default;
};

enum class GameKind { game, scrimmage, meet, practice };
enum class Side { home, away, neutral };
enum class Result { none, won, lost, tied };

struct Game {
    GameId id;
    TeamId team;
    std::string uid;            // random and for ever the same
    std::int64_t sequence = 0;  // only ever rises; also what a form was made from
    base::Instant changed;
    GameKind kind = GameKind::game;
    Side side = Side::home;
    std::string opponent;       // empty for a practice
    std::string place;
    bool time_open = false;     // the day is fixed, the hour is not; `starts` is midnight then
    base::Day day;              // in the district's time zone
    base::Instant starts;
    base::Instant ends;
    calendar::EventStatus status = calendar::EventStatus::scheduled;
    std::optional<base::Instant> original_starts;  // the start that was published first, once it has moved
    bool original_open = false;                    // that start was a day whose hour was open
    Result result = Result::none;
    std::string score;          // "52–47", as people say it, ours first
    calendar::Bilingual note;
};

/// A game with what a list says of its team.
struct PublicGame {
    Game game;
    std::string team_slug;
    calendar::Bilingual team_name;  // "Girls varsity basketball"
    roster::OrgId school;
    std::string school_name;
    std::string path() const { return "/teams/" + team_slug; }
};

/// Games (no practices) that are not over at `now` and begin before `until`, by start; with a school, those of its teams, also where it
/// only takes part in a shared one. Cancelled and postponed ones are among them.
std::vector<PublicGame> upcoming_games(db::Read& db, base::Instant now, base::Instant until, std::optional<roster::OrgId> school, int most);

/// "vs. Central", "at Central", "Practice", in the call's language.
std::string game_words(const http::Call& call, const Game& game);

}  // namespace athletics
