/// The front door of the inventory: what other rooms may know of a device.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "base/time.h"
#include "roster/roster.h"

namespace db {
class Read;
class Write;
}  // namespace db
namespace html {
class View;
}
namespace http {
class Call;
class ReadCall;
class Routes;
}  // namespace http
namespace imports {
struct Kind;
}

namespace inventory {

struct DeviceId {
    std::int64_t value = 0;
    auto operator<=>(const DeviceId&) const = default;
};

/// See every device of a school with its holder; without it a person sees the devices that are checked out to them.
constexpr auth::Permission may_view{"inventory.view"};
constexpr auth::Permission may_manage{"inventory.manage"};
/// To take the whole list along with who has what.
constexpr auth::Permission may_export{"inventory.export"};

/// What a request shows of the device it is about.
struct DeviceCard {
    DeviceId id;
    std::string asset_tag;   // empty when it has none
    std::string serial;
    std::string kind;        // "chromebook"
    std::string model;       // "HP Chromebook 11 G9"
    std::string status;
    std::string room;
    std::optional<roster::OrgId> school;
    std::optional<roster::PersonId> holder;
    std::string holder_name; // empty when the viewer may not know it
};

/// Absent when there is none or the viewer may not see it.
std::optional<DeviceCard> find_device(db::Read& db, const auth::Viewer& viewer, DeviceId id);
/// By asset tag or serial, as typed or scanned (case and accents do not matter).
std::optional<DeviceCard> find_device_by_tag(db::Read& db, const auth::Viewer& viewer, std::string_view tag_or_serial);
/// The device whose printed label was scanned. Whoever holds the label may report a fault, so this tells kind, model, tag, place and no person.
std::optional<DeviceCard> device_of_label(db::Read& db, std::string_view label_token);
/// What the viewer may choose from while typing: devices they hold first, then by beginning of tag or serial among those they may see.
std::vector<DeviceCard> suggest_devices(db::Read& db, const auth::Viewer& viewer, std::string_view typed, int limit);
std::vector<DeviceCard> devices_of_person(db::Read& db, const auth::Viewer& viewer, roster::PersonId person);

/// What other rooms put on a device's page: each returns HTML of its own fragment template, or nothing.
using Panel = std::function<std::optional<std::string>(http::ReadCall&, DeviceId)>;
std::vector<Panel>& device_panels();

/// Fills "inventory/person_devices", the panel of a person's page: what is checked out to them. False when there is nothing to show.
bool fill_person_devices(http::ReadCall& call, roster::PersonId person, html::View& view);

/// Snipe-IT's assets, GLPI's lists, GAM's ChromeOS devices, or any table by its headers or a saved mapping.
imports::Kind import_kind();

std::span<const base::EmbeddedFile> embedded();
std::span<const auth::PermissionInfo> permissions();
void routes(http::Routes& routes);
/// Fills the slots of rooms to the left: the page of a person, the search. Called once, by app/wire.cpp.
void fill_slots();

/// Puts what is searched for into the index, with the scopes "devices:all", "devices:<school>" and "account:<holder's account>". Whoever
/// writes a device's row calls it.
void index_device(db::Write& db, base::Instant now, DeviceId id);

}  // namespace inventory
