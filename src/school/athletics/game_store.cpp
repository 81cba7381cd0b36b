// Games as they are read.
#include <algorithm>

#include "athletics/game.h"
#include "db/db.h"

namespace athletics {

using roster::OrgId;
using std::chrono::days;

constexpr int most_games = 1000;

static constexpr std::string_view game_columns =
    "g.id, g.uid, g.sequence, g.team_id, g.kind, g.side, g.opponent, g.place, g.time_open, g.played_on, g.starts_at, g.ends_at, g.status, g.original_starts_at,"
    " g.original_open, g.result, g.score, g.note, g.note_es, g.changed_at";

static Game read_game(const db::Row& row) {
    Game game;
    game.id = {row.integer("id")};
    game.team = {row.integer("team_id")};
    game.uid = row.text("uid");
    game.sequence = row.integer("sequence");
    game.changed = row.instant("changed_at");
    game.kind = parse_game_kind(row.text("kind")).value_or(GameKind::game);
    game.side = parse_side(row.text("side")).value_or(Side::home);
    game.opponent = row.text("opponent");
    game.place = row.text("place");
    game.time_open = row.flag("time_open");
    game.day = row.day("played_on");
    game.starts = row.instant("starts_at");
    game.ends = row.instant("ends_at");
    game.status = calendar::parse_event_status(row.text("status")).value_or(calendar::EventStatus::scheduled);
    game.original_starts = row.maybe_instant("original_starts_at");
    game.original_open = row.flag("original_open");
    game.result = parse_result(row.text("result")).value_or(Result::none);
    game.score = row.text("score");
    game.note = {std::string(row.text("note")), std::string(row.text("note_es"))};
    return game;
}

static std::string select_games(std::string_view rest) {
    std::string sql = "SELECT ";
    return sql.append(game_columns).append(" FROM athletics_game g ").append(rest);
}

std::vector<Game> games_of(db::Read& db, TeamId team, base::Instant from, base::Instant until, Withdrawn withdrawn) {
    auto sql = select_games("WHERE g.team_id = :team AND g.starts_at >= :from AND g.starts_at < :until");
    if (withdrawn == Withdrawn::left_out) sql += " AND g.status <> 'withdrawn'";
    return db.query(sql + " ORDER BY g.starts_at, g.id LIMIT :most")
        .bind("team", team)
        .bind("from", from)
        .bind("until", until)
        .bind("most", most_games)
        .all(read_game);
}

GamePage page_of_games(db::Read& db, TeamId team, base::Instant from, base::Instant until, std::optional<Game> after, Listed listed, base::Instant now, int limit) {
    auto sql = select_games("WHERE g.team_id = :team AND g.starts_at >= :from AND g.starts_at < :until");
    if (after) sql += " AND (g.starts_at, g.id) > (:after, :after_id)";
    if (listed == Listed::open) sql += " AND g.status <> 'completed' AND (g.ends_at > :now OR (g.kind <> 'practice' AND g.status NOT IN ('cancelled', 'withdrawn')))";
    auto query = db.query(sql + " ORDER BY g.starts_at, g.id LIMIT :limit");
    if (after) std::move(query).bind("after", after->starts).bind("after_id", after->id);
    if (listed == Listed::open) std::move(query).bind("now", now);
    GamePage page{std::move(query).bind("team", team).bind("from", from).bind("until", until).bind("limit", limit + 1).all(read_game)};
    if (static_cast<int>(page.games.size()) > limit) {
        page.games.pop_back();
        page.more = true;
    }
    return page;
}

std::map<TeamId, Game> next_games(db::Read& db, base::Instant from, base::Instant until) {
    std::map<TeamId, Game> first;
    auto add = [&](const db::Row& row) {
        auto game = read_game(row);
        first.emplace(game.team, std::move(game));
    };
    db.query(select_games(R"sql(
        JOIN athletics_team t ON t.id = g.team_id
         WHERE g.id = (SELECT n.id FROM athletics_game n
                        WHERE n.team_id = t.id AND n.starts_at >= :from AND n.starts_at < :until AND n.status <> 'withdrawn'
                        ORDER BY n.starts_at, n.id LIMIT 1)
    )sql"))
        .bind("from", from)
        .bind("until", until)
        .each(add);
    return first;
}

Game find_game(db::Read& db, TeamId team, GameId id) {
    return db.query(select_games("WHERE g.id = :id AND g.team_id = :team")).bind("id", id).bind("team", team).one(read_game);
}

static PublicGame read_public_game(const db::Row& row) {
    return {read_game(row), std::string(row.text("slug")), {std::string(row.text("team_name")), std::string(row.text("team_name_es"))}, {row.integer("org_id")},
            std::string(row.text("org_name"))};
}

static std::string select_public_games(std::string_view rest) {
    std::string sql = "SELECT ";
    sql.append(game_columns).append(", t.slug, t.name AS team_name, t.name_es AS team_name_es, t.org_id, o.name AS org_name");
    return sql.append(" FROM athletics_game g JOIN athletics_team t ON t.id = g.team_id JOIN roster_org o ON o.id = t.org_id ").append(rest);
}

std::vector<PublicGame> games_that_left(db::Read& db, base::Instant since, OrgId school, int most) {
    auto games = db.query(select_public_games(R"sql(
        JOIN athletics_former_school f ON f.team_id = t.id
         WHERE f.org_id = :school AND f.left_at > :since AND g.ends_at > :since AND g.kind <> 'practice' AND t.org_id <> :school
           AND NOT EXISTS (SELECT 1 FROM athletics_partner p WHERE p.team_id = t.id AND p.org_id = :school)
         ORDER BY g.starts_at, g.id LIMIT :most
    )sql")).bind("school", school).bind("since", since).bind("most", most).all(read_public_game);
    for (auto& one : games) one.game.status = calendar::EventStatus::withdrawn;
    return games;
}

std::vector<PublicGame> games_between(db::Read& db, base::Instant from, base::Instant until, std::optional<OrgId> school, Withdrawn withdrawn, int most) {
    auto sql = select_public_games("WHERE g.starts_at > :earliest AND g.starts_at < :until AND g.ends_at > :from AND g.kind <> 'practice'");
    if (school) sql += " AND (t.org_id = :school OR EXISTS (SELECT 1 FROM athletics_partner p WHERE p.team_id = t.id AND p.org_id = :school))";
    if (withdrawn == Withdrawn::left_out) sql += " AND g.status <> 'withdrawn'";
    auto query = db.query(sql + " ORDER BY g.starts_at, g.id LIMIT :most");
    if (school) std::move(query).bind("school", *school);
    return std::move(query).bind("earliest", from - days(2)).bind("from", from).bind("until", until).bind("most", most).all(read_public_game);
}

std::vector<PublicGame> upcoming_games(db::Read& db, base::Instant now, base::Instant until, std::optional<OrgId> school, int most) {
    return games_between(db, now, until, school, Withdrawn::left_out, most);
}

}  // namespace athletics
