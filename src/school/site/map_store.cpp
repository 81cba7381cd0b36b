// The addresses of what is live.
#include <fmt/format.h>

#include "site/map.h"
#include "site/news_item.h"
#include "site/piece_rows.h"

namespace site {

std::vector<MapEntry> live_addresses(db::Read& db, base::Instant now, int most) {
    auto entries = db.query(fmt::format(R"sql(
        SELECT g.path, l.from_at FROM site_page g
          JOIN site_piece p ON p.id = g.piece_id
          JOIN site_publication l ON l.id = {}
         WHERE {} ORDER BY g.path LIMIT :most
    )sql", live_publication_sql, standing_sql))
                       .bind("now", now)
                       .bind("most", most)
                       .all([](const db::Row& row) { return MapEntry{std::string(row.text("path")), row.instant("from_at")}; });
    db.query(fmt::format(R"sql(
        SELECT p.id, v.title_en, v.title_es, n.live_from_at,
               (SELECT MAX(u.from_at) FROM site_publication u WHERE u.piece_id = p.id AND u.cancelled_at IS NULL AND u.meaning = 1 AND u.from_at <= :now) AS updated_at
          FROM site_news n
          JOIN site_piece p ON p.id = n.piece_id
          JOIN site_publication l ON l.id = {}
          JOIN site_version v ON v.id = l.version_id
         WHERE n.live_from_at <= :now AND {} ORDER BY n.live_from_at DESC, p.id DESC LIMIT :most
    )sql", live_publication_sql, standing_sql))
        .bind("now", now)
        .bind("most", most)
        .each([&](const db::Row& row) {
            const Bilingual words{.en = {std::string(row.text("title_en")), {}}, .es = {std::string(row.text("title_es")), {}}};
            entries.push_back({news_path(row.integer("id"), words), row.maybe_instant("updated_at").value_or(row.instant("live_from_at"))});
        });
    return entries;
}

}  // namespace site
