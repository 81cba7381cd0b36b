#include "planning/replacement_price.h"

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "planning/planning.h"
#include "planning/verdict_store.h"

namespace planning {

static void require_plan(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("Prices belong to those who plan replacements.");
}

Assumptions load_assumptions(db::Read& db) {
    return db.query("SELECT hour_cents, interest_basis_points, log_from_on, funding_source, revision FROM planning_assumption WHERE id = 1")
        .maybe([](const db::Row& row) {
            return Assumptions{row.integer("hour_cents"), row.integer("interest_basis_points"), row.maybe_day("log_from_on"), std::string(row.text("funding_source")),
                               row.integer("revision")};
        })
        .value_or(Assumptions{});
}

static Price read_price(const db::Row& row) {
    Price price;
    price.id = row.integer("id");
    price.kind = row.maybe_text("kind").value_or("");
    price.model = row.maybe_integer("model_id");
    price.price_cents = row.integer("price_cents");
    price.salvage_cents = row.integer("salvage_cents");
    price.life_months = row.integer("life_months");
    price.successor = row.maybe_integer("successor_id");
    price.funding_source = row.text("funding_source");
    price.changed_on = row.day("changed_on");
    price.revision = row.integer("revision");
    return price;
}

static std::vector<Price> all_prices(db::Read& db) {
    return db.query("SELECT id, kind, model_id, price_cents, salvage_cents, life_months, successor_id, funding_source, changed_on, revision FROM planning_price ORDER BY id").all(read_price);
}

PriceList load_prices(db::Read& db) { return {all_prices(db), load_assumptions(db)}; }

std::vector<PricedKind> priced_kinds(db::Read& db, const auth::Viewer& viewer) {
    require_plan(viewer);
    const PriceList prices = load_prices(db);
    return db.query(R"sql(
        SELECT m.kind, COUNT(*) AS devices FROM inventory_device d JOIN inventory_model m ON m.id = d.model_id
         WHERE d.status NOT IN ('lost', 'stolen', 'parts_donor', 'retired', 'disposed')
         GROUP BY m.kind ORDER BY COUNT(*) DESC, m.kind
    )sql").all([&](const db::Row& row) {
        PricedKind one{std::string(row.text("kind")), row.integer("devices"), {}};
        if (const auto* price = prices.of(0, one.kind)) one.price = *price;
        return one;
    });
}

std::vector<PricedModel> priced_models(db::Read& db, const auth::Viewer& viewer) {
    require_plan(viewer);
    std::map<std::int64_t, Price> own;
    for (auto& price : all_prices(db)) {
        if (price.model) own.emplace(*price.model, price);
    }
    return db.query(R"sql(
        SELECT m.id, m.kind, m.manufacturer, m.name,
               (SELECT COUNT(*) FROM inventory_device d WHERE d.model_id = m.id AND d.status NOT IN ('lost', 'stolen', 'parts_donor', 'retired', 'disposed')) AS devices
          FROM inventory_model m ORDER BY m.kind, m.manufacturer, m.name_folded, m.id
    )sql").all([&](const db::Row& row) {
        PricedModel one{row.integer("id"), std::string(row.text("kind")), std::string(base::trim(std::string(row.text("manufacturer")) + " " + std::string(row.text("name")))),
                        row.integer("devices"), {}};
        if (const auto found = own.find(one.model); found != own.end()) one.price = found->second;
        return one;
    });
}

PricedModel priced_model(db::Read& db, const auth::Viewer& viewer, std::int64_t model) {
    for (auto& one : priced_models(db, viewer)) {
        if (one.model == model) return one;
    }
    throw base::NotFound("no such model");
}

template <typename Said>
static void refuse_problems(const Said& said) {
    for (const auto& [field, problem] : problems_of(said)) throw base::Invalid(field, problem);
}

