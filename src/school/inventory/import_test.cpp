// Bringing devices in: from Snipe-IT, from GAM, from GLPI, from any table; in full, with every problem told, and twice without a change.
#include <algorithm>

#include "auth/event.h"
#include "imports/imports.h"
#include "imports/run.h"
#include "imports/testing.h"
#include "inventory/inventory.h"
#include "search/search.h"
#include "world/world.h"

using imports::State;

namespace {

constexpr std::string_view snipe_header =
    "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,"
    "Checkout Type,Checked Out To: Username,Checked Out To: First Name,Checked Out To: Last Name,Checked Out To: Email,Checked Out To: Location,Asset EOL Date\n";
constexpr std::string_view gam_header =
    "deviceId,status,annotatedAssetId,annotatedLocation,annotatedUser,model,serialNumber,autoUpdateExpiration,lastSync,osVersion,orgUnitPath,macAddress,"
    "recentUsers.0.email,lastKnownNetwork.0.ipAddress\n";

class Import : public World {
public:
    Import() {
        write([&](db::Write& db) {
            rosa = roster::create_person(db, auth::Viewer::system(), now,
                                         {.given_name = "Rosa", .family_name = "Lopez", .email = "rosa@riverbend.example", .username = "rlopez",
                                          .role = roster::Role::teacher, .school = south});
        });
        options.now = now;
    }
    imports::Outcome bring(std::string_view bytes, bool dry = false) {
        files.write("devices.csv", bytes);
        imports::Outcome outcome;
        imports::Progress progress;
        auto kind = inventory::import_kind();
        auto package = imports::Package::open(files.path() + "/devices.csv", "devices.csv", outcome.report);
        if (!package) return outcome;
        return dry ? imports::check(database(), kind, *package, options, progress)
                   : imports::apply(database(), auth::Viewer::command_line(), kind, *package, options, progress, "devices.csv");
    }
    std::string field(std::string column, std::string tag) {
        return read([&](db::Read& db) {
            return db.query("SELECT COALESCE(CAST(" + column + " AS TEXT), '') AS value FROM inventory_device d JOIN inventory_model m ON m.id = d.model_id"
                            " WHERE d.asset_tag = :tag OR d.serial = :tag")
                .bind("tag", tag)
                .maybe([](const db::Row& row) { return std::string(row.text("value")); })
                .value_or("no device " + tag);
        });
    }
    std::int64_t devices() {
        return read([](db::Read& db) { return db.query("SELECT count(*) FROM inventory_device").one_integer(); });
    }
    roster::PersonId rosa;
    imports::testing::Folder files;
    imports::Options options;
};

std::int64_t times(const imports::Outcome& outcome, std::string_view code) {
    auto found = outcome.report.codes().find(code);
    return found == outcome.report.codes().end() ? 0 : found->second;
}

const imports::Problem& first(const imports::Outcome& outcome, std::string_view code) {
    auto found = std::ranges::find(outcome.report.problems(), code, &imports::Problem::code);
    if (found == outcome.report.problems().end()) throw std::runtime_error("no problem " + std::string(code));
    return *found;
}

std::string why_not(const imports::Outcome& outcome) {
    std::string words;
    for (const auto& problem : outcome.report.problems()) {
        words += problem.code + " row " + std::to_string(problem.row) + " " + problem.column + " '" + problem.value + "'\n";
    }
    return words;
}

std::string snipe(std::string_view rows) { return std::string(snipe_header) + std::string(rows); }
std::string gam(std::string_view rows) { return std::string(gam_header) + std::string(rows); }

}  // namespace

