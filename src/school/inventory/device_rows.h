/// From rows of the database to devices. Only for the stores of this room.
#pragma once

#include <string>
#include <string_view>

#include "db/db.h"
#include "inventory/device.h"

namespace inventory {

/// The columns that read_card() needs, from inventory_device d, inventory_model m and roster_person p (the holder).
extern const std::string_view card_columns;
extern const std::string_view card_tables;
DeviceCard read_card(const db::Row& row);

}  // namespace inventory
