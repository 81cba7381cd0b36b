// Which classes have a page, which have none, and which one leads nowhere: for those who keep the links.
#include "base/error.h"
#include "site/class_row.h"

namespace site {

static std::string tables_and_place(const auth::Viewer& viewer, const std::optional<roster::OrgId>& school) {
    std::string sql = " FROM roster_class c JOIN roster_org o ON o.id = c.org_id LEFT JOIN site_class_link l ON l.class_id = c.id WHERE " + is_current;
    sql += within(viewer.reach(may_link_classes), "c.org_id");
    if (school) sql += " AND c.org_id = :school";
    return sql;
}

static CoverageLine read_line(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("title")), std::string(row.text("code")), std::string(row.text("school")), read_link(row)};
}

CoveragePage class_coverage(db::Read& db, const auth::Viewer& viewer, base::Day today, const CoverageQuestion& question) {
    auto sql = "SELECT c.id, c.title, c.code, o.name AS school, " + link_columns + tables_and_place(viewer, question.school);
    if (question.show == Show::missing) sql += " AND l.class_id IS NULL";
    if (question.show == Show::linked) sql += " AND l.class_id IS NOT NULL";
    if (question.show == Show::dead) sql += " AND l.state = 'dead'";
    if (question.after_id) sql += " AND (c.title, c.id) > (:after_title, :after_id)";
    sql += " ORDER BY c.title, c.id LIMIT :limit";
    auto query = db.query(sql);
    std::move(query).bind("today", today).bind("limit", question.limit + 1);
    if (question.school) std::move(query).bind("school", *question.school);
    if (question.after_id) std::move(query).bind("after_title", question.after_title).bind("after_id", question.after_id);
    CoveragePage page{std::move(query).all(read_line), false};
    if (static_cast<int>(page.lines.size()) > question.limit) {
        page.lines.pop_back();
        page.more = true;
    }
    return page;
}

Coverage count_coverage(db::Read& db, const auth::Viewer& viewer, base::Day today, std::optional<roster::OrgId> school) {
    auto query = db.query("SELECT count(*) AS classes, count(l.class_id) AS linked, COALESCE(sum(CASE WHEN l.state = 'dead' THEN 1 ELSE 0 END), 0) AS dead" + tables_and_place(viewer, school));
    std::move(query).bind("today", today);
    if (school) std::move(query).bind("school", *school);
    return std::move(query).one([](const db::Row& row) { return Coverage{row.integer("classes"), row.integer("linked"), row.integer("dead")}; });
}

CoverageLine covered_class(db::Read& db, const auth::Viewer& viewer, roster::ClassId id) {
    auto sql = "SELECT c.id, c.title, c.code, o.name AS school, " + link_columns +
               " FROM roster_class c JOIN roster_org o ON o.id = c.org_id LEFT JOIN site_class_link l ON l.class_id = c.id WHERE c.active = 1 AND c.id = :id" +
               within(viewer.reach(may_link_classes), "c.org_id");
    return db.query(sql).bind("id", id).one(read_line);
}

}  // namespace site