TEST_ON_EVERY_BACKEND(SnipeIt, BringsInAssetsWithHoldersAndPlaces, Import) {
    auto outcome = bring(snipe("Riverbend,Cart 1,007,Chromebooks,CDW,HP,\"South School, 12\",PO-7,Chromebook 11 G9,,3V2Y2UA,\"Bought with\nthe grant\",1/23/23,$12.58,"
                               "User,rlopez,Rosa,Lopez,rosa@riverbend.example,,10/27/28\n"));
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(outcome.total().created, 1);
    EXPECT_EQ(field("d.asset_tag", "007"), "007") << "leading zeros stay";
    EXPECT_EQ(field("m.kind", "007"), "chromebook");
    EXPECT_EQ(field("m.manufacturer", "007"), "HP");
    EXPECT_EQ(field("d.school_id", "007"), std::to_string(south.value));
    EXPECT_EQ(field("d.room", "007"), "12");
    EXPECT_EQ(field("d.holder_id", "007"), std::to_string(rosa.value));
    EXPECT_EQ(field("d.status", "007"), "assigned");
    EXPECT_EQ(field("d.purchased_on", "007"), "2023-01-23");
    EXPECT_EQ(field("d.support_ends_on", "007"), "2028-10-27");
    EXPECT_EQ(field("d.cost_cents", "007"), "1258");
    EXPECT_EQ(field("d.notes", "007"), "Bought with\nthe grant");
    EXPECT_EQ(field("d.source", "007"), "snipe-it");
    EXPECT_EQ(times(outcome, "devices.two_digit_year"), 2) << "once a column: bought and end of life";
    EXPECT_EQ(outcome.report.warnings(), 2) << why_not(outcome);
    auto hits = read([](db::Read& db) { return search::find(db, {.text = "chromebook lopez", .scopes = {"devices:all"}}); });
    EXPECT_EQ(hits.size(), 1U);
}

TEST_ON_EVERY_BACKEND(SnipeIt, KeepsHoldersAndPlacesThatNobodyKnows, Import) {
    auto outcome = bring(snipe(",Dragline,WBH-2841795,Laptop,,Apple,Lindgren-Marquardt,,MacBook Pro 13,,,,2022-11-14,,User,gmccrackem2a,Gage,McCrackem,g@x.example,,\n"
                               ",Pump,WBH-2,Laptop,,Apple,North School,,MacBook Pro 13,,,,,,Location,,,,,Pacocha-Kiehn,\n"));
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(outcome.total().created, 2);
    EXPECT_EQ(times(outcome, "row.unknown_holder"), 1);
    EXPECT_EQ(times(outcome, "row.unknown_place"), 2);
    EXPECT_EQ(first(outcome, "row.unknown_place").column, "Location");
    EXPECT_EQ(first(outcome, "row.unknown_place").value, "Lindgren-Marquardt");
    EXPECT_EQ(first(outcome, "row.unknown_place").row, 2);
    EXPECT_EQ(field("d.unknown_holder", "WBH-2841795"), "Gage McCrackem (gmccrackem2a)");
    EXPECT_EQ(field("d.unknown_location", "WBH-2841795"), "Lindgren-Marquardt");
    EXPECT_EQ(field("d.unknown_location", "WBH-2"), "Pacocha-Kiehn");
    EXPECT_EQ(field("d.unknown_holder", "WBH-2"), "");
    auto id = field("d.id", "WBH-2841795");
    EXPECT_TRUE(shows(as("tech").get("/devices/" + id), "Gage McCrackem (gmccrackem2a)"));
}

TEST_ON_EVERY_BACKEND(SnipeIt, ASecondRunChangesNothingAndKeepsWhatPeopleDid, Import) {
    auto file = snipe(",Cart,A-1,Laptop,,Apple,North School,,MacBook,,,,2022-11-14,,,,,,,,\n,Cart,A-2,Laptop,,Apple,North School,,MacBook,,,,2022-11-15,,,,,,,,\n");
    ASSERT_EQ(bring(file).total().created, 2);
    auto id = field("d.id", "A-1");
    ASSERT_EQ(as("tech").post("/devices/" + id + "/loan", {{"holder", "rlopez"}}).status, 303);
    auto again = bring(file).total();
    EXPECT_EQ(again.unchanged, 2);
    EXPECT_EQ(again.created + again.updated + again.ended, 0);
    EXPECT_EQ(field("d.holder_id", "A-1"), std::to_string(rosa.value));
    EXPECT_EQ(devices(), 3);
}

