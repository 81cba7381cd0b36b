// A worker corrects what was understood wrongly: category, team, impact, urgency, place, device. Targets follow, routing learns.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/routed.h"

namespace helpdesk {

static void check(const Correction& correction) {
    if (correction.impact && (*correction.impact < 1 || *correction.impact > 3)) throw base::Invalid("impact", "Impact is 1, 2 or 3.");
    if (correction.urgency && (*correction.urgency < 1 || *correction.urgency > 3)) throw base::Invalid("urgency", "Urgency is 1, 2 or 3.");
}

static Request corrected(const Request& request, const Correction& correction) {
    Request changed = request;
    if (correction.category) changed.category = *correction.category;
    if (correction.team) changed.team = *correction.team;
    if (correction.impact) changed.impact = *correction.impact;
    if (correction.urgency) changed.urgency = *correction.urgency;
    if (correction.school) changed.school = *correction.school;
    if (correction.room) changed.room = *correction.room;
    if (correction.device) changed.device = correction.device;
    return changed;
}

static std::string difference(const Request& before, const Request& after) {
    boost::json::object changes;
    auto note = [&](std::string_view name, const auto& was, const auto& is) {
        if (was != is) changes[name] = boost::json::array{was, is};
    };
    note("category", before.category.value, after.category.value);
    note("team", before.team.value, after.team.value);
    note("impact", before.impact, after.impact);
    note("urgency", before.urgency, after.urgency);
    note("school", before.school.value, after.school.value);
    note("room", before.room, after.room);
    note("device", before.device.value_or(inventory::DeviceId{}).value, after.device.value_or(inventory::DeviceId{}).value);
    return changes.empty() ? std::string() : boost::json::serialize(changes);
}

void correct(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Correction& correction) {
    check(correction);
    if (correction.school) viewer.require(may_work, correction.school->value);
    if (correction.category) category(db, *correction.category);  // NotFound for one that there is not
    Request changed = corrected(request, correction);
    auto changes = difference(request, changed);
    if (changes.empty()) return;
    db.query(R"sql(
        UPDATE helpdesk_request
           SET category_id = :category, team_id = :team, impact = :impact, urgency = :urgency, school_id = :school, room = :room, device_id = :device,
               assignee_id = CASE WHEN team_id = :team THEN assignee_id ELSE NULL END
         WHERE id = :id
    )sql")
        .bind("category", changed.category)
        .bind("team", changed.team)
        .bind("impact", changed.impact)
        .bind("urgency", changed.urgency)
        .bind("school", changed.school)
        .bind("room", changed.room)
        .bind("device", changed.device)
        .bind("id", request.id)
        .run();
    retarget(db, request.id);
    if (request.team != changed.team) learn_routing(db, request.id, changed.team, RoutingLesson::corrected);
    if (request.school != changed.school) {
        index_request(db, request.id);
        index_messages(db, changed);
    }
    note_change(db, viewer, now, request, {.action = "corrected", .detail = changes});
}

}  // namespace helpdesk
