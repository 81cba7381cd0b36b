/// Models of devices, to choose from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace db {
class Read;
}

namespace helpdesk {

struct DeviceModel {
    std::int64_t id = 0;  // inventory_model
    std::string name;     // "HP Chromebook 11 G9"
};
/// Those of which there is a device, by name.
std::vector<DeviceModel> device_models(db::Read& db);

}  // namespace helpdesk