TEST_ON_EVERY_BACKEND(SnipeIt, ADryRunChangesNothing, Import) {
    auto outcome = bring(snipe(",Cart,A-1,Laptop,,Apple,North School,,MacBook,,,,,,,,,,,,\n"), true);
    EXPECT_EQ(outcome.state, State::ready);
    EXPECT_EQ(outcome.total().created, 1);
    EXPECT_EQ(devices(), 1);
}

TEST_ON_EVERY_BACKEND(SnipeIt, ARosterThatComesLaterFindsTheHolder, Import) {
    auto file = snipe(",Cart,A-1,Laptop,,Apple,North School,,MacBook,,,,,,User,nlind,Nora,Lind,,,\n");
    ASSERT_EQ(times(bring(file), "row.unknown_holder"), 1);
    roster::PersonId nora;
    write([&](db::Write& db) {
        nora = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Nora", .family_name = "Lind", .username = "nlind", .role = roster::Role::teacher});
    });
    auto outcome = bring(file);
    EXPECT_EQ(outcome.total().updated, 1);
    EXPECT_EQ(field("d.holder_id", "A-1"), std::to_string(nora.value));
    EXPECT_EQ(field("d.unknown_holder", "A-1"), "");
}

TEST_ON_EVERY_BACKEND(SnipeIt, OldHeadersWithDoublesAreReadToo, Import) {
    auto outcome = bring("Full Name,Email,Username,Company,item Name,Category,Model name,Manufacturer,Model Number,Serial,Asset Tag,Location,Category,Notes,"
                         "Purchase Date,Purchase Cost,Company,Status,Warranty,Supplier\n"
                         "Rosa Lopez,rosa@riverbend.example,,Riverbend,Lab,Laptop,MacBook,Apple,A1,C02X,T-9,South School,Laptop,,2024-01-31,1000,Riverbend,Ready to Deploy,24 months,CDW\n");
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(times(outcome, "table.duplicate_header"), 2);
    EXPECT_EQ(field("d.holder_id", "T-9"), std::to_string(rosa.value));
    EXPECT_EQ(field("d.status", "T-9"), "assigned") << "whoever has it uses it";
    EXPECT_EQ(field("d.raw_status", "T-9"), "Ready to Deploy");
    EXPECT_EQ(field("d.warranty_ends_on", "T-9"), "2026-01-31");
}

TEST_ON_EVERY_BACKEND(SnipeIt, EndsNothingUnlessAPersonSaysSo, Import) {
    auto both = snipe(",Cart,A-1,Laptop,,Apple,,,MacBook,,,,,,,,,,,,\n,Cart,A-2,Laptop,,Apple,,,MacBook,,,,,,,,,,,,\n");
    auto one = snipe(",Cart,A-1,Laptop,,Apple,,,MacBook,,,,,,,,,,,,\n");
    bring(both);
    EXPECT_EQ(bring(one).total().ended, 0);
    EXPECT_EQ(field("d.status", "A-2"), "in_stock");
    options.confirm_ends = true;
    EXPECT_EQ(bring(one).total().ended, 1);
    EXPECT_EQ(field("d.status", "A-2"), "retired");
    EXPECT_EQ(field("d.status", "CB-0412"), "assigned") << "never theirs";
}

