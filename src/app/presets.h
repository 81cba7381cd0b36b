/// What people of a school's IT department usually may do, by the work they do: offered when access is granted, changed at will afterwards.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/account.h"
#include "auth/viewer.h"

namespace app {

struct Preset {
    std::string_view name;  // "technician"; its words are the messages app.preset.<name>
    std::vector<std::string_view> permissions;
};

/// Those of `permissions` that a room of this program declares.
std::vector<Preset> presets();
std::optional<Preset> find_preset(std::string_view name);

/// The grants of a preset, everywhere or at one school. Permissions that only hold everywhere are left out for a school.
std::vector<auth::Grant> grants_of(const Preset& preset, std::optional<std::int64_t> school);

/// Every permission there is, everywhere: the first administrator.
std::vector<auth::Grant> all_grants();

}  // namespace app
