/// The columns that an import of devices knows, whoever wrote the file. Only for this room.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "imports/imports.h"
#include "imports/table.h"

namespace inventory {

/// The place of a column in columns().
enum Col : std::size_t {
    col_external_id,
    col_asset_tag,
    col_serial,
    col_name,
    col_category,
    col_manufacturer,
    col_model,
    col_model_number,
    col_status,
    col_location,
    col_room,
    col_company,
    col_supplier,
    col_order_number,
    col_notes,
    col_purchased_on,
    col_cost,
    col_funding_source,
    col_warranty_months,
    col_warranty_ends_on,
    col_support_ends_on,
    col_checkout_type,
    col_holder_username,
    col_holder_first,
    col_holder_last,
    col_holder_full,
    col_holder_email,
    col_holder_location,
    col_last_seen,
    col_os_version,
    col_org_unit,
    col_mac_address,
    col_holder_alternate,
    col_known_count  // those behind it are known and not stored
};

std::span<const imports::Column> columns();
/// The same for a person who maps the columns of a table.
std::vector<imports::Field> mapping_fields();

/// Who wrote the file, as its header tells.
enum class Shape { snipe_it, chromeos, glpi, table };
Shape shape_of(std::span<const std::string_view> header);
/// Whose records these are unless a person says otherwise: "snipe-it", "chromeos", "glpi", "devices".
std::string_view source_of(Shape shape);

}  // namespace inventory
