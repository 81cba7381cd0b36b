// Counting, and what was counted.
#include <map>

#include <fmt/format.h>

#include "auth/secret.h"
#include "base/error.h"
#include "db/db.h"
#include "knowledge/measure.h"

namespace knowledge {

static constexpr std::string_view sums_sql =
    "CAST(COALESCE(sum(c.shown), 0) AS BIGINT) AS shown, CAST(COALESCE(sum(c.opened), 0) AS BIGINT) AS opened, CAST(COALESCE(sum(c.solved), 0) AS BIGINT) AS solved, "
    "CAST(COALESCE(sum(c.sent), 0) AS BIGINT) AS sent, CAST(COALESCE(sum(c.used), 0) AS BIGINT) AS used, CAST(COALESCE(sum(c.came_back), 0) AS BIGINT) AS came_back";

static Tally read_tally(const db::Row& row) {
    return {row.integer("shown"), row.integer("opened"), row.integer("solved"), row.integer("sent"), row.integer("used"), row.integer("came_back")};
}

void count(db::Write& db, base::Day day, ArticleId article, Step step) {
    // The step is a word of ours, so it can stand in the text of the statement.
    db.query(fmt::format(R"sql(
        INSERT INTO knowledge_count (article_id, on_day, {0}) VALUES (:article, :day, 1)
        ON CONFLICT (article_id, on_day) DO UPDATE SET {0} = knowledge_count.{0} + 1
    )sql", word(step)))
        .bind("article", article)
        .bind("day", day)
        .run();
}

/// Clause 5.4: made with the first count of a day, which forgets the days before.
static std::string salt_of(db::Write& db, base::Day day) {
    if (auto known = db.query("SELECT salt FROM knowledge_salt WHERE on_day = :day").bind("day", day).maybe_text()) return *known;
    db.query("DELETE FROM knowledge_seen WHERE on_day < :day").bind("day", day).run();
    db.query("DELETE FROM knowledge_salt WHERE on_day < :day").bind("day", day).run();
    auto salt = auth::random_token();
    db.query("INSERT INTO knowledge_salt (on_day, salt) VALUES (:day, :salt)").bind("day", day).bind("salt", salt).run();
    return salt;
}

bool count_once(db::Write& db, const Occasion& occasion, ArticleId article, Step step) {
    const auto who = auth::hash_token(fmt::format("{} {}", salt_of(db, occasion.day), occasion.who));
    const auto added = db.query("INSERT INTO knowledge_seen (on_day, who, article_id, step) VALUES (:day, :who, :article, :step) ON CONFLICT DO NOTHING")
                           .bind("day", occasion.day)
                           .bind("who", who)
                           .bind("article", article)
                           .bind("step", word(step))
                           .run();
    if (added == 0) return false;
    count(db, occasion.day, article, step);
    return true;
}

static void require_reader(const auth::Viewer& viewer) {
    if (!is_reader(viewer)) throw base::NotFound("numbers are for the staff");
}

Record record_of(db::Read& db, const auth::Viewer& viewer, ArticleId id, const Period& period) {
    require_reader(viewer);
    const auto span = [&](std::string_view condition) {
        return db.query(fmt::format("SELECT {} FROM knowledge_count c WHERE c.article_id = :article AND c.on_day {} :from", sums_sql, condition))
            .bind("article", id)
            .bind("from", recent_from(period.today, period.live_on))
            .one(read_tally);
    };
    Record record{{}, span("<"), span(">=")};
    record.all = record.earlier;
    record.all += record.recent;
    return record;
}

std::vector<DayCount> days_of(db::Read& db, const auth::Viewer& viewer, ArticleId id, std::optional<base::Day> before, int most) {
    require_reader(viewer);
    return db.query(R"sql(
        SELECT on_day, shown, opened, solved, sent, used, came_back FROM knowledge_count
         WHERE article_id = :article AND (:before = '' OR on_day < :before) ORDER BY on_day DESC LIMIT :most
    )sql")
        .bind("article", id)
        .bind("before", before ? base::to_iso(*before) : std::string())
        .bind("most", most)
        .all([](const db::Row& row) { return DayCount{row.day("on_day"), read_tally(row)}; });
}

std::vector<std::pair<ArticleId, Doubt>> doubtful(db::Read& db, const auth::Viewer& viewer, base::TimeZone zone, base::Day today) {
    require_reader(viewer);
    // Only what was counted lately can give a new reason.
    std::map<std::int64_t, std::optional<base::Day>> live_on;
    db.query("SELECT id, live_at FROM knowledge_article a WHERE live IS NOT NULL AND withdrawn_at IS NULL"
             " AND EXISTS (SELECT 1 FROM knowledge_count c WHERE c.article_id = a.id AND c.on_day >= :from)")
        .bind("from", recent_from(today, std::nullopt))
        .each([&](const db::Row& row) {
            const auto at = row.maybe_instant("live_at");
            live_on[row.integer("id")] = at ? std::optional(zone.day_of(*at)) : std::nullopt;
        });
    std::vector<std::pair<ArticleId, Doubt>> list;
    for (const auto& [id, day] : live_on) {
        const auto doubt = record_of(db, viewer, {id}, {today, day}).doubt();
        if (doubt != Doubt::none) list.push_back({{id}, doubt});
    }
    return list;
}

}  // namespace knowledge
