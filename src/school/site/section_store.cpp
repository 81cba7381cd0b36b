#include "site/section.h"

#include <boost/json.hpp>

#include "auth/account.h"
#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "site/page_path.h"
#include "site/piece.h"
#include "site/piece_rows.h"

namespace site {

std::vector<Section> sections(db::Read& db) {
    std::vector<Section> all;
    db.query(R"sql(
        SELECT s.id, s.path, e.account_id, a.name
          FROM site_section s
          LEFT JOIN site_section_editor e ON e.section_id = s.id
          LEFT JOIN auth_account a ON a.id = e.account_id
         ORDER BY s.path, a.name_folded, e.account_id
    )sql").each([&](const db::Row& row) {
        if (all.empty() || all.back().id != row.integer("id")) all.push_back({row.integer("id"), std::string(row.text("path")), {}});
        if (const auto account = row.maybe_integer("account_id")) all.back().writers.push_back({{*account}, std::string(row.text("name"))});
    });
    return all;
}

static void require_all_pages(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_write_pages)) throw base::Forbidden("Sections are given by who writes all pages.");
}

static std::string path_of_section(db::Read& db, std::int64_t id) { return db.query("SELECT path FROM site_section WHERE id = :id").bind("id", id).one([](const db::Row& row) { return std::string(row.text("path")); }); }

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "site_section", .subject_id = id, .action = action, .detail = boost::json::serialize(detail)});
}

void add_section(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view path) {
    require_all_pages(viewer);
    const auto usable = parse_page_path(path);
    if (!usable) throw base::Invalid("path", "site.page.problem.path");
    if (db.query("SELECT id FROM site_section WHERE path = :path").bind("path", *usable).maybe_integer()) throw base::Invalid("path", "site.page.problem.section_there");
    const auto id = db.query("INSERT INTO site_section (path, made_at, made_by_id) VALUES (:path, :now, :by) RETURNING id")
                        .bind("path", *usable)
                        .bind("now", now)
                        .bind("by", account_or_null(viewer))
                        .one_integer();
    note(db, viewer, now, id, "added", {{"path", *usable}});
}

static const auth::Grant door{std::string(may_write_sections.name), auth::ScopeKind::everywhere, 0};

/// The permission alone opens nothing but the door, so whoever gives a section gives it, without managing access.
static void close_door(db::Write& db, base::Instant now, auth::AccountId account) {
    const bool has_another = db.query("SELECT section_id FROM site_section_editor WHERE account_id = :account LIMIT 1").bind("account", account).maybe_integer().has_value();
    if (!has_another) auth::revoke(db, auth::Viewer::system(), now, account, door);
}

void remove_section(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    require_all_pages(viewer);
    const auto path = path_of_section(db, id);
    const auto writers = db.query("SELECT account_id FROM site_section_editor WHERE section_id = :id").bind("id", id).all([](const db::Row& row) { return auth::AccountId{row.integer("account_id")}; });
    db.query("DELETE FROM site_section_editor WHERE section_id = :id").bind("id", id).run();
    db.query("DELETE FROM site_section WHERE id = :id").bind("id", id).run();
    for (const auto account : writers) close_door(db, now, account);
    note(db, viewer, now, id, "removed", {{"path", path}});
}

void add_writer(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t section, auth::AccountId account) {
    require_all_pages(viewer);
    const auto path = path_of_section(db, section);
    const auto added = db.query("INSERT INTO site_section_editor (section_id, account_id) VALUES (:section, :account) ON CONFLICT DO NOTHING")
                           .bind("section", section)
                           .bind("account", account)
                           .run();
    if (added == 0) return;
    auth::grant(db, auth::Viewer::system(), now, account, door);
    note(db, viewer, now, section, "writer_added", {{"path", path}, {"account", account.value}});
}

void remove_writer(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t section, auth::AccountId account) {
    require_all_pages(viewer);
    const auto path = path_of_section(db, section);
    if (db.query("DELETE FROM site_section_editor WHERE section_id = :section AND account_id = :account").bind("section", section).bind("account", account).run() == 0) return;
    close_door(db, now, account);
    note(db, viewer, now, section, "writer_removed", {{"path", path}, {"account", account.value}});
}

}  // namespace site
