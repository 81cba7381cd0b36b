#include "inventory/import_columns.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace inventory {

using enum imports::Column::Need;

// Snipe-IT's headers and the aliases of its importer; field names of Google's Directory API as GAM prints them, and of the sheet that
// schools make with Google's own script; headings of GLPI's lists, which older versions write in the plural. In the order of Col. An alias may differ from the name in case only: then that is right too.
static constexpr imports::Column known[] = {
    {"external_id", optional, "deviceId|Device ID|ID"},
    {"asset_tag", optional, "Asset Tag|Tag|annotatedAssetId|AssetID|Asset ID|Asset Number|Inventory Number|otherserial|Barcode"},
    {"serial", optional, "Serial|Serial Number|serialNumber|Serial No|Item Serial|Service Tag"},
    {"name", optional, "Name|Item Name|Asset Name|Device Name|deviceName"},
    {"category", optional, "Category|Kind|Type|Types|Asset Type|Device Type"},
    {"manufacturer", optional, "Manufacturer|Manufacturers|Make|Maker|Brand"},
    {"model", optional, "Model|Models|Model Name|Asset Model"},
    {"model_number", optional, "Model Number|Model No|Model No."},
    {"status", optional, "Status|Statuses|Status Label|State"},
    {"location", optional, "Location|Locations|Default Location|annotatedLocation|School|Building|Site|Campus"},
    {"room", optional, "Room|Classroom|Room Number"},
    {"company", optional, "Company|Entity"},
    {"supplier", optional, "Supplier|Vendor|Supplier Name"},
    {"order_number", optional, "Order Number|Purchase Order|PO Number|Purchase Order Number"},
    {"notes", optional, "Notes|Asset Notes|Comments|Note"},
    {"purchased_on", optional, "Purchase Date|Purchased Date|Date Purchased|Date of purchase|buy_date"},
    {"cost", optional, "Cost|Purchase Cost|Price|Value"},
    {"funding_source", optional, "Funding Source|Fund|Funding|Grant|Budget"},
    {"warranty_months", optional, "Warranty|Warranty Months|Warranty duration"},
    {"warranty_ends_on", optional, "Warranty Expiration|Warranty expiration date|Warranty End|Warranty Expires|Warranty Ends"},
    {"support_ends_on", optional, "Asset EOL Date|EOL Date|autoUpdateExpiration|autoUpdateThrough|supportEndDate|AUE|Auto Update Expiration|End of Support"},
    {"checkout_type", optional, "Checkout Type|Checkout Class"},
    {"holder_username", optional, "Checked Out To: Username|Username|annotatedUser|User|Assigned To|Checked Out To|Holder"},
    {"holder_first", optional, "Checked Out To: First Name|First Name"},
    {"holder_last", optional, "Checked Out To: Last Name|Last Name"},
    {"holder_full", optional, "Full Name|Student Name|Holder Name"},
    {"holder_email", optional, "Checked Out To: Email|Email|User Email"},
    {"holder_location", optional, "Checked Out To: Location"},
    {"last_seen", optional, "lastSync|Last Sync|Last inventory date|lastSyncDateTime|Last Seen"},
    {"os_version", optional, "osVersion|OS Version|Operating system - Version"},
    {"org_unit", optional, "orgUnitPath|Org Unit Path|Org Unit"},
    {"mac_address", optional, "macAddress|MAC|MAC Address|Wi-Fi MAC"},
    {"holder_alternate", optional, "Alternate username"},
    // Known, not stored: nothing is said about them.
    {"Model Notes", ignored}, {"Item Number", ignored}, {"kind", ignored}, {"etag", ignored}, {"meid", ignored}, {"willAutoRenew", ignored},
    {"platformVersion", ignored}, {"firmwareVersion", ignored}, {"bootMode", ignored}, {"firstEnrollmentTime", ignored},
    {"lastEnrollmentTime", ignored}, {"manufactureDate", ignored}, {"orgUnitId", ignored}, {"ethernetMacAddress", ignored},
    {"ethernetMacAddress0", ignored}, {"dockMacAddress", ignored}, {"systemRamTotal", ignored}, {"deprovisionReason", ignored},
    {"lastDeprovisionTimestamp", ignored}, {"chromeOsType", ignored}, {"deviceLicenseType", ignored}, {"Most Recent User", ignored},
    {"recentusers", ignored}, {"recentusers.", ignored}, {"activetimeranges", ignored}, {"activetimeranges.", ignored}, {"lastknownnetwork", ignored},
    {"lastknownnetwork.", ignored}, {"cpustatusreports", ignored}, {"cpustatusreports.", ignored}, {"cpuinfo.", ignored},
    {"diskvolumereports", ignored}, {"diskvolumereports.", ignored}, {"tpmversioninfo.", ignored}, {"osupdatestatus.", ignored},
    {"systemramfreereports.", ignored}, {"diskspaceusage.", ignored}, {"devicefiles.", ignored}, {"screenshotfiles.", ignored},
    {"backlightinfo.", ignored}, {"faninfo.", ignored}, {"orderNumber", ignored},
    {"Last update", ignored}, {"Creation date", ignored}, {"Alternate username number", ignored}, {"Operating system", ignored},
    {"Operating system - Name", ignored}, {"Group", ignored}, {"Domain", ignored}, {"Network", ignored}, {"UUID", ignored},
    {"Technician in charge", ignored}, {"Technician in charge of the hardware", ignored}, {"Group in charge", ignored},
    {"Group in charge of the hardware", ignored}, {"Components - Processor", ignored}, {"Components - Memory", ignored},
    {"Automatic inventory", ignored}, {"Update Source", ignored}, {"Last boot date", ignored}, {"Startup date", ignored},
    {"Invoice number", ignored}, {"Immobilization number", ignored},
};
static_assert(std::size(known) > col_known_count);

std::span<const imports::Column> columns() { return known; }

std::vector<imports::Field> mapping_fields() {
    std::vector<imports::Field> fields;
    for (const auto& column : columns().first(col_known_count)) {
        imports::Field field{.name = std::string(column.name), .required = false, .aliases = {}};
        for (auto alias : base::split(column.aliases, '|')) {
            if (!alias.empty()) field.aliases.emplace_back(alias);
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

static bool has(std::span<const std::string_view> header, std::string_view name) {
    return std::ranges::any_of(header, [&](std::string_view cell) { return base::equal_ignoring_ascii_case(base::trim(cell), name); });
}

Shape shape_of(std::span<const std::string_view> header) {
    bool google_names = has(header, "deviceId") && (has(header, "serialNumber") || has(header, "orgUnitPath"));
    bool google_sheet = has(header, "Serial Number") && has(header, "Org Unit Path");
    if (google_names || google_sheet) return Shape::chromeos;
    bool now = has(header, "Asset Tag") && has(header, "Checkout Type");
    bool before = has(header, "Asset Tag") && has(header, "item Name") && has(header, "Model name") && has(header, "Company");
    bool plain = has(header, "Asset Tag") && has(header, "Checked Out To: Username");
    if (now || before || plain) return Shape::snipe_it;
    bool lists_devices = has(header, "Serial number") || has(header, "Inventory number");
    bool has_places = has(header, "Location") || has(header, "Locations");
    return lists_devices && has_places && has(header, "Last update") ? Shape::glpi : Shape::table;
}

std::string_view source_of(Shape shape) {
    switch (shape) {
        case Shape::snipe_it: return "snipe-it";
        case Shape::chromeos: return "chromeos";
        case Shape::glpi: return "glpi";
        case Shape::table: break;
    }
    return "devices";
}

}  // namespace inventory