void save_assumptions(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Assumptions& said) {
    require_plan(viewer);
    refuse_problems(said);
    const bool is_new = said.revision == 0;
    const std::string_view sql = is_new ? R"sql(
        INSERT INTO planning_assumption (id, hour_cents, interest_basis_points, log_from_on, funding_source)
        VALUES (1, :hour, :interest, :log_from, :funding) ON CONFLICT DO NOTHING
    )sql"
                                        : R"sql(
        UPDATE planning_assumption SET hour_cents = :hour, interest_basis_points = :interest, log_from_on = :log_from, funding_source = :funding,
               revision = revision + 1
         WHERE id = 1 AND revision = :seen
    )sql";
    auto query = db.query(sql);
    if (!is_new) std::move(query).bind("seen", said.revision);
    const auto changed = std::move(query)
                             .bind("hour", said.hour_cents)
                             .bind("interest", said.interest_basis_points)
                             .bind("log_from", said.log_from)
                             .bind("funding", said.funding_source)
                             .run();
    if (changed == 0) throw base::Conflict("planning.price.problem.stale");
    const boost::json::value detail{{"hour_cents", said.hour_cents}, {"interest_basis_points", said.interest_basis_points},
                                    {"log_from", said.log_from ? base::to_iso(*said.log_from) : ""}, {"funding", said.funding_source}};
    auth::record(db, viewer, now, {.subject_kind = "planning_assumption", .subject_id = 1, .action = "changed", .detail = boost::json::serialize(detail)});
    ask_for_verdicts(db, now);
}

static void record_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& price, std::string_view action) {
    boost::json::object detail{{"price_cents", price.price_cents}, {"salvage_cents", price.salvage_cents}, {"life_months", price.life_months}, {"funding", price.funding_source}};
    if (price.model) detail["model"] = *price.model;
    else detail["kind"] = price.kind;
    if (price.successor) detail["successor"] = *price.successor;
    auth::record(db, viewer, now, {.subject_kind = "planning_price", .subject_id = price.id, .action = action, .detail = boost::json::serialize(detail)});
    ask_for_verdicts(db, now);
}

static bool exists(db::Read& db, std::int64_t model) {
    return db.query("SELECT COUNT(*) FROM inventory_model WHERE id = :id").bind("id", model).one_integer() > 0;
}

void save_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& said) {
    require_plan(viewer);
    refuse_problems(said);
    if (said.successor && !exists(db, *said.successor)) throw base::Invalid("successor", "planning.price.problem.successor");
    auto price = said;
    const auto today = db::district_zone(db).day_of(now);
    if (said.id == 0) {
        const auto id = db.query(R"sql(
            INSERT INTO planning_price (kind, model_id, price_cents, salvage_cents, life_months, successor_id, funding_source, changed_on)
            VALUES (:kind, :model, :price, :salvage, :life, :successor, :funding, :today) ON CONFLICT DO NOTHING RETURNING id
        )sql")
                            .bind("kind", said.model ? std::nullopt : std::optional(said.kind))
                            .bind("model", said.model)
                            .bind("price", said.price_cents)
                            .bind("salvage", said.salvage_cents)
                            .bind("life", said.life_months)
                            .bind("successor", said.successor)
                            .bind("funding", said.funding_source)
                            .bind("today", today)
                            .maybe_integer();
        if (!id) throw base::Conflict("planning.price.problem.stale");
        price.id = *id;
    } else {
        const auto changed = db.query(R"sql(
            UPDATE planning_price SET price_cents = :price, salvage_cents = :salvage, life_months = :life, successor_id = :successor,
                   funding_source = :funding, changed_on = :today, revision = revision + 1
             WHERE id = :id AND revision = :seen
        )sql")
                                 .bind("price", said.price_cents)
                                 .bind("salvage", said.salvage_cents)
                                 .bind("life", said.life_months)
                                 .bind("successor", said.successor)
                                 .bind("funding", said.funding_source)
                                 .bind("today", today)
                                 .bind("id", said.id)
                                 .bind("seen", said.revision)
                                 .run();
        if (changed == 0) throw base::Conflict("planning.price.problem.stale");
    }
    record_price(db, viewer, now, price, said.id == 0 ? "set" : "changed");
}

void drop_price(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Price& price) {
    require_plan(viewer);
    const auto changed = db.query("DELETE FROM planning_price WHERE id = :id AND revision = :seen").bind("id", price.id).bind("seen", price.revision).run();
    if (changed == 0) throw base::Conflict("planning.price.problem.stale");
    record_price(db, viewer, now, price, "dropped");
}

}  // namespace planning
