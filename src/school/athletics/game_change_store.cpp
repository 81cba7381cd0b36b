// Every change of a game: the sequence rises, the record says what was before, and nothing that was public vanishes.
#include <boost/json.hpp>

#include "athletics/game.h"
#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"

namespace athletics {

using calendar::EventStatus;
using std::chrono::days;

/// How long a game takes when nobody says.
constexpr base::Minutes usual_length{120};

static void fill_time(Game& game, base::Day day, std::optional<base::Minutes> starts, std::optional<base::Minutes> ends, base::TimeZone zone) {
    game.day = day;
    game.time_open = !starts;
    game.starts = zone.to_instant({day, starts.value_or(base::Minutes(0))});
    if (!starts) game.ends = zone.to_instant({day + days(1), base::Minutes(0)});
    else game.ends = ends ? zone.to_instant({day, *ends}) : game.starts + usual_length;
    // A time that clocks skip that night may leave nothing between its ends.
    if (game.ends <= game.starts) game.ends = game.starts + base::Minutes(1);
}

static void fill(Game& game, const GameDraft& draft, base::TimeZone zone) {
    game.kind = draft.kind;
    game.side = draft.side;
    game.opponent = draft.opponent;
    game.place = draft.place;
    game.note = draft.note;
    fill_time(game, draft.day, draft.starts, draft.ends, zone);
}

static void record_game(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Game& game, std::string_view action) {
    const boost::json::value detail{{"team", game.team.value},   {"sequence", game.sequence},           {"kind", word(game.kind)},
                                    {"side", word(game.side)},   {"opponent", game.opponent},           {"place", game.place},
                                    {"starts", base::to_iso(game.starts)}, {"time_open", game.time_open}, {"status", word(game.status)},
                                    {"result", word(game.result)}, {"score", game.score}};
    auth::record(db, viewer, now, {.subject_kind = "game", .subject_id = game.id.value, .action = action, .why = game.note.en, .detail = boost::json::serialize(detail)});
}

static db::Query&& bind_game(db::Query&& query, const Game& game) {
    return std::move(std::move(query)
        .bind("kind", word(game.kind)).bind("side", word(game.side)).bind("opponent", game.opponent).bind("place", game.place)
        .bind("time_open", game.time_open).bind("day", game.day).bind("starts", game.starts).bind("ends", game.ends)
        .bind("status", word(game.status)).bind("original", game.original_starts).bind("original_open", game.original_open).bind("result", word(game.result))
        .bind("score", game.score).bind("note", game.note.en).bind("note_es", game.note.es));
}

GameId add_game(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const Team& team, const GameDraft& draft) {
    require_games(db, viewer, team);
    for (const auto& [field, key] : draft_problems(draft)) throw base::Invalid(field, key);
    Game game;
    game.team = team.id;
    game.uid = calendar::random_uid();
    fill(game, draft, zone);
    auto query = db.query(R"sql(
        INSERT INTO athletics_game (uid, team_id, kind, side, opponent, place, time_open, played_on, starts_at, ends_at, status, original_starts_at, original_open,
                                    result, score, note, note_es, created_at, changed_at)
        VALUES (:uid, :team, :kind, :side, :opponent, :place, :time_open, :day, :starts, :ends, :status, :original, :original_open,
                :result, :score, :note, :note_es, :now, :now)
        RETURNING id
    )sql");
    game.id = {bind_game(std::move(query), game).bind("uid", game.uid).bind("team", team.id).bind("now", now).one_integer()};
    record_game(db, viewer, now, game, "added");
    return game.id;
}

/// The row must still have the sequence that the game was read with.
static void update(db::Write& db, base::Instant now, const Game& game) {
    auto query = db.query(R"sql(
        UPDATE athletics_game SET kind = :kind, side = :side, opponent = :opponent, place = :place, time_open = :time_open, played_on = :day, starts_at = :starts,
               ends_at = :ends, status = :status, original_starts_at = :original, original_open = :original_open,
               result = :result, score = :score, note = :note, note_es = :note_es, changed_at = :now, sequence = sequence + 1
         WHERE id = :id AND sequence = :seen
    )sql");
    const auto changed = bind_game(std::move(query), game).bind("id", game.id).bind("seen", game.sequence).bind("now", now).run();
    if (changed == 0) throw base::Conflict("athletics.problem.stale");
}

static Game fetch_to_change(db::Write& db, const auth::Viewer& viewer, const Team& team, GameId id, std::int64_t seen) {
    require_games(db, viewer, team);
    auto game = find_game(db, team.id, id);
    if (game.sequence != seen) throw base::Conflict("athletics.problem.stale");
    return game;
}

static void forget_original(Game& game) {
    game.original_starts.reset();
    game.original_open = false;
}

/// Clause 2: a move is told, with the time that was published first. An hour that was open and is now known is no move.
static void note_move(Game& game, const Game& before, base::TimeZone zone, Moved moved) {
    const bool hour_known = before.time_open && before.day == game.day && before.status != EventStatus::postponed;
    if (game.starts == before.starts || hour_known) return;
    if (before.status == EventStatus::postponed) moved = Moved::told;
    if (moved == Moved::corrected || before.status == EventStatus::cancelled || before.status == EventStatus::withdrawn || before.status == EventStatus::completed) return;
    if (!game.original_starts) {
        game.original_starts = before.starts;
        game.original_open = before.time_open;
    }
    game.status = EventStatus::rescheduled;
    const bool back = game.original_open ? zone.day_of(*game.original_starts) == game.day : game.original_starts == game.starts && !game.time_open;
    if (!back) return;
    forget_original(game);
    game.status = EventStatus::scheduled;
}

void change_game(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const Team& team, GameId id, std::int64_t seen,
                 const GameDraft& draft, Moved moved) {
    for (const auto& [field, key] : draft_problems(draft)) throw base::Invalid(field, key);
    auto game = fetch_to_change(db, viewer, team, id, seen);
    const auto before = game;
    fill(game, draft, zone);
    note_move(game, before, zone, moved);
    update(db, now, game);
    record_game(db, viewer, now, game, "changed");
}

static base::Milliseconds length_of(const Game& game) { return game.time_open ? base::Milliseconds(usual_length) : game.ends - game.starts; }

static void delay(Game& game, const QuickChange& change, base::TimeZone zone) {
    game.status = EventStatus::delayed;
    if (!change.starts) return;
    const auto before = game;
    game.time_open = false;
    game.starts = zone.to_instant({game.day, *change.starts});
    game.ends = game.starts + length_of(before);
    // An hour that was open and is now known is no other time than was published.
    if (!game.original_starts && !before.time_open && game.starts != before.starts) game.original_starts = before.starts;
}

static void move_back(Game& game, base::TimeZone zone) {
    if (!game.original_starts) throw base::Conflict("athletics.problem.not_moved");
    const auto length = length_of(game);
    game.day = zone.day_of(*game.original_starts);
    game.starts = *game.original_starts;
    game.ends = game.starts + length;
    game.time_open = false;
    if (game.original_open) fill_time(game, game.day, std::nullopt, std::nullopt, zone);
    forget_original(game);
    game.status = EventStatus::scheduled;
}

static void restore(Game& game) {
    if (game.status == EventStatus::scheduled || game.status == EventStatus::rescheduled) throw base::Conflict("athletics.problem.not_stopped");
    game.status = game.original_starts ? EventStatus::rescheduled : EventStatus::scheduled;
    game.result = Result::none;
    game.score.clear();
}

void change_quickly(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::TimeZone zone, const Team& team, GameId id, std::int64_t seen,
                    const QuickChange& change) {
    auto game = fetch_to_change(db, viewer, team, id, seen);
    if (change.note.en.size() > 500 || change.note.es.size() > 500) throw base::Invalid("note", "athletics.problem.long_note");
    if (change.action == GameAction::score && change.score.empty() && change.result == Result::none) throw base::Invalid("score", "athletics.problem.score");
    if (change.score.size() > 60) throw base::Invalid("score", "athletics.problem.long_score");
    if (change.action == GameAction::score && !change.score.empty() && !is_score(change.score)) throw base::Invalid("score", "athletics.problem.no_number");
    if (change.action == GameAction::score && game.day > zone.day_of(now)) throw base::Invalid("score", "athletics.problem.not_played");
    if (change.action == GameAction::delay && game.day != zone.day_of(now)) throw base::Invalid("delay", "athletics.problem.delay_today");
    game.note = change.note;
    switch (change.action) {
        case GameAction::cancel: game.status = EventStatus::cancelled; break;
        case GameAction::postpone: game.status = EventStatus::postponed; break;
        case GameAction::withdraw: game.status = EventStatus::withdrawn; break;
        case GameAction::delay: delay(game, change, zone); break;
        case GameAction::restore: restore(game); break;
        case GameAction::move_back: move_back(game, zone); break;
        case GameAction::score:
            game.status = EventStatus::completed;
            game.result = change.result;
            game.score = change.score;
            break;
    }
    update(db, now, game);
    static constexpr std::string_view actions[] = {"cancelled", "postponed", "delayed", "restored", "moved_back", "scored", "withdrawn"};
    record_game(db, viewer, now, game, actions[static_cast<std::size_t>(change.action)]);
}

}  // namespace athletics
