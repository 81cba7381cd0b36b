// Counting, and what was counted.
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

std::map<ArticleId, Doubt> doubtful(db::Read& db, const auth::Viewer& viewer, base::TimeZone zone, base::Day today, const std::optional<std::vector<ArticleId>>& among) {
    require_reader(viewer);
    if (among && among->empty()) return {};
    std::vector<std::int64_t> ids;
    if (among) {
        for (const auto id : *among) ids.push_back(id.value);
    }
    const auto from = recent_from(today, std::nullopt);
    std::map<ArticleId, Record> records;
    // Days before the recent ones are one sum, and so are those after them of what was published before (a day earlier, so that no clock matters). Only of what was
    // published lately each day stands alone, because its recent days begin on a day of its own.
    // Only what was counted lately can give a new reason.
    db.query(fmt::format(R"sql(
        SELECT a.id, a.live_at, CASE WHEN c.on_day < :from THEN 'earlier' WHEN a.live_at < :settled THEN 'recent' ELSE c.on_day END AS span, {}
          FROM knowledge_article a JOIN knowledge_count c ON c.article_id = a.id
         WHERE a.live IS NOT NULL AND a.withdrawn_at IS NULL AND {}
           AND EXISTS (SELECT 1 FROM knowledge_count l WHERE l.article_id = a.id AND l.on_day >= :from)
         GROUP BY 1, 2, 3
    )sql", sums_sql, among ? fmt::format("a.id IN ({})", fmt::join(ids, ", ")) : std::string("1 = 1")))
        .bind("from", from)
        .bind("settled", zone.to_instant({from - std::chrono::days(1), base::Minutes(0)}))
        .each([&](const db::Row& row) {
            const auto span = row.text("span");
            const auto live_at = row.maybe_instant("live_at");
            const auto day = base::parse_day(span);
            const bool recent = day ? *day >= recent_from(today, live_at ? std::optional(zone.day_of(*live_at)) : std::nullopt) : span == "recent";
            Record& record = records[{row.integer("id")}];
            (recent ? record.recent : record.earlier) += read_tally(row);
        });
    std::map<ArticleId, Doubt> doubts;
    for (const auto& [id, record] : records) {
        if (const auto doubt = record.doubt(); doubt != Doubt::none) doubts[id] = doubt;
    }
    return doubts;
}

}  // namespace knowledge
