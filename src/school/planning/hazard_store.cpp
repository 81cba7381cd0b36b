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
    std::int64_t id = 0, cents = 0, minutes = 0;
};

}  // namespace

static ToldRepair read_told(const db::Row& row) {
    ToldRepair told;
    told.id = row.integer("id");
    told.on = std::chrono::floor<std::chrono::days>(row.instant("at"));
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
static void tell_device(std::span<const ToldRepair> repairs, std::optional<base::Day> log_from, std::vector<ToldFailure>& told) {
    std::vector<LoggedRepair> log;
    log.reserve(repairs.size());
    for (const auto& repair : repairs) log.push_back({repair.id, repair.on, repair.words.component, repair.words.cause, repair.cents, repair.minutes});
    const auto begins = repairs.front().purchased_on.value_or(std::min(repairs.front().known_on, repairs.front().on));
    for (const auto& failure : failures_of(log)) {
        auto one = std::ranges::find(repairs, failure.repair, &ToldRepair::id)->words;
        one.failure = failure;
        one.age_year = bin_of_month(months_between(begins, failure.on));
        one.counted = log_from && failure.on >= *log_from;
        told.push_back(std::move(one));
    }
}

std::vector<ToldFailure> told_failures(db::Read& db, const auth::Viewer& viewer, std::int64_t model, std::int64_t device) {
    const auto repairs = db.query(fmt::format(R"sql(
        SELECT r.id, r.device_id, r.request_id, r.component, r.cause, r.symptom, r.action, r.minutes, r.cost_cents, r.at, d.purchased_on, d.created_at,
               COALESCE(d.asset_tag, d.serial, d.name) AS label
          FROM helpdesk_repair r JOIN inventory_device d ON d.id = r.device_id
         WHERE d.model_id = :model AND (:device = 0 OR d.id = :device) AND d.status <> 'ordered' AND {}
         ORDER BY r.device_id, r.at, r.id
    )sql", of_inventory(viewer))).bind("model", model).bind("device", device).all(read_told);
    const auto count = last_count(db);
    const auto log_from = count ? count->log_from : std::nullopt;
    std::vector<ToldFailure> told;
    for (auto first = repairs.begin(); first != repairs.end();) {
        const auto last = std::find_if(first, repairs.end(), [&](const ToldRepair& repair) { return repair.words.device != first->words.device; });
        tell_device(std::span<const ToldRepair>(first, last), log_from, told);
        first = last;
    }
    std::ranges::sort(told, [](const ToldFailure& left, const ToldFailure& right) {
        return std::pair(left.failure.on, left.failure.repair) > std::pair(right.failure.on, right.failure.repair);
    });
    return told;
}

}  // namespace planning