TEST_ON_EVERY_BACKEND(Glpi, BringsInAListOfComputers, Import) {
    std::string file =
        "\xEF\xBB\xBF\"Name\";\"Entity\";\"Status\";\"Manufacturer\";\"Serial number\";\"Type\";\"Model\";\"Operating system - Name\";\"Location\";\"Last update\";"
        "\"Inventory number\";\"User\";\"Alternate username\";\"Date of purchase\";\"Warranty duration\"\n"
        "\"LAB1-01\";\"Riverbend\";\"In use\";\"Dell\";\"8KQ2M33\";\"Laptop\";\"Latitude 3420\";\"Windows 11\";\"Riverbend > South School > Lab 1\";\"2026-02-11 08:14\";"
        "\"PC-0101\";\"\";\"rlopez@SCHOOL\";\"2024-08-05\";\"36 months\"\n"
        "\"OFFICE\";\"Riverbend\";\"In stock\";\"HP\";\"5CG1234XYZ\";\"Desktop\";\"ProDesk 400\";\"\";\"Warehouse > Shelf 3\";\"2026-01-30 15:00\";"
        "\"PC-0102\";\"Adler Ruth\";\"\";\"\";\"\"\n";
    auto outcome = bring(file);
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(outcome.total().created, 2);
    EXPECT_EQ(field("d.source", "PC-0101"), "glpi");
    EXPECT_EQ(field("d.serial", "PC-0101"), "8KQ2M33");
    EXPECT_EQ(field("m.kind", "PC-0101"), "laptop");
    EXPECT_EQ(field("d.school_id", "PC-0101"), std::to_string(south.value)) << "a place is a path";
    EXPECT_EQ(field("d.room", "PC-0101"), "Lab 1");
    EXPECT_EQ(field("d.holder_id", "PC-0101"), std::to_string(rosa.value));
    EXPECT_EQ(field("d.warranty_ends_on", "PC-0101"), "2027-08-05");
    EXPECT_EQ(field("d.unknown_location", "PC-0102"), "Warehouse > Shelf 3");
    EXPECT_EQ(field("d.unknown_holder", "PC-0102"), "Adler Ruth");
    EXPECT_EQ(times(outcome, "row.unknown_place"), 1);
    EXPECT_EQ(times(outcome, "schema.unknown_column"), 0) << why_not(outcome);
    auto again = bring(file).total();
    EXPECT_EQ(again.created + again.updated, 0) << "a second run changes nothing";
}

TEST_ON_EVERY_BACKEND(Glpi, OlderHeadingsInThePluralAreReadToo, Import) {
    auto outcome = bring("Name;Statuses;Manufacturers;Serial number;Types;Models;Locations;Last update\nX;In use;Acer;SN-77;Notebook;Spin 511;North School > 12;2026-01-02 10:00\n");
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(field("d.source", "SN-77"), "glpi");
    EXPECT_EQ(field("m.manufacturer", "SN-77"), "Acer");
    EXPECT_EQ(field("d.room", "SN-77"), "12");
}

TEST_ON_EVERY_BACKEND(ImportProblems, TheSameSerialTwiceIsAnErrorInBothRows, Import) {
    auto outcome = bring("Asset Tag,Serial,Model\nT-1,SN-5,X\nT-2,SN-6,X\nT-3,sn-5,X\n");
    EXPECT_EQ(outcome.state, State::refused);
    EXPECT_EQ(times(outcome, "row.duplicate_serial"), 2);
    EXPECT_EQ(first(outcome, "row.duplicate_serial").column, "Serial");
    EXPECT_EQ(devices(), 1);
    options.mode = imports::Mode::lenient;
    auto lenient = bring("Asset Tag,Serial,Model\nT-1,SN-5,X\nT-2,SN-6,X\nT-3,sn-5,X\n");
    EXPECT_EQ(lenient.total().created, 1);
    EXPECT_EQ(lenient.total().skipped, 2);
}

TEST_ON_EVERY_BACKEND(ImportProblems, ASerialThatLostItsDigitsIsToldAndNeverStored, Import) {
    auto outcome = bring("Asset Tag,Serial,Model\nT-1,6.37702E+15,X\n");
    ASSERT_EQ(outcome.state, State::applied);
    EXPECT_EQ(first(outcome, "row.digits_lost").value, "6.37702E+15");
    EXPECT_EQ(field("d.serial", "T-1"), "");
    EXPECT_EQ(bring("Serial,Model\n6.37702E+15,X\n").state, State::refused);
}

TEST_ON_EVERY_BACKEND(ImportProblems, AnUnclearDayIsAnErrorUnlessTheColumnShowsTheOrder, Import) {
    auto unclear = bring("Asset Tag,Model,Purchase Date\nT-1,X,3/4/2024\n");
    EXPECT_EQ(unclear.state, State::refused);
    EXPECT_EQ(first(unclear, "row.ambiguous_date").row, 2);
    EXPECT_EQ(first(unclear, "row.ambiguous_date").column, "Purchase Date");
    ASSERT_EQ(bring("Asset Tag,Model,Purchase Date\nT-1,X,3/4/2024\nT-2,X,3/14/2024\n").state, State::applied);
    EXPECT_EQ(field("d.purchased_on", "T-1"), "2024-03-04");
    EXPECT_EQ(times(bring("Asset Tag,Model,Purchase Date\nT-3,X,13/4/2024\nT-4,X,4/13/2024\nT-5,X,4/5/2024\n"), "row.ambiguous_date"), 1);
}

