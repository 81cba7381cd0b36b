// News as the public reads it.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "site/news_item.h"
#include "site/piece_rows.h"

namespace site {

static constexpr std::string_view item_columns = R"sql(
    p.id, n.tag, n.for_families, n.for_staff, n.for_students, n.live_from_at, l.expires_at, v.title_en, v.body_en, v.title_es, v.body_es,
    (SELECT MAX(u.from_at) FROM site_publication u WHERE u.piece_id = p.id AND u.cancelled_at IS NULL AND u.meaning = 1 AND u.from_at <= :now) AS updated_at
)sql";

static NewsItem read_item(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    NewsItem item{.id = row.integer("id"),
                  .path = {},
                  .tag = text("tag"),
                  .words = {.en = {text("title_en"), text("body_en")}, .es = {text("title_es"), text("body_es")}},
                  .at = row.instant("live_from_at"),
                  .updated = row.maybe_instant("updated_at").value_or(row.instant("live_from_at")),
                  .expires_at = row.maybe_instant("expires_at"),
                  .schools = {},
                  .audience = {row.flag("for_families"), row.flag("for_staff"), row.flag("for_students")}};
    item.path = news_path(item.id, item.words);
    return item;
}

static void add_schools(db::Read& db, std::vector<NewsItem>& items) {
    if (items.empty()) return;
    std::vector<std::int64_t> ids;
    ids.reserve(items.size());
    for (const auto& item : items) ids.push_back(item.id);
    std::multimap<std::int64_t, roster::OrgId> schools;
    db.query(fmt::format("SELECT piece_id, school_id FROM site_piece_school WHERE piece_id IN ({}) ORDER BY piece_id, school_id", fmt::join(ids, ", ")))
        .each([&](const db::Row& row) { schools.emplace(row.integer("piece_id"), roster::OrgId{row.integer("school_id")}); });
    for (auto& item : items) {
        const auto [first, last] = schools.equal_range(item.id);
        std::transform(first, last, std::back_inserter(item.schools), [](const auto& pair) { return pair.second; });
    }
}

NewsPage news_page(db::Read& db, base::Instant now, std::optional<roster::OrgId> school, int number, int most) {
    NewsPage page;
    page.items = db.query(fmt::format(R"sql(
        SELECT {} FROM site_news n
          JOIN site_piece p ON p.id = n.piece_id
          JOIN site_publication l ON l.id = {}
          JOIN site_version v ON v.id = l.version_id
         WHERE n.live_from_at <= :now AND {}
           AND (:school = 0 OR NOT EXISTS (SELECT 1 FROM site_piece_school s WHERE s.piece_id = p.id)
                OR EXISTS (SELECT 1 FROM site_piece_school s WHERE s.piece_id = p.id AND s.school_id = :school))
         ORDER BY n.live_from_at DESC, p.id DESC LIMIT :most OFFSET :skip
    )sql", item_columns, live_publication_sql, standing_sql))
                     .bind("now", now)
                     .bind("school", school ? school->value : 0)
                     .bind("most", most + 1)
                     .bind("skip", static_cast<std::int64_t>(number - 1) * most)
                     .all(read_item);
    page.more = page.items.size() > static_cast<std::size_t>(most);
    if (page.more) page.items.pop_back();
    add_schools(db, page.items);
    return page;
}

std::variant<NewsItem, GoneNews, ExpiredNews> find_news(db::Read& db, base::Instant now, std::int64_t id) {
    struct Found {
        std::string tag;
        std::optional<base::Instant> live_from, expires, withdrawn;
    };
    const auto found = db.query(fmt::format(R"sql(
        SELECT n.tag, n.live_from_at, l.expires_at, p.withdrawn_at
          FROM site_news n JOIN site_piece p ON p.id = n.piece_id LEFT JOIN site_publication l ON l.id = {} WHERE p.id = :id
    )sql", live_publication_sql))
                           .bind("now", now)
                           .bind("id", id)
                           .one([](const db::Row& row) {
                               return Found{std::string(row.text("tag")), row.maybe_instant("live_from_at"), row.maybe_instant("expires_at"), row.maybe_instant("withdrawn_at")};
                           });
    if (!found.live_from || *found.live_from > std::min(now, found.withdrawn.value_or(now))) throw base::NotFound("not public yet");
    if (found.withdrawn) return GoneNews{id, found.tag, *found.withdrawn};
    if (found.expires && *found.expires <= now) return ExpiredNews{*found.expires};
    std::vector<NewsItem> items{db.query(fmt::format(R"sql(
        SELECT {} FROM site_news n
          JOIN site_piece p ON p.id = n.piece_id
          JOIN site_publication l ON l.id = {}
          JOIN site_version v ON v.id = l.version_id
         WHERE p.id = :id
    )sql", item_columns, live_publication_sql))
                                    .bind("now", now)
                                    .bind("id", id)
                                    .one(read_item)};
    add_schools(db, items);
    return items.front();
}

std::vector<GoneNews> withdrawn_news(db::Read& db, base::Instant now) {
    return db.query(R"sql(
        SELECT p.id, n.tag, p.withdrawn_at FROM site_news n JOIN site_piece p ON p.id = n.piece_id
         WHERE n.live_from_at <= p.withdrawn_at AND p.withdrawn_at > :since ORDER BY p.withdrawn_at DESC LIMIT 50
    )sql")
        .bind("since", now - std::chrono::days(days_of_withdrawn))
        .all([](const db::Row& row) { return GoneNews{row.integer("id"), std::string(row.text("tag")), row.instant("withdrawn_at")}; });
}

std::optional<base::Instant> next_change(db::Read& db, base::Instant now) {
    return db.query(R"sql(
        SELECT MIN(at) AS at FROM (
            SELECT MIN(from_at) AS at FROM site_publication WHERE from_at > :now AND cancelled_at IS NULL
            UNION ALL SELECT MIN(expires_at) FROM site_publication WHERE expires_at > :now AND cancelled_at IS NULL
            UNION ALL SELECT MIN(until_at) FROM site_banner WHERE until_at > :now AND ended_at IS NULL
            UNION ALL SELECT MIN(from_at) FROM site_banner WHERE from_at > :now AND ended_at IS NULL
        ) AS coming
    )sql")
        .bind("now", now)
        .one([](const db::Row& row) { return row.maybe_instant("at"); });
}

}  // namespace site
