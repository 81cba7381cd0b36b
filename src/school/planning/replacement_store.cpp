#include "planning/replacement_store.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "planning/planning.h"

namespace planning {

static void require_plan(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("The plan belongs to those who plan replacements.");
}

static std::string within(const PlanScope& scope) {
    std::string where;
    if (scope.school) where += *scope.school ? " AND d.school_id = :school" : " AND d.school_id IS NULL";
    if (scope.funding) where += " AND u.funding_source = :funding";
    return where;
}
static db::Query bound(db::Query query, const PlanScope& scope) {
    if (scope.school && *scope.school) std::move(query).bind("school", *scope.school);
    if (scope.funding) std::move(query).bind("funding", *scope.funding);
    return query;
}

static PlanCell read_cell(const db::Row& row) {
    return {static_cast<int>(row.integer("school_year")), row.integer("school_id"), std::string(row.text("school_name")), std::string(row.text("funding_source")),
            std::string(row.text("kind")), row.integer("devices"), row.integer("price"), row.integer("without_price")};
}

static std::vector<PlanCell> load_cells(db::Read& db, const PlanScope& scope) {
    const auto sql = fmt::format(R"sql(
        SELECT u.school_year, COALESCE(d.school_id, 0) AS school_id, COALESCE(s.name, '') AS school_name, u.funding_source, m.kind, COUNT(*) AS devices,
               COALESCE(SUM(u.price_cents), 0) AS price, SUM(CASE WHEN u.price_cents IS NULL THEN 1 ELSE 0 END) AS without_price
          FROM planning_due u JOIN inventory_device d ON d.id = u.device_id JOIN inventory_model m ON m.id = d.model_id LEFT JOIN roster_org s ON s.id = d.school_id
         WHERE 1 = 1{}
         GROUP BY u.school_year, d.school_id, s.name, u.funding_source, m.kind
    )sql", within(scope));
    auto cells = bound(db.query(sql), scope).all(read_cell);
    std::ranges::sort(cells, [](const PlanCell& left, const PlanCell& right) {
        return std::tie(left.school_name, left.school, left.funding_source, left.school_year, left.kind) < std::tie(right.school_name, right.school, right.funding_source, right.school_year, right.kind);
    });
    return cells;
}

/// The school year at whose end the maker's support is over.
static int unsupported_from(const db::Row& row, int first_year) {
    const auto support = row.maybe_day("support_ends_on");
    return row.integer("round") == 1 && support ? std::max(0, school_year_of(*support) - first_year) : 1000;
}

static std::vector<PlanItem> load_items(db::Read& db, const PlanScope& scope, int first_year) {
    const auto sql = fmt::format(R"sql(
        SELECT u.device_id, u.round, u.school_year, u.price_cents, v.regret_cents, COALESCE(d.support_ends_on, m.support_ends_on) AS support_ends_on
          FROM planning_due u JOIN planning_verdict v ON v.device_id = u.device_id JOIN inventory_device d ON d.id = u.device_id JOIN inventory_model m ON m.id = d.model_id
         WHERE u.price_cents IS NOT NULL{}
    )sql", within(scope));
    std::vector<PlanItem> items;
    bound(db.query(sql), scope).each([&](const db::Row& row) {
        // Of a device that is not there yet nothing is known: its waiting costs nothing that could be said.
        const bool there = row.integer("round") == 1;
        items.push_back({row.integer("device_id"), std::max(0, static_cast<int>(row.integer("school_year")) - first_year), row.integer("price_cents"), there ? row.integer("regret_cents") : 0,
                         unsupported_from(row, first_year), static_cast<int>(row.integer("round"))});
    });
    return items;
}

static std::optional<std::int64_t> count_without_end(db::Read& db, const PlanScope& scope) {
    if (scope.funding) return std::nullopt;
    const auto sql = fmt::format("SELECT COUNT(*) FROM planning_verdict v JOIN inventory_device d ON d.id = v.device_id WHERE v.ends_on IS NULL AND v.verdict <> 'replace'{}", within(scope));
    return bound(db.query(sql), scope).one_integer();
}

std::optional<Plan> load_plan(db::Read& db, const auth::Viewer& viewer, const PlanScope& scope) {
    require_plan(viewer);
    const auto count = last_count(db);
    if (!count) return std::nullopt;
    Plan plan;
    plan.count = *count;
    // The year of the count and not of today: what it called due now stays so until the next night.
    plan.first_year = school_year_of(db::district_zone(db).day_of(count->made_at));
    plan.cells = load_cells(db, scope);
    plan.items = load_items(db, scope, plan.first_year);
    for (const auto& cell : plan.cells) plan.without_price += cell.without_price;
    plan.without_end = count_without_end(db, scope);
    return plan;
}

std::vector<std::string> plan_funds(db::Read& db, const auth::Viewer& viewer) {
    require_plan(viewer);
    return db.query("SELECT DISTINCT funding_source FROM planning_due ORDER BY funding_source").all([](const db::Row& row) { return std::string(row.text("funding_source")); });
}

}  // namespace planning
