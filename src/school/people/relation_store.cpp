#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "people/people_rows.h"
#include "people/relation.h"
#include "people/relation_row.h"

namespace people {

Relation read_relation(const db::Row& row) {
    Relation one{.id = row.integer("id"), .from = {row.integer("from_id")}, .from_name = std::string(row.text("from_name")), .to = {row.integer("to_id")},
                 .to_name = std::string(row.text("to_name")), .kind = std::string(row.text("kind")), .org = {}, .org_name = row.maybe_text("org_name").value_or(""),
                 .from_on = row.day("from_on"), .to_on = row.maybe_day("to_on"), .basis = std::string(row.text("basis")), .version = row.integer("version")};
    if (auto org = row.maybe_integer("org_id")) one.org = roster::OrgId{*org};
    return one;
}

std::vector<Relation> relations_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account, base::Day day) {
    require_staff(db, viewer);
    static const std::string sql = fmt::format(R"sql({}
         WHERE (r.from_id = :account OR r.to_id = :account) AND (r.to_on IS NULL OR r.to_on >= :day) AND (:manager = 1 OR r.kind <> 'related')
         ORDER BY CASE WHEN r.to_id = :account THEN 0 ELSE 1 END, r.kind, t.name, r.id LIMIT 200)sql", relation_select);
    return db.query(sql).bind("account", account).bind("day", day).bind("manager", viewer.may_everywhere(may_manage)).all(read_relation);
}

std::vector<Relation> relations(db::Read& db, const auth::Viewer& viewer, const RelationFilter& filter) {
    require_manager(viewer);
    static const std::string sql = fmt::format(R"sql({}
         WHERE r.id > :after AND (r.to_on IS NULL OR r.to_on >= :day) AND (:kind = '' OR r.kind = :kind)
           AND (:words = '' OR lower(f.name) LIKE :pattern OR lower(t.name) LIKE :pattern)
         ORDER BY r.id LIMIT :most)sql", relation_select);
    auto words = base::to_lower_ascii(base::trim(filter.words));
    std::erase_if(words, [](char c) { return c == '%' || c == '_'; });
    return db.query(sql)
        .bind("after", filter.after)
        .bind("day", filter.day)
        .bind("kind", filter.kind)
        .bind("words", words)
        .bind("pattern", "%" + words + "%")
        .bind("most", filter.limit)
        .all(read_relation);
}

Relation fetch_relation(db::Read& db, const auth::Viewer& viewer, std::int64_t id) {
    require_manager(viewer);
    static const std::string sql = fmt::format("{} WHERE r.id = :id", relation_select);
    return db.query(sql).bind("id", id).one(read_relation);
}

}  // namespace people
