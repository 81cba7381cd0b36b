#include "planning/verdict_list.h"

#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "planning/hazard_store.h"

namespace planning {

constexpr std::string_view tables = R"sql(
    planning_verdict v JOIN inventory_device d ON d.id = v.device_id JOIN inventory_model m ON m.id = d.model_id
    LEFT JOIN roster_org s ON s.id = d.school_id LEFT JOIN planning_due u ON u.device_id = v.device_id AND u.round = 1
)sql";

static std::string where_of(const auth::Viewer& viewer, const VerdictQuestion& question) {
    std::string where = of_inventory(viewer);
    if (question.school) where += *question.school ? " AND d.school_id = :school" : " AND d.school_id IS NULL";
    if (!question.kind.empty()) where += " AND m.kind = :kind";
    if (question.model) where += " AND d.model_id = :model";
    if (question.verdict) where += " AND v.verdict = :verdict";
    if (question.school_year || question.funding) {
        where += " AND EXISTS (SELECT 1 FROM planning_due p WHERE p.device_id = v.device_id";
        if (question.school_year) where += " AND p.school_year = :year";
        if (question.funding) where += " AND p.funding_source = :funding";
        where += ")";
    }
    if (question.after_regret) where += " AND (v.regret_cents < :after_regret OR (v.regret_cents = :after_regret AND v.device_id > :after_id))";
    return where;
}

static db::Query bound(db::Query query, const VerdictQuestion& question) {
    if (question.school && *question.school) std::move(query).bind("school", *question.school);
    if (!question.kind.empty()) std::move(query).bind("kind", question.kind);
    if (question.model) std::move(query).bind("model", *question.model);
    if (question.verdict) std::move(query).bind("verdict", word(*question.verdict));
    if (question.school_year) std::move(query).bind("year", *question.school_year);
    if (question.funding) std::move(query).bind("funding", *question.funding);
    if (question.after_regret) std::move(query).bind("after_regret", *question.after_regret).bind("after_id", question.after_id);
    return query;
}

static VerdictLine read_line(const db::Row& row) {
    VerdictLine line;
    line.device = row.integer("device_id");
    line.tag = row.maybe_text("asset_tag").value_or("");
    line.serial = row.maybe_text("serial").value_or("");
    line.kind = row.text("kind");
    line.model = base::trim(fmt::format("{} {}", row.text("manufacturer"), row.text("model")));
    line.model_id = row.integer("model_id");
    line.school = row.text("school");
    line.verdict = parse_word(row.text("verdict")).value_or(Word::unknown);
    line.reason = parse_reason(row.text("reason")).value_or(Reason::no_price);
    line.sure = row.flag("sure");
    line.ends_on = row.maybe_day("ends_on");
    line.keep_cents = row.maybe_integer("keep_cents");
    line.new_cents = row.maybe_integer("new_cents");
    line.limit_cents = row.integer("limit_cents");
    line.regret_cents = row.integer("regret_cents");
    if (const auto year = row.maybe_integer("school_year")) line.due_year = static_cast<int>(*year);
    line.price_cents = row.maybe_integer("price_cents");
    line.funding_source = row.maybe_text("funding_source").value_or("");
    return line;
}

VerdictPage find_verdicts(db::Read& db, const auth::Viewer& viewer, const VerdictQuestion& question) {
    const auto sql = fmt::format(R"sql(
        SELECT v.device_id, d.asset_tag, d.serial, m.kind, m.manufacturer, m.name AS model, d.model_id, COALESCE(s.name, '') AS school, v.verdict, v.reason,
               v.sure, v.ends_on, v.keep_cents, v.new_cents, v.limit_cents, v.regret_cents, u.school_year, u.price_cents, u.funding_source
          FROM {} WHERE {} ORDER BY v.regret_cents DESC, v.device_id LIMIT :limit
    )sql", tables, where_of(viewer, question));
    VerdictPage page{bound(db.query(sql), question).bind("limit", question.limit + 1).all(read_line)};
    if (static_cast<int>(page.lines.size()) > question.limit) {
        page.lines.pop_back();
        page.more = true;
    }
    return page;
}

VerdictSum sum_verdicts(db::Read& db, const auth::Viewer& viewer, const VerdictQuestion& question) {
    auto all = question;
    all.after_regret.reset();
    const auto sql = fmt::format("SELECT COUNT(*) AS devices, COALESCE(SUM(u.price_cents), 0) AS price FROM {} WHERE {}", tables, where_of(viewer, all));
    return bound(db.query(sql), all).one([](const db::Row& row) { return VerdictSum{row.integer("devices"), row.integer("price")}; });
}

std::vector<NamedModel> judged_models(db::Read& db) {
    return db.query(R"sql(
        SELECT m.id, m.manufacturer, m.name FROM inventory_model m
         WHERE EXISTS (SELECT 1 FROM planning_model_cost c WHERE c.model_id = m.id) ORDER BY m.manufacturer, m.name_folded, m.id
    )sql").all([](const db::Row& row) { return NamedModel{row.integer("id"), std::string(base::trim(fmt::format("{} {}", row.text("manufacturer"), row.text("name"))))}; });
}

}  // namespace planning
