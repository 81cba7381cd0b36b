// Pages as the public reads them.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "site/page_item.h"
#include "site/piece_rows.h"

namespace site {

static constexpr std::string_view live_sql = R"sql(
    SELECT p.id, g.path, v.title_en, v.body_en, v.title_es, v.body_es, l.from_at
      FROM site_page g
      JOIN site_piece p ON p.id = g.piece_id
      JOIN site_publication l ON l.id = {}
      JOIN site_version v ON v.id = l.version_id
     WHERE g.path = :path AND {}
)sql";

static LivePage read_live(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    return {.id = {row.integer("id")},
            .path = text("path"),
            .words = {.en = {text("title_en"), text("body_en")}, .es = {text("title_es"), text("body_es")}},
            .updated = row.instant("from_at"),
            .schools = {}};
}

std::optional<LivePage> live_page(db::Read& db, base::Instant now, std::string_view path) {
    auto page = db.query(fmt::format(live_sql, live_publication_sql, standing_sql)).bind("now", now).bind("path", path).maybe(read_live);
    if (!page) return page;
    page->schools = db.query("SELECT school_id FROM site_piece_school WHERE piece_id = :id").bind("id", page->id).all([](const db::Row& row) { return roster::OrgId{row.integer("school_id")}; });
    return page;
}

bool page_is_gone(db::Read& db, base::Instant now, std::string_view path) {
    return db.query(fmt::format(R"sql(
        SELECT p.id FROM site_page g JOIN site_piece p ON p.id = g.piece_id LEFT JOIN site_publication l ON l.id = {}
         WHERE g.path = :path
           AND (l.expires_at <= :now
                OR EXISTS (SELECT 1 FROM site_publication b WHERE b.piece_id = p.id AND b.cancelled_at IS NULL AND b.from_at <= p.withdrawn_at))
    )sql", live_publication_sql))
        .bind("now", now)
        .bind("path", path)
        .maybe_integer()
        .has_value();
}

bool page_exists(db::Read& db, base::Instant now, std::string_view path) {
    const auto standing = db.query(fmt::format(R"sql(
        SELECT p.id FROM site_page g JOIN site_piece p ON p.id = g.piece_id LEFT JOIN site_publication l ON l.id = {}
         WHERE g.path = :path AND p.withdrawn_at IS NULL AND ((l.id IS NOT NULL AND {}) OR {} IS NOT NULL)
    )sql", live_publication_sql, standing_sql, next_publication_sql)).bind("now", now).bind("path", path).maybe_integer();
    return standing || db.query("SELECT id FROM site_redirect WHERE from_path = :path").bind("path", path).maybe_integer();
}

// --- Navigation ---


static void hang(std::vector<NavigationPage>& into, std::int64_t parent, const std::multimap<std::int64_t, NavigationPage>& by_parent, int depth) {
    constexpr int deepest = 4;
    const auto [first, last] = by_parent.equal_range(parent);
    for (auto it = first; it != last; ++it) {
        into.push_back(it->second);
        if (depth < deepest) hang(into.back().below, it->second.id, by_parent, depth + 1);
    }
}

std::vector<NavigationPage> navigation_pages(db::Read& db, base::Instant now, html::Language language) {
    std::multimap<std::int64_t, NavigationPage> by_parent;
    db.query(fmt::format(R"sql(
        SELECT p.id, g.path, v.title_en, v.title_es, g.parent_id
          FROM site_page g
          JOIN site_piece p ON p.id = g.piece_id
          JOIN site_publication l ON l.id = {}
          JOIN site_version v ON v.id = l.version_id
         WHERE g.in_menu = 1 AND {} ORDER BY g.menu_order, g.path
    )sql", live_publication_sql, standing_sql))
        .bind("now", now)
        .each([&](const db::Row& row) {
            const Bilingual words{.en = {std::string(row.text("title_en")), {}}, .es = {std::string(row.text("title_es")), {}}};
            const auto shown = shown_language(words, language);
            by_parent.emplace(row.maybe_integer("parent_id").value_or(0),
                              NavigationPage{row.integer("id"), std::string(row.text("path")), shown, words.in(shown).title, {}});
        });
    std::vector<NavigationPage> top;
    hang(top, 0, by_parent, 1);
    return top;
}

}  // namespace site