TEST_ON_EVERY_BACKEND(ImportProblems, OldMacsSemicolonsAndMarksAreUnderstood, Import) {
    auto outcome = bring("\xEF\xBB\xBF" "Asset Tag;Model;Notes;\rT-1;X;caf\xC3\xA9;\r");
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(field("d.notes", "T-1"), "café");
    EXPECT_EQ(times(outcome, "file.separator"), 1);
    EXPECT_EQ(times(outcome, "table.empty_header_name"), 1);
    auto mac = bring("Asset Tag,Model,Notes\rT-2,X,se\x96or Pe\x96" "a\r");
    ASSERT_EQ(mac.state, State::applied) << why_not(mac);
    EXPECT_EQ(field("d.notes", "T-2"), "señor Peña");
}

TEST_ON_EVERY_BACKEND(ImportProblems, AFileWithoutTagOrSerialIsRefused, Import) {
    auto outcome = bring("Model,Room\nX,12\n");
    EXPECT_EQ(outcome.state, State::refused);
    EXPECT_EQ(times(outcome, "devices.no_key_column"), 1);
}

TEST_ON_EVERY_BACKEND(ImportProblems, ATagOfAnotherDeviceIsAnError, Import) {
    ASSERT_EQ(bring("Asset Tag,Serial,Model\nT-1,SN-1,X\nT-2,SN-2,X\n").state, State::applied);
    auto outcome = bring("Asset Tag,Serial,Model\nT-1,SN-2,X\n");
    EXPECT_EQ(outcome.state, State::refused);
    EXPECT_EQ(times(outcome, "row.serial_taken"), 1);
}

TEST_ON_EVERY_BACKEND(ChromeOs, BringsInWhatGamPrints, Import) {
    auto outcome = bring(gam("d-1,ACTIVE,CB-77,214,rosa@riverbend.example,HP Chromebook 11 G9 EE,5CD0001,1814313600000,2026-03-01T10:22:33.000Z,120.1,/Students/South School,"
                             "aabbccddeeff,x@y.example,10.0.0.1\n"
                             "d-2,DEPROVISIONED,,,,Acer Chromebox CXI4,5CD0002,Jun 2027,,,/Retired,,,\n"));
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(outcome.report.warnings(), 0) << why_not(outcome);
    EXPECT_EQ(field("d.school_id", "CB-77"), std::to_string(south.value)) << "by the unit";
    EXPECT_EQ(field("d.room", "CB-77"), "214");
    EXPECT_EQ(field("d.holder_id", "CB-77"), std::to_string(rosa.value));
    EXPECT_EQ(field("d.support_ends_on", "CB-77"), "2027-06-30");
    EXPECT_EQ(field("d.os_version", "CB-77"), "120.1");
    EXPECT_EQ(field("d.mac_address", "CB-77"), "aabbccddeeff");
    EXPECT_EQ(field("d.last_seen_at", "CB-77"), std::to_string(base::to_ms(*base::parse_instant("2026-03-01T10:22:33Z"))));
    EXPECT_EQ(field("m.kind", "CB-77"), "chromebook");
    EXPECT_EQ(field("m.kind", "5CD0002"), "desktop");
    EXPECT_EQ(field("d.status", "5CD0002"), "retired");
    EXPECT_EQ(field("d.support_ends_on", "5CD0002"), "2027-06-30");
}

