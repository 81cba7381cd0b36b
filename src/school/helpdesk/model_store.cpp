#include "db/db.h"
#include "helpdesk/model.h"

namespace helpdesk {

std::vector<DeviceModel> device_models(db::Read& db) {
    return db.query(R"sql(
        SELECT m.id, TRIM(m.manufacturer || ' ' || m.name) AS name
          FROM inventory_model m
         WHERE EXISTS (SELECT 1 FROM inventory_device d WHERE d.model_id = m.id)
         ORDER BY m.manufacturer, m.name, m.id
    )sql").all([](const db::Row& row) { return DeviceModel{row.integer("id"), std::string(row.text("name"))}; });
}

}  // namespace helpdesk
