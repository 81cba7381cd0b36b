#include "helpdesk/repair.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/change.h"

namespace helpdesk {

static std::int64_t insert_repair(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Repair& repair) {
    return db.query(R"sql(
        INSERT INTO helpdesk_repair (device_id, request_id, account_id, technician_name, symptom, diagnosis, action, component, cause, minutes,
                                     cost_cents, outcome, at)
        VALUES (:device, :request, :account, :name, :symptom, :diagnosis, :action, :component, :cause, :minutes, :cost, :outcome, :now)
        RETURNING id
    )sql")
        .bind("device", repair.device)
        .bind("request", request.id)
        .bind("account", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt)
        .bind("name", viewer.name())
        .bind("symptom", base::trim(repair.symptom))
        .bind("diagnosis", base::trim(repair.diagnosis))
        .bind("action", base::trim(repair.action))
        .bind("component", repair.component)
        .bind("cause", repair.cause)
        .bind("minutes", repair.minutes)
        .bind("cost", repair.cost_cents)
        .bind("outcome", repair.outcome)
        .bind("now", now)
        .one_integer();
}

static void insert_parts(db::Write& db, std::int64_t repair, const std::vector<RepairPart>& parts) {
    for (const auto& part : parts) {
        db.query("INSERT INTO helpdesk_repair_part (repair_id, name, quantity, cost_cents) VALUES (:repair, :name, :quantity, :cost)")
            .bind("repair", repair)
            .bind("name", base::collapse_space(part.name))
            .bind("quantity", part.quantity)
            .bind("cost", part.cost_cents)
            .run();
    }
}

std::int64_t record_repair(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Repair& repair) {
    viewer.require(may_work, request.school.value);
    if (auto problems = find_problems(repair); !problems.empty()) {
        throw base::Invalid(problems.front().first, "The repair cannot be recorded as it is: " + std::string(problems.front().second));
    }
    if (!inventory::find_device(db, viewer, repair.device)) throw base::NotFound("no such device");
    auto id = insert_repair(db, viewer, now, request, repair);
    insert_parts(db, id, repair.parts);
    auto what = detail({{"repair", std::to_string(id)}, {"component", repair.component}, {"outcome", repair.outcome}});
    auth::record(db, viewer, now,
                 {.subject_kind = "device", .subject_id = repair.device.value, .action = "repaired", .why = base::trim(repair.symptom), .detail = what});
    note_change(db, viewer, now, request, {.action = "repaired", .detail = what});
    return id;
}

static std::vector<RepairPart> parts_of(db::Read& db, std::int64_t repair) {
    return db.query("SELECT name, quantity, cost_cents FROM helpdesk_repair_part WHERE repair_id = :repair ORDER BY id")
        .bind("repair", repair)
        .all([](const db::Row& row) { return RepairPart{std::string(row.text("name")), row.integer("quantity"), row.integer("cost_cents")}; });
}

static bool may_read_repairs(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId id) {
    auto device = inventory::find_device(db, viewer, id);
    if (!device) return false;
    if (!device->school) return viewer.may_everywhere(may_work) || viewer.may_everywhere(inventory::may_view);
    return viewer.may(may_work, device->school->value) || viewer.may(inventory::may_view, device->school->value);
}

std::vector<PastRepair> repairs_of(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId device, int limit) {
    if (!may_read_repairs(db, viewer, device)) return {};
    std::vector<std::int64_t> ids;
    auto repairs = db.query(R"sql(
        SELECT id, request_id, technician_name, symptom, diagnosis, action, component, cause, minutes, cost_cents, outcome, at
          FROM helpdesk_repair
         WHERE device_id = :device
         ORDER BY at DESC, id DESC
         LIMIT :limit
    )sql").bind("device", device).bind("limit", limit).all([&](const db::Row& row) {
        ids.push_back(row.integer("id"));
        PastRepair past;
        past.repair = {device, std::string(row.text("symptom")), std::string(row.text("diagnosis")), std::string(row.text("action")),
                       std::string(row.text("component")), std::string(row.text("cause")), row.integer("minutes"), row.integer("cost_cents"),
                       std::string(row.text("outcome")), {}};
        past.technician = row.text("technician_name");
        if (auto request = row.maybe_integer("request_id")) past.request = RequestId{*request};
        past.at = row.instant("at");
        return past;
    });
    for (std::size_t i = 0; i < repairs.size(); ++i) repairs[i].repair.parts = parts_of(db, ids[i]);
    return repairs;
}

std::vector<DeviceRequest> requests_of(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId device, int limit) {
    auto reach = viewer.reach(may_work);
    // Ids of schools are numbers of ours, so they can stand in the text of the statement.
    auto mine = reach.everywhere ? std::string("1 = 1")
                                 : fmt::format("(r.requester_id = {} OR r.school_id IN ({}))", viewer.account().value,
                                               reach.schools.empty() ? "0" : fmt::format("{}", fmt::join(reach.schools, ", ")));
    auto sql = fmt::format(R"sql(
        SELECT r.id, r.title, r.state, r.created_at
          FROM helpdesk_request r
         WHERE r.device_id = :device AND r.state <> 'held' AND {}
         ORDER BY r.id DESC
         LIMIT :limit
    )sql", mine);
    return db.query(sql).bind("device", device).bind("limit", limit).all([](const db::Row& row) {
        return DeviceRequest{{row.integer("id")}, std::string(row.text("title")), *parse_state(row.text("state")), row.instant("created_at")};
    });
}

}  // namespace helpdesk