TEST_ON_EVERY_BACKEND(ChromeOs, AddsToADeviceThatAnotherSourceKnows, Import) {
    ASSERT_EQ(bring("Asset Tag,Serial,Manufacturer,Model,Notes\nCB-9,5CD0009,HP,11 G9,from the cart\n").state, State::applied);
    auto chrome = gam("d-9,ACTIVE,,,,HP Chromebook 11 G9 EE,5cd0009,2031-06-01,,121,,,,\n");
    auto outcome = bring(chrome);
    EXPECT_EQ(outcome.total().updated, 1);
    EXPECT_EQ(outcome.total().created, 0);
    EXPECT_EQ(field("m.name", "CB-9"), "11 G9");
    EXPECT_EQ(field("d.notes", "CB-9"), "from the cart");
    EXPECT_EQ(field("d.support_ends_on", "CB-9"), "2031-06-01");
    EXPECT_EQ(bring(chrome).total().unchanged, 1);
    EXPECT_EQ(bring("Asset Tag,Serial,Manufacturer,Model,Notes\nCB-9,5CD0009,HP,11 G9,from the cart\n").total().unchanged, 1);
}

TEST_ON_EVERY_BACKEND(Mapping, NamesColumnsThatNobodyKnows, Import) {
    options.mapping = imports::Mapping{"our list", {{"Nummer", "asset_tag"}, {"Was", "model"}, {"Egal", ""}}};
    auto outcome = bring("Nummer,Was,Egal\n0815,Beamer,x\n");
    ASSERT_EQ(outcome.state, State::applied) << why_not(outcome);
    EXPECT_EQ(field("m.name", "0815"), "Beamer");
    EXPECT_EQ(outcome.report.warnings(), 0) << why_not(outcome);
}

TEST_ON_EVERY_BACKEND(ImportRecord, EveryDeviceKnowsThatItWasImported, Import) {
    ASSERT_EQ(bring("Asset Tag,Model\nT-1,X\n").state, State::applied);
    auto id = field("d.id", "T-1");
    EXPECT_TRUE(shows(as("tech").get("/devices/" + id), "brought in"));
    auto events = read([&](db::Read& db) { return auth::history(db, "device", std::stoll(id)); });
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].action, "imported");
}

TEST_ON_EVERY_BACKEND(Mapping, IsMadeOnAPageAndKeptUnderAName, Import) {
    EXPECT_EQ(as("tech").get("/imports/mappings/new?kind=devices").status, 200);
    EXPECT_EQ(as("tech").get("/imports/mappings/new?kind=roster").status, 403);
    EXPECT_EQ(as("teacher").get("/imports/mappings/new?kind=devices").status, 403);
    auto columns = as("tech").upload("/imports/mappings/columns", {{"kind", "devices"}}, {{"file", "a.csv", "text/csv", "Nummer;Was;Serial\n0815;Beamer;S1\n"}});
    ASSERT_EQ(columns.status, 200);
    EXPECT_TRUE(shows(columns, R"(name="column0" value="Nummer")"));
    EXPECT_TRUE(shows(columns, R"(<option value="serial" selected>)"));
    http::TestClient::FormFields form{{"kind", "devices"}, {"column0", "Nummer"}, {"field0", "asset_tag"}, {"column1", "Was"}, {"field1", "asset_tag"}, {"name", "our list"}};
    EXPECT_EQ(as("tech").post("/imports/mappings", form).status, 422) << "two columns mean the same";
    form[4].second = "model";
    ASSERT_EQ(as("tech").post("/imports/mappings", form).status, 303);
    EXPECT_TRUE(shows(as("tech").get("/imports/new?kind=devices"), "our list"));
    options.mapping = read([](db::Read& db) { return imports::find_mapping(db, "devices", "our list"); });
    ASSERT_TRUE(options.mapping);
    ASSERT_EQ(bring("Nummer;Was\n0815;Beamer\n").state, State::applied);
    EXPECT_EQ(field("m.name", "0815"), "Beamer");
}

TEST_ON_EVERY_BACKEND(Mapping, OfNoTableIsRefusedWithWords, Import) {
    EXPECT_EQ(as("tech").upload("/imports/mappings/columns", {{"kind", "devices"}}, {}).status, 422);
    EXPECT_EQ(as("tech").upload("/imports/mappings/columns", {{"kind", "devices"}}, {{"file", "a.csv", "", "\"never closed\n"}}).status, 422);
}
