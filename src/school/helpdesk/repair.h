/// Repairs, documented as they are made (H6), on the device's own history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

/// The words as stored; message keys helpdesk.component.<word>, helpdesk.cause.<word>, helpdesk.outcome.<word>.
constexpr std::string_view repair_components[] = {"screen", "keyboard", "battery", "charger", "hinge", "board",
                                                  "storage", "camera", "software", "network", "other"};
constexpr std::string_view repair_causes[] = {"unknown", "wear", "accident", "misuse", "defect"};
constexpr std::string_view repair_outcomes[] = {"fixed", "worked_around", "not_fixed", "replaced", "sent_to_vendor"};

struct RepairPart {
    std::string name;
    std::int64_t quantity = 1;
    std::int64_t cost_cents = 0;  // of one
};

struct Repair {
    inventory::DeviceId device;
    std::string symptom;
    std::string diagnosis;
    std::string action;
    std::string component = "other";
    std::string cause = "unknown";
    std::int64_t minutes = 0;
    std::int64_t cost_cents = 0;  // in all, parts included
    std::string outcome;
    std::vector<RepairPart> parts;
};

constexpr std::size_t most_repair_parts = 5;
constexpr std::int64_t most_repair_minutes = 10'000;
constexpr std::int64_t most_repair_cents = 100'000'000;

/// What keeps the repair from being recorded, as field and message key; empty when nothing does. Parts are "part_<n>_name" and so on, from 1.
std::vector<std::pair<std::string, std::string_view>> find_problems(const Repair& repair);
std::int64_t cost_of_parts(const std::vector<RepairPart>& parts);

/// Writes the repair, and an event on the device and on the request. Throws base::Invalid naming the field, base::NotFound when the viewer may not
/// see the device.
std::int64_t record_repair(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const Repair& repair);

struct PastRepair {
    Repair repair;
    std::string technician;
    std::optional<RequestId> request;
    base::Instant at;
};
/// Newest first, at most `limit`; nothing unless the viewer works at the device's school or may see its inventory.
std::vector<PastRepair> repairs_of(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId device, int limit);

struct DeviceRequest {
    RequestId id;
    std::string title;
    State state = State::fresh;
    base::Instant created_at;
};
/// Newest first, at most `limit`: those the viewer asked for or works on.
std::vector<DeviceRequest> requests_of(db::Read& db, const auth::Viewer& viewer, inventory::DeviceId device, int limit);

}  // namespace helpdesk
