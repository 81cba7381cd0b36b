#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "site/class_check.h"
#include "site/class_row.h"

namespace site {

/// In one run of the night; what is more waits for the next.
constexpr std::size_t most_at_night = 2000;

std::vector<DueLink> due_links(db::Read& db, base::Day today, base::Instant now, bool all, const std::vector<std::int64_t>& schools) {
    std::string sql = "SELECT l.class_id, l.url, l.host FROM site_class_link l JOIN roster_class c ON c.id = l.class_id WHERE " + is_current;
    if (!all) sql += " AND (l.checked_at IS NULL OR l.checked_at < :week OR (l.checked_at < :day AND l.state IN ('unknown', 'dead')))";
    if (!schools.empty()) sql += fmt::format(" AND c.org_id IN ({})", fmt::join(schools, ", "));
    sql += " ORDER BY COALESCE(l.checked_at, 0), l.class_id";
    auto query = db.query(sql);
    std::move(query).bind("today", today);
    // Half a day early, so that a run which begins some minutes sooner than the last one does not leave everything for another day.
    if (!all) std::move(query).bind("week", now - std::chrono::hours(7 * 24 - 12)).bind("day", now - std::chrono::hours(12));
    std::map<std::string, std::vector<DueLink>, std::less<>> by_host;
    std::map<std::string, std::pair<std::string, std::size_t>, std::less<>> places;
    std::move(query).each([&](const db::Row& row) {
        auto& links = by_host[std::string(row.text("host"))];
        auto [place, fresh] = places.try_emplace(std::string(row.text("url")), std::string(row.text("host")), links.size());
        if (fresh) links.push_back({place->first, {}});
        links[place->second.second].classes.push_back(row.integer("class_id"));
    });
    std::vector<DueLink> turns;
    for (std::size_t turn = 0;; ++turn) {
        const auto before = turns.size();
        for (auto& [host, links] : by_host) {
            if (turn < links.size()) turns.push_back(std::move(links[turn]));
        }
        if (turns.size() == before || (!all && turns.size() >= most_at_night)) break;
    }
    return turns;
}

void note_look(db::Write& db, const DueLink& link, const http::Fetched& answer, base::Instant now) {
    for (auto id : link.classes) {
        auto before = db.query("SELECT " + link_columns + " FROM site_class_link l WHERE l.class_id = :id AND l.url = :url").bind("id", id).bind("url", link.url).maybe(read_reached);
        if (!before) continue;
        const auto after = after_look(*before, link.url, answer, now);
        db.query("UPDATE site_class_link SET state = :state, status = :status, trouble = :trouble, checked_at = :now, since_at = :since WHERE class_id = :id")
            .bind("id", id)
            .bind("state", word(after.state))
            .bind("status", after.status)
            .bind("trouble", after.trouble)
            .bind("now", now)
            .bind("since", after.since)
            .run();
    }
}

}  // namespace site
