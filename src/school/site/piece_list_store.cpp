// The lists of those who write.
#include <algorithm>

#include <fmt/format.h>

#include "site/page_item.h"
#include "site/piece_rows.h"

namespace site {

static std::string numbers(const std::vector<std::int64_t>& ids) { return ids.empty() ? "0" : fmt::format("{}", fmt::join(ids, ", ")); }

/// Pieces `p` whose schools are all in reach; of the district only for whoever holds it everywhere.
static std::string in_reach(const auth::Viewer& viewer, auth::Permission permission) {
    const auto reach = viewer.reach(permission);
    if (reach.everywhere) return "1 = 1";
    return fmt::format("(EXISTS (SELECT 1 FROM site_piece_school s WHERE s.piece_id = p.id)"
                       " AND NOT EXISTS (SELECT 1 FROM site_piece_school s WHERE s.piece_id = p.id AND s.school_id NOT IN ({})))", numbers(reach.schools));
}

// Addresses of sections hold nothing but letters, digits, '-' and '/'.
std::string may_see_sql(const Editor& editor, PieceKind kind) {
    auto sql = fmt::format("({} OR {}", in_reach(*editor.viewer, kind == PieceKind::news ? may_write_news : may_write_pages), in_reach(*editor.viewer, may_publish));
    if (kind == PieceKind::page) {
        for (const auto& section : editor.sections) sql += fmt::format(" OR g.path = '{0}' OR g.path LIKE '{0}/%'", section);
    }
    return sql + ")";
}

static std::string showing(const PieceQuestion& question) {
    constexpr std::string_view waits = "EXISTS (SELECT 1 FROM site_version w WHERE w.piece_id = p.id AND w.asked_at IS NOT NULL AND w.answered_at IS NULL)";
    switch (question.showing) {
        case Showing::all: return "p.withdrawn_at IS NULL";
        case Showing::waiting: return fmt::format("p.withdrawn_at IS NULL AND {}", waits);
        case Showing::stale: return fmt::format("p.withdrawn_at IS NULL AND g.review_on <= '{}'", base::to_iso(question.today));
        case Showing::withdrawn: return "p.withdrawn_at IS NOT NULL";
    }
    return "1 = 0";
}

static PieceRow read_row(const db::Row& row, base::Instant now) {
    const std::string en(row.text("title_en"));
    PieceRow read{.id = {row.integer("id")},
                  .path = row.maybe_text("path").value_or(""),
                  .title = en.empty() ? std::string(row.text("title_es")) : en,
                  .waits = row.flag("waits"),
                  .from = row.maybe_instant("live_at"),
                  .ordered_at = row.instant("ordered_at"),
                  .expires_at = row.maybe_instant("expires_at"),
                  .changed_at = row.instant("changed_at"),
                  .owner = row.maybe_text("owner").value_or(""),
                  .review_on = row.maybe_day("review_on"),
                  .schools = {}};
    const auto next = row.maybe_instant("next_at");
    if (!row.null("withdrawn_at")) read.state = State::withdrawn;
    else if (read.from) read.state = read.expires_at && *read.expires_at <= now ? State::expired : State::published;
    else if (next) read.state = State::scheduled;
    else if (read.waits) read.state = State::review;
    if (!read.from) read.from = next;
    read.unpublished = row.flag("unpublished");
    return read;
}

PieceList list_pieces(db::Read& db, const Editor& editor, base::Instant now, const PieceQuestion& question) {
    const bool pages = question.kind == PieceKind::page;
    PieceList list;
    // What the list shows as the date; of a draft, which has none, its last change.
    constexpr std::string_view date_sql = "COALESCE(l.from_at, n.from_at, p.changed_at)";
    auto query = db.query(fmt::format(R"sql(
        SELECT p.id, g.path, v.title_en, v.title_es, p.changed_at, p.withdrawn_at, a.name AS owner, g.review_on,
               CASE WHEN v.asked_at IS NOT NULL AND v.answered_at IS NULL THEN 1 ELSE 0 END AS waits,
               l.from_at AS live_at, n.from_at AS next_at, {0} AS ordered_at, CASE WHEN l.id IS NULL THEN n.expires_at ELSE l.expires_at END AS expires_at,
               CASE WHEN EXISTS (SELECT 1 FROM site_publication b WHERE b.version_id = v.id AND b.cancelled_at IS NULL) THEN 0 ELSE 1 END AS unpublished
          FROM site_piece p
          LEFT JOIN site_page g ON g.piece_id = p.id
          LEFT JOIN auth_account a ON a.id = g.owner_id
          LEFT JOIN site_publication l ON l.id = {1}
          LEFT JOIN site_publication n ON n.id = {2}
          JOIN site_version v ON v.piece_id = p.id AND v.number = (SELECT MAX(m.number) FROM site_version m WHERE m.piece_id = p.id)
         WHERE p.kind = :kind AND {3} AND {4} AND {5}
         ORDER BY {6} LIMIT :most
    )sql",
                                  date_sql, live_publication_sql, next_publication_sql, may_see_sql(editor, question.kind), showing(question), pages ? std::string("g.path > :after") : fmt::format("(:before = 0 OR {0} < :before_at OR ({0} = :before_at AND p.id < :before))", date_sql),
                                  pages ? "g.path" : "ordered_at DESC, p.id DESC"))
                     .bind("now", now)
                     .bind("kind", word(question.kind))
                     .bind("most", question.most + 1);
    auto after = pages ? std::move(query).bind("after", question.after) : std::move(query).bind("before", question.before).bind("before_at", question.before_at);
    list.rows = std::move(after).all([&](const db::Row& row) { return read_row(row, now); });
    list.more = list.rows.size() > static_cast<std::size_t>(question.most);
    if (list.more) list.rows.pop_back();
    if (list.rows.empty()) return list;
    std::vector<std::int64_t> ids;
    ids.reserve(list.rows.size());
    for (const auto& row : list.rows) ids.push_back(row.id.value);
    db.query(fmt::format("SELECT piece_id, school_id FROM site_piece_school WHERE piece_id IN ({}) ORDER BY school_id", numbers(ids))).each([&](const db::Row& row) {
        std::ranges::find(list.rows, row.integer("piece_id"), [](const PieceRow& one) { return one.id.value; })->schools.push_back({row.integer("school_id")});
    });
    return list;
}

}  // namespace site
