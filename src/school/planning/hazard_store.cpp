#include "planning/hazard_store.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "inventory/inventory.h"
#include "planning/verdict_store.h"

namespace planning {

std::string of_inventory(const auth::Viewer& viewer) {
    const auto reach = viewer.reach(inventory::may_view);
    if (reach.everywhere) return "1 = 1";
    // Ids of schools are numbers of ours, so they can stand in the text of the statement.
    return reach.schools.empty() ? "1 = 0" : fmt::format("d.school_id IN ({})", fmt::join(reach.schools, ", "));
}

ModelName find_model(db::Read& db, const auth::Viewer& viewer, std::int64_t model) {
    if (!viewer.may(inventory::may_view)) throw base::NotFound("no such model");
    return db.query("SELECT m.id, m.kind, m.manufacturer, m.name, (SELECT COUNT(*) FROM inventory_device d WHERE d.model_id = m.id) AS devices FROM inventory_model m WHERE m.id = :id")
        .bind("id", model)
        .one([](const db::Row& row) {
            return ModelName{row.integer("id"), std::string(row.text("kind")), std::string(base::trim(fmt::format("{} {}", row.text("manufacturer"), row.text("name")))), row.integer("devices")};
        });
}

namespace {

/// A repair with its words, and since when its device is known.
struct ToldRepair {
    ToldFailure words;
    base::Day on;
    std::optional<base::Day> purchased_on;
    base::Day known_on;
    std::optional<base::Day> over_since;
    base::Instant at;
    std::int64_t id = 0, cents = 0, minutes = 0;
};

}  // namespace

static ToldRepair read_told(const db::Row& row) {
    ToldRepair told;
    told.id = row.integer("id");
    told.at = row.instant("at");
    told.on = std::chrono::floor<std::chrono::days>(told.at);
    PlannedDevice device;
    device.status = row.text("status");
    if (device.over()) told.over_since = std::chrono::floor<std::chrono::days>(row.instant("updated_at"));
    told.cents = row.integer("cost_cents");
    told.minutes = row.integer("minutes");
    told.purchased_on = row.maybe_day("purchased_on");
    told.known_on = std::chrono::floor<std::chrono::days>(row.instant("created_at"));
    auto& words = told.words;
    words.device = row.integer("device_id");
    words.device_label = row.text("label");
    words.component = row.text("component");
    words.cause = row.text("cause");
    words.symptom = row.text("symptom");
    words.action = row.text("action");
    words.request = row.maybe_integer("request_id");
    return told;
}

/// The repairs of one device, oldest first.
static void tell_device(std::span<const ToldRepair> repairs, const std::optional<Count>& count, std::vector<ToldFailure>& told) {
    std::vector<LoggedRepair> log;
    log.reserve(repairs.size());
    for (const auto& repair : repairs) log.push_back({repair.id, repair.on, repair.words.component, repair.words.cause, repair.cents, repair.minutes});
    const auto begins = repairs.front().purchased_on.value_or(std::min(repairs.front().known_on, repairs.front().on));
    for (const auto& failure : failures_of(log)) {
        const auto& first = *std::ranges::find(repairs, failure.repair, &ToldRepair::id);
        auto one = first.words;
        one.failure = failure;
        one.age_year = bin_of_month(months_between(begins, failure.on));
        one.counted = count && count->log_from && failure.on >= *count->log_from && first.at <= count->made_at && (!first.over_since || failure.on <= *first.over_since);
        told.push_back(std::move(one));
    }
}

std::vector<ToldFailure> told_failures(db::Read& db, const auth::Viewer& viewer, const FailuresOf& whose) {
    auto where = of_inventory(viewer);
    if (whose.model) where += " AND d.model_id = :model";
    if (whose.device) where += " AND d.id = :device";
    if (!whose.kind.empty()) where += " AND m.kind = :kind";
    if (whose.school) where += *whose.school ? " AND d.school_id = :school" : " AND d.school_id IS NULL";
    auto query = db.query(fmt::format(R"sql(
        SELECT r.id, r.device_id, r.request_id, r.component, r.cause, r.symptom, r.action, r.minutes, r.cost_cents, r.at, d.purchased_on, d.created_at,
               d.status, d.updated_at, COALESCE(d.asset_tag, d.serial, d.name) AS label
          FROM helpdesk_repair r JOIN inventory_device d ON d.id = r.device_id JOIN inventory_model m ON m.id = d.model_id
         WHERE d.status <> 'ordered' AND {}
         ORDER BY r.device_id, r.at, r.id
    )sql", where));
    if (whose.model) std::move(query).bind("model", *whose.model);
    if (whose.device) std::move(query).bind("device", *whose.device);
    if (!whose.kind.empty()) std::move(query).bind("kind", whose.kind);
    if (whose.school && *whose.school) std::move(query).bind("school", *whose.school);
    const auto repairs = std::move(query).all(read_told);
    const auto count = last_count(db);
    std::vector<ToldFailure> told;
    for (auto first = repairs.begin(); first != repairs.end();) {
        const auto last = std::find_if(first, repairs.end(), [&](const ToldRepair& repair) { return repair.words.device != first->words.device; });
        tell_device(std::span<const ToldRepair>(first, last), count, told);
        first = last;
    }
    std::ranges::sort(told, [](const ToldFailure& left, const ToldFailure& right) {
        return std::pair(left.failure.on, left.failure.repair) > std::pair(right.failure.on, right.failure.repair);
    });
    return told;
}

}  // namespace planning
