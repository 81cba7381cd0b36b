// Every device and every repair, counted once for the rates and kept for the verdicts.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "db/db.h"
#include "planning/verdict_store.h"

namespace planning {

bool PlannedDevice::over() const {
    static constexpr std::array<std::string_view, 5> words{"lost", "stolen", "parts_donor", "retired", "disposed"};
    return std::ranges::find(words, status) != words.end();
}
bool PlannedDevice::in_service() const { return !over() && status != "ordered"; }
bool PlannedDevice::broken() const { return status == "in_repair" || status == "at_vendor"; }

static base::Day day_of(base::Instant at) { return std::chrono::floor<std::chrono::days>(at); }

static PlannedDevice read_planned(const db::Row& row) {
    PlannedDevice device;
    device.id = row.integer("id");
    device.model = row.integer("model_id");
    device.kind = row.text("kind");
    device.school = row.maybe_integer("school_id").value_or(0);
    device.status = row.text("status");
    device.purchased_on = row.maybe_day("purchased_on");
    device.known_on = day_of(row.instant("created_at"));
    device.changed_on = day_of(row.instant("updated_at"));
    device.warranty_ends = row.maybe_day("warranty_ends_on");
    device.support_ends = row.maybe_day("support_ends_on");
    device.funding_source = row.text("funding_source");
    return device;
}

constexpr std::string_view planned_columns = R"sql(
    SELECT d.id, d.model_id, m.kind, d.school_id, d.status, d.purchased_on, d.created_at, d.updated_at, d.warranty_ends_on,
           COALESCE(d.support_ends_on, m.support_ends_on) AS support_ends_on, d.funding_source
      FROM inventory_device d JOIN inventory_model m ON m.id = d.model_id
)sql";

/// The words of the schema as views that live as long as the program, so that no text is copied for each repair.
template <std::size_t N>
static std::string_view kept(const std::array<std::string_view, N>& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? words.back() : *found;
}
static LoggedRepair read_repair(const db::Row& row) {
    static constexpr std::array<std::string_view, 11> components{"screen", "keyboard", "battery", "charger", "hinge", "board", "storage", "camera", "software", "network", "other"};
    static constexpr std::array<std::string_view, 5> causes{"wear", "accident", "misuse", "defect", "unknown"};
    return {row.integer("id"), day_of(row.instant("at")), kept(components, row.text("component")), kept(causes, row.text("cause")), row.integer("cost_cents"), row.integer("minutes")};
}

static void set_failures(PlannedDevice& device, const std::vector<LoggedRepair>& log) {
    if (log.empty()) return;
    device.known_on = std::min(device.known_on, log.front().on);
    device.failures = failures_of(log);
}

static void read_all_repairs(db::Read& db, Census& census) {
    std::unordered_map<std::int64_t, std::size_t> places;
    places.reserve(census.devices.size());
    for (std::size_t at = 0; at < census.devices.size(); ++at) places.emplace(census.devices[at].id, at);
    std::int64_t device = 0;
    std::optional<base::Day> first;
    std::vector<LoggedRepair> log;
    const auto finish = [&] {
        if (const auto place = places.find(device); place != places.end()) set_failures(census.devices[place->second], log);
        log.clear();
    };
    db.query("SELECT id, device_id, component, cause, minutes, cost_cents, at FROM helpdesk_repair ORDER BY device_id, at, id").each([&](const db::Row& row) {
        if (const auto next = row.integer("device_id"); next != device) {
            finish();
            device = next;
        }
        log.push_back(read_repair(row));
        if (!first || log.back().on < *first) first = log.back().on;
        ++census.repairs;
    });
    finish();
    if (!census.log_from) census.log_from = first;
}

namespace {

/// What each failure cost, for the quartiles.
struct Spent {
    std::map<std::int64_t, std::vector<std::int64_t>> by_model;
    std::map<std::string, std::vector<std::int64_t>> by_kind;
};

}  // namespace

static void count_failure(const PlannedDevice& device, const Failure& failure, std::int64_t hour_cents, Fleet& fleet, Spent& spent) {
    auto& model = fleet.models[device.model];
    const bool of_device = failure.follows == Follows::device;
    auto& cost = of_device ? model.cost : fleet.kinds[device.kind].accident_cost;
    cost.failures += 1;
    cost.cents += failure.cents;
    cost.minutes += failure.minutes;
    if (of_device) ++model.wear[static_cast<std::size_t>(bin_of_month(months_between(device.begins(), failure.on)))].failures;
    else ++fleet.accidents[{device.kind, device.school}].failures;
    const auto all = failure.cents + failure.minutes * hour_cents / 60;
    spent.by_model[device.model].push_back(all);
    spent.by_kind[device.kind].push_back(all);
}

static void count_device(const PlannedDevice& device, base::Day log_from, base::Day today, std::int64_t hour_cents, Fleet& fleet, Spent& spent) {
    if (device.status == "ordered") return;
    auto& model = fleet.models[device.model];
    model.kind = device.kind;
    const auto last = device.over() ? std::min(today, device.changed_on) : today;
    std::array<Counted, age_bins> days{};
    add_days(days, device.begins(), log_from, last);
    auto& here = fleet.accidents[{device.kind, device.school}];
    for (std::size_t bin = 0; bin < age_bins; ++bin) {
        model.wear[bin] += days[bin];
        here += days[bin];
    }
    for (const auto& failure : device.failures) {
        // H7: what was written before the log was complete tells nothing about how often.
        if (failure.on >= log_from && failure.on <= last) count_failure(device, failure, hour_cents, fleet, spent);
    }
}

static void count_fleet(Census& census, std::int64_t hour_cents, base::Day today) {
    Spent spent;
    for (const auto& device : census.devices) {
        census.fleet.models[device.model].kind = device.kind;
        census.fleet.kinds[device.kind];
        if (census.log_from) count_device(device, *census.log_from, today, hour_cents, census.fleet, spent);
    }
    for (auto& [id, values] : spent.by_model) census.fleet.models[id].p75_cents = upper_quartile(std::move(values));
    for (auto& [kind, values] : spent.by_kind) census.fleet.kinds[kind].p75_cents = upper_quartile(std::move(values));
}

Census take_census(db::Read& db, const Assumptions& assumptions, base::Day today) {
    Census census;
    census.log_from = assumptions.log_from;
    db.query(planned_columns).each([&](const db::Row& row) { census.devices.push_back(read_planned(row)); });
    read_all_repairs(db, census);
    count_fleet(census, assumptions.hour_cents, today);
    return census;
}

std::optional<PlannedDevice> find_planned(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId id) {
    auto device = db.query(std::string(planned_columns) + " WHERE d.id = :id").bind("id", id).maybe(read_planned);
    if (!device) return std::nullopt;
    const bool sees = device->school ? viewer.may(inventory::may_view, device->school) : viewer.may_everywhere(inventory::may_view);
    if (!sees) return std::nullopt;
    set_failures(*device, db.query("SELECT id, component, cause, minutes, cost_cents, at FROM helpdesk_repair WHERE device_id = :id ORDER BY at, id").bind("id", id).all(read_repair));
    return device;
}

}  // namespace planning
