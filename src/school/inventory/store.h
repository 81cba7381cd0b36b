/// Finding and changing devices: every function asks who wants to know. Only for this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/device.h"

namespace inventory {

/// A condition on `d` (inventory_device) for what the viewer may see: devices of their schools, and those checked out to themselves.
std::string visible(db::Read& db, const auth::Viewer& viewer);

/// What is looked for. Empty parts do not restrict.
struct DeviceQuestion {
    std::string text;  // words; each must stand in the tag, serial, model, room or the name of the holder
    std::optional<roster::OrgId> school;
    std::string kind;
    std::string status;
    std::vector<DeviceId> only;  // these and no others; empty: all
    int limit = 50;
    /// Paging: those after this place in the order of tags.
    std::string after_key;
    std::int64_t after_id = 0;
};

struct DeviceLine {
    DeviceCard card;
    std::string label_token;
    std::string school_name;
    std::string sort_key;  // for after_key
};

struct DevicePage {
    std::vector<DeviceLine> lines;  // by tag, else serial
    bool more = false;
};

DevicePage find_devices(db::Read& db, const auth::Viewer& viewer, const DeviceQuestion& question);

/// Absent when there is none or the viewer may not see it.
std::optional<Device> fetch_device(db::Read& db, const auth::Viewer& viewer, DeviceId id);
/// Throws base::NotFound, and base::Forbidden when the viewer sees it but may not manage devices of its school.
Device fetch_device_to_manage(db::Read& db, const auth::Viewer& viewer, DeviceId id);
/// True when the viewer may manage devices there; a device of no school needs the permission everywhere.
bool may_manage_at(const auth::Viewer& viewer, std::optional<roster::OrgId> school);

/// Another device has this tag or serial. `except` is the one being changed.
std::vector<Wrong> taken(db::Read& db, const DeviceFacts& facts, DeviceId except);

/// The facts have been judged. Each writes an event and the search document in the same transaction.
DeviceId create_device(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DeviceFacts& facts);
void change_device(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Device& before, const DeviceFacts& facts);

enum class Lending { assigned, loaner };
/// Hands the device to a person; whoever held it before no longer does.
void check_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Device& device, roster::PersonId holder, Lending lending);
/// Any state but those that need a holder whom nobody named; a state that excludes a holder takes the device back.
void set_status(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Device& device, std::string_view status, std::string_view why);

/// The model of this name, written down when it is new.
std::int64_t model_of(db::Write& db, std::string_view kind, std::string_view manufacturer, std::string_view name, std::string_view number);
/// Puts many devices into the index at once; index_device() of inventory.h does it for one.
void index_devices(db::Write& db, base::Instant now, std::vector<DeviceId> devices);

}  // namespace inventory
