#include "site/redirect.h"

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "site/piece.h"
#include "site/piece_rows.h"

namespace site {

static std::optional<std::string> target_of(db::Read& db, std::string_view from) {
    return db.query("SELECT target FROM site_redirect WHERE from_path = :from").bind("from", from).maybe_text();
}

std::optional<std::string> redirect_of(db::Read& db, std::string_view path, std::string_view query) {
    if (!query.empty()) {
        if (auto target = target_of(db, std::string(path) + "?" + std::string(query))) return target;
    }
    return target_of(db, path);
}

static Redirect read_redirect(const db::Row& row) {
    return {row.integer("id"), std::string(row.text("from_path")), std::string(row.text("target")), row.text("reason") == "moved", row.maybe_text("maker").value_or(""), row.instant("made_at")};
}

std::vector<Redirect> redirects(db::Read& db, std::string_view after, int most) {
    return db.query(R"sql(
        SELECT r.id, r.from_path, r.target, r.reason, r.made_at, a.name AS maker
          FROM site_redirect r LEFT JOIN auth_account a ON a.id = r.made_by_id
         WHERE r.from_path > :after ORDER BY r.from_path LIMIT :most
    )sql").bind("after", after).bind("most", most).all(read_redirect);
}

Redirect load_redirect(db::Read& db, std::int64_t id) {
    return db.query(R"sql(
        SELECT r.id, r.from_path, r.target, r.reason, r.made_at, a.name AS maker
          FROM site_redirect r LEFT JOIN auth_account a ON a.id = r.made_by_id WHERE r.id = :id
    )sql").bind("id", id).one(read_redirect);
}

static void put(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view from, std::string_view target, std::string_view reason) {
    // Those that led here lead on: no chain, and so no loop; one that would lead to itself is over.
    db.query("UPDATE site_redirect SET target = :target WHERE target = :from").bind("target", target).bind("from", from).run();
    db.query("DELETE FROM site_redirect WHERE from_path = :target AND target = from_path").bind("target", target).run();
    db.query(R"sql(
        INSERT INTO site_redirect (from_path, target, reason, made_at, made_by_id) VALUES (:from, :target, :reason, :now, :by)
        ON CONFLICT (from_path) DO UPDATE SET target = excluded.target, reason = excluded.reason, made_at = excluded.made_at, made_by_id = excluded.made_by_id
    )sql")
        .bind("from", from)
        .bind("target", target)
        .bind("reason", reason)
        .bind("now", now)
        .bind("by", account_or_null(viewer))
        .run();
}

void redirect_moved(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view from, std::string_view to) { put(db, viewer, now, from, to, "moved"); }

static bool page_stands_at(db::Read& db, std::string_view path) {
    return db.query("SELECT p.id FROM site_page g JOIN site_piece p ON p.id = g.piece_id WHERE g.path = :path AND p.withdrawn_at IS NULL").bind("path", path).maybe_integer().has_value();
}

std::vector<RedirectLine> add_redirects(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::vector<RedirectLine> lines) {
    if (!viewer.may_everywhere(may_write_pages)) throw base::Forbidden("Redirects belong to the whole site.");
    std::vector<RedirectLine> refused;
    for (auto& line : lines) {
        if (line.problem.empty()) {
            // Straight to where it ends.
            if (auto further = target_of(db, line.target)) line.target = *further;
            if (line.target == line.from) line.problem = "site.page.redirect.loop";
            else if (page_stands_at(db, line.from)) line.problem = "site.page.redirect.page_there";
        }
        if (line.problem.empty()) put(db, viewer, now, line.from, line.target, "written");
        else refused.push_back(line);
    }
    // What was written before a line that is refused is undone by the answer, which is an error.
    if (!refused.empty()) return refused;
    auth::record(db, viewer, now, {.subject_kind = "redirect", .subject_id = 0, .action = "added", .detail = boost::json::serialize(boost::json::object{{"count", lines.size()}})});
    return {};
}

/// Deletes it and says so.
static void take_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    const auto redirect = load_redirect(db, id);
    db.query("DELETE FROM site_redirect WHERE id = :id").bind("id", id).run();
    const boost::json::object detail{{"from", redirect.from}, {"target", redirect.target}};
    auth::record(db, viewer, now, {.subject_kind = "redirect", .subject_id = id, .action = "removed", .detail = boost::json::serialize(detail)});
}

void remove_redirect(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    if (!viewer.may_everywhere(may_write_pages)) throw base::Forbidden("Redirects belong to the whole site.");
    take_out(db, viewer, now, id);
}

void forget_redirect(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view from) {
    const auto id = db.query("SELECT id FROM site_redirect WHERE from_path = :from").bind("from", from).maybe_integer();
    if (id) take_out(db, viewer, now, *id);
}

}  // namespace site
