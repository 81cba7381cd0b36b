// What people see and do with devices, through the routes with their guards.
#include <boost/json.hpp>

#include "auth/audit.h"
#include "auth/event.h"
#include "inventory/inventory.h"
#include "roster/roster.h"
#include "search/search.h"
#include "world/world.h"

namespace {

class Devices : public World {
public:
    std::string address(std::string_view after = "") { return "/devices/" + std::to_string(chromebook.value) + std::string(after); }
    http::TestClient::FormFields form(std::string tag, std::string serial) {
        return {{"asset_tag", std::move(tag)}, {"serial", std::move(serial)}, {"kind", "projector"}, {"manufacturer", "Epson"},
                {"model", "EB-L210W"}, {"school", std::to_string(north.value)}, {"room", "214"}, {"cost", "$1,249.50"}, {"purchased_on", "2025-08-01"}};
    }
    std::vector<auth::Event> history() {
        return read([&](db::Read& db) { return auth::history(db, "device", chromebook.value); });
    }
    std::optional<inventory::DeviceCard> card(std::string_view who) {
        auto viewing = viewer(who);
        return read([&](db::Read& db) { return inventory::find_device(db, viewing, chromebook); });
    }
    std::size_t found(std::string words, std::string scope) {
        return read([&](db::Read& db) { return search::find(db, {.text = words, .scopes = {scope}, .kinds = {"device"}}).size(); });
    }
};

std::string location_of(const http::Response& response) { return std::string(response.find_header("Location").value_or("")); }

}  // namespace

TEST_ON_EVERY_BACKEND(DeviceList, ShowsTagPlaceHolderAndState, Devices) {
    auto page = as("tech").get("/devices");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "CB-0412"));
    EXPECT_TRUE(shows(page, "HP 11 G9"));
    EXPECT_TRUE(shows(page, "7B, North School"));
    EXPECT_TRUE(shows(page, "Ana Silva"));
    EXPECT_TRUE(shows(page, "In use"));
}

TEST_ON_EVERY_BACKEND(DeviceList, FindsByTagModelRoomAndHolder, Devices) {
    for (std::string words : {"cb-04", "0412", "11+g9", "silva+ana", "7b"}) {
        EXPECT_TRUE(shows(as("tech").get("/devices?q=" + words), ">CB-0412<")) << words;
    }
    EXPECT_FALSE(shows(as("tech").get("/devices?q=100%25"), ">CB-0412<"));
    EXPECT_TRUE(shows(as("tech").get("/devices?q=nothing"), "No device fits"));
}

TEST_ON_EVERY_BACKEND(DeviceList, FiltersBySchoolKindAndStatus, Devices) {
    auto at = [&](std::string query) { return static_cast<bool>(shows(as("tech").get("/devices?" + query), ">CB-0412<")); };
    EXPECT_TRUE(at("school=" + std::to_string(north.value) + "&kind=chromebook&status=assigned"));
    EXPECT_FALSE(at("school=" + std::to_string(south.value)));
    EXPECT_FALSE(at("kind=printer"));
    EXPECT_FALSE(at("status=lost"));
}

TEST_ON_EVERY_BACKEND(DeviceList, PagesByTagWithoutGapsOrRepeats, Devices) {
    for (int i = 0; i < 60; ++i) EXPECT_EQ(as("tech").post("/devices", form("PRJ-" + std::to_string(100 + i), "")).status, 303);
    auto first = as("tech").get("/api/v1/devices?limit=40");
    auto page = boost::json::parse(first.body).as_object();
    EXPECT_EQ(page["devices"].as_array().size(), 40U);
    EXPECT_EQ(page["devices"].as_array()[0].as_object()["asset_tag"], "CB-0412");
    auto rest = boost::json::parse(as("tech").get(std::string(page["next"].as_string())).body).as_object();
    EXPECT_EQ(rest["devices"].as_array().size(), 21U);
    EXPECT_EQ(rest["devices"].as_array()[0].as_object()["asset_tag"], "PRJ-139");
    EXPECT_TRUE(rest["next"].is_null());
    EXPECT_TRUE(shows(as("tech").get("/devices"), "after_key=prj-148"));
}

TEST_ON_EVERY_BACKEND(DeviceList, ShowsOthersOnlyWhatTheyHold, Devices) {
    as("tech").post("/devices", form("PRJ-1", ""));
    auto page = as("student").get("/devices");
    EXPECT_TRUE(shows(page, ">CB-0412<"));
    EXPECT_FALSE(shows(page, "PRJ-1"));
    EXPECT_TRUE(shows(as("teacher").get("/devices"), "No device is checked out to you"));
    EXPECT_NE(as("nobody").get("/devices").status, 200);
    EXPECT_EQ(as("student").get("/devices/export").status, 403);
}

TEST_ON_EVERY_BACKEND(DeviceList, IsTakenAlongAsATable, Devices) {
    auto table = as("tech").get("/devices/export?q=cb");
    EXPECT_EQ(table.status, 200);
    EXPECT_TRUE(shows(table, "CB-0412,,chromebook,HP 11 G9,assigned,North School,7B,Ana Silva"));
    EXPECT_EQ(as("data").get("/devices/export").status, 403);
    EXPECT_FALSE(shows(as("data").get("/devices"), "/devices/export"));
    auto noted = [&](std::string purpose) {
        return read([&](db::Read& db) { return db.query("SELECT count(*) FROM auth_access WHERE subject_kind = 'devices' AND purpose = :purpose").bind("purpose", purpose).one_integer(); });
    };
    EXPECT_EQ(noted("export"), 1);
    EXPECT_EQ(noted("list"), 1);
}

TEST_ON_EVERY_BACKEND(DevicePage, TellsTheDepartmentEverythingAndNotesWhoLooked, Devices) {
    auto page = as("tech").get(address());
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Ana Silva"));
    EXPECT_TRUE(shows(page, "/requests/new?label=label-of-cb-0412"));
    auto cio = viewer("cio");
    auto looked = read([&](db::Read& db) { return auth::list_access(db, cio, {.subject_kind = "person", .subject_id = person("student").value}); });
    ASSERT_EQ(looked.size(), 1U);
    EXPECT_EQ(looked[0].purpose, "device");
}

TEST_ON_EVERY_BACKEND(DevicePage, IsForThoseWhoMaySeeTheDevice, Devices) {
    EXPECT_EQ(as("student").get(address()).status, 200);
    EXPECT_EQ(as("teacher").get(address()).status, 404);
    EXPECT_EQ(as("tech").get("/devices/999999").status, 404);
}

TEST_ON_EVERY_BACKEND(DevicePage, HidesMoneyAndToolsFromTheHolder, Devices) {
    auto fields = form("CB-0412", "");
    fields[2].second = "chromebook";
    ASSERT_EQ(as("tech").post(address(), fields).status, 303);
    EXPECT_TRUE(shows(as("tech").get(address()), "$1,249.50"));
    auto own = as("student").get(address());
    EXPECT_EQ(own.status, 200);
    EXPECT_FALSE(shows(own, "1,249.50"));
    EXPECT_FALSE(shows(own, "/edit\""));
    EXPECT_EQ(as("student").post(address("/return")).status, 403);
}

TEST_ON_EVERY_BACKEND(DevicePage, ShowsPanelsOfOtherRoomsInOrder, Devices) {
    auto panels = std::exchange(inventory::device_panels(), {});
    inventory::device_panels().push_back([](http::ReadCall&, inventory::DeviceId) { return std::optional<std::string>("<p>first</p>"); });
    inventory::device_panels().push_back([](http::ReadCall&, inventory::DeviceId) { return std::optional<std::string>(); });
    inventory::device_panels().push_back([](http::ReadCall&, inventory::DeviceId) { return std::optional<std::string>("<p>second</p>"); });
    auto page = as("tech").get(address());
    inventory::device_panels() = panels;
    ASSERT_TRUE(shows(page, "<p>first</p>"));
    EXPECT_LT(page.body.find("<p>first</p>"), page.body.find("<p>second</p>"));
}

TEST_ON_EVERY_BACKEND(DeviceForm, WritesADeviceDown, Devices) {
    EXPECT_EQ(as("tech").get("/devices/new").status, 200);
    auto answer = as("tech").post("/devices", form("PRJ-0214", "X4T9"));
    ASSERT_EQ(answer.status, 303);
    auto page = as("tech").get(location_of(answer));
    EXPECT_TRUE(shows(page, "Epson EB-L210W"));
    EXPECT_TRUE(shows(page, "214, North School"));
    EXPECT_TRUE(shows(page, "written down"));
    EXPECT_EQ(found("epson", "devices:all"), 1U);
    EXPECT_EQ(found("prj-0214", "devices:" + std::to_string(north.value)), 1U);
    EXPECT_EQ(found("prj-0214", "devices:" + std::to_string(south.value)), 0U);
}

TEST_ON_EVERY_BACKEND(DeviceForm, SaysWhatIsWrongWithEachFieldAndKeepsTheRest, Devices) {
    auto answer = as("tech").post("/devices", {{"manufacturer", "Epson & Sons"}, {"serial", "6.37702E+15"}, {"cost", "much"}, {"purchased_on", "soon"}});
    EXPECT_EQ(answer.status, 422);
    for (auto field : {"kind", "model", "serial", "cost", "purchased_on"}) EXPECT_TRUE(shows(answer, std::string("id=\"") + field + "-error\"")) << field;
    EXPECT_TRUE(shows(answer, "Epson &amp; Sons"));
    auto twice = as("tech").post("/devices", form("cb-0412", ""));
    EXPECT_EQ(twice.status, 422);
    EXPECT_TRUE(shows(twice, "another device has it already"));
}

TEST_ON_EVERY_BACKEND(DeviceForm, IsForThoseWhoManageTheSchool, Devices) {
    EXPECT_EQ(as("data").post("/devices", form("PRJ-2", "")).status, 403);
    EXPECT_EQ(as("data").get(address("/edit")).status, 403);
    auto paul = account("web");
    write([&](db::Write& db) {
        for (auto permission : {inventory::may_view, inventory::may_manage}) {
            auth::grant(db, auth::Viewer::system(), now, paul, {std::string(permission.name), auth::ScopeKind::school, south.value});
        }
    });
    EXPECT_EQ(as("web").post("/devices", form("PRJ-2", "")).status, 422) << "a device of another school";
    auto fields = form("PRJ-2", "");
    fields[5].second = std::to_string(south.value);
    EXPECT_EQ(as("web").post("/devices", fields).status, 303);
    EXPECT_EQ(as("web").get(address("/edit")).status, 404);
}

TEST_ON_EVERY_BACKEND(DeviceForm, RecordsWhatChanged, Devices) {
    auto edit = as("tech").get(address("/edit"));
    EXPECT_TRUE(shows(edit, "value=\"CB-0412\""));
    http::TestClient::FormFields fields{{"asset_tag", "CB-0412"}, {"kind", "chromebook"}, {"manufacturer", "HP"}, {"model", "11 G9"},
                                        {"school", std::to_string(north.value)}, {"room", "8A"}};
    ASSERT_EQ(as("tech").post(address(), fields).status, 303);
    auto events = history();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].action, "changed");
    EXPECT_EQ(events[0].detail, R"({"fields":{"room":["7B","8A"]}})");
    ASSERT_EQ(as("tech").post(address(), fields).status, 303);
    EXPECT_EQ(history().size(), 1U) << "nothing changed, nothing recorded";
}

TEST_ON_EVERY_BACKEND(Holder, IsHandedTheDeviceInOneStep, Devices) {
    auto leo = std::to_string(person("teacher").value);
    ASSERT_EQ(as("tech").post(address("/loan"), {{"holder", "Leo"}, {"holder_id", leo}, {"loan", "1"}}).status, 303);
    EXPECT_EQ(card("tech")->holder, person("teacher"));
    EXPECT_EQ(card("tech")->status, "loaner_out");
    EXPECT_FALSE(card("student")) << "it is no longer hers";
    EXPECT_EQ(found("cb-0412", "account:" + std::to_string(account("teacher").value)), 1U);
    EXPECT_EQ(found("cb-0412", "account:" + std::to_string(account("student").value)), 0U);
    EXPECT_TRUE(shows(as("tech").get(address()), "handed out to Leo Peña"));
}

TEST_ON_EVERY_BACKEND(Holder, MustBeSomebody, Devices) {
    EXPECT_EQ(as("tech").post(address("/loan"), {{"holder", "nobody@riverbend.example"}}).status, 422);
    EXPECT_EQ(as("tech").post(address("/status"), {{"status", "stolen"}}).status, 303);
    EXPECT_EQ(card("tech")->holder, person("student")) << "whoever had it when it was stolen is still known";
    EXPECT_EQ(as("tech").post(address("/status"), {{"status", "broken"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(Holder, GivesTheDeviceBack, Devices) {
    ASSERT_EQ(as("tech").post(address("/return"), {{"status", "spare"}}).status, 303);
    EXPECT_FALSE(card("tech")->holder);
    EXPECT_EQ(card("tech")->status, "spare");
    EXPECT_EQ(history().back().action, "checked_in");
    EXPECT_TRUE(shows(as("tech").get(address()), "taken back from Ana Silva"));
    EXPECT_EQ(as("tech").post(address("/return")).status, 409);
    EXPECT_EQ(as("tech").post(address("/status"), {{"status", "assigned"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(Holder, GivesTheDeviceBackForRepair, Devices) {
    ASSERT_EQ(as("tech").post(address("/return"), {{"status", "in_repair"}}).status, 303);
    EXPECT_FALSE(card("tech")->holder);
    EXPECT_EQ(card("tech")->status, "in_repair");
}

TEST_ON_EVERY_BACKEND(Holder, SeesTheDeviceOnTheirOwnPage, Devices) {
    auto page = as("tech").get("/people/" + std::to_string(person("student").value));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, address()));
}

TEST_ON_EVERY_BACKEND(Suggestions, OfferWhatTheReaderMaySee, Devices) {
    EXPECT_TRUE(shows(as("tech").get("/devices/suggestions?q=cb-0"), R"("label":"CB-0412")"));
    EXPECT_TRUE(shows(as("student").get("/devices/suggestions?q=CB"), "CB-0412"));
    EXPECT_EQ(as("teacher").get("/devices/suggestions?q=CB").body, "[]");
    EXPECT_EQ(as("tech").get("/devices/suggestions?q=0412").body, "[]");
}

TEST_ON_EVERY_BACKEND(Labels, CarryCodeTagModelAndSchool, Devices) {
    as("tech").post("/devices", form("PRJ-9", ""));
    auto one = as("tech").get(address("/label"));
    EXPECT_EQ(one.status, 200);
    EXPECT_TRUE(shows(one, "<b>CB-0412</b><span>HP 11 G9</span><span>North School</span>"));
    EXPECT_TRUE(shows(one, "<path d=\"M1 1h7v1h-7z")) << "the finder pattern of a QR code";
    EXPECT_FALSE(shows(one, "PRJ-9"));
    auto all = as("tech").get("/devices/labels?q=");
    EXPECT_TRUE(shows(all, "2 labels"));
    EXPECT_TRUE(shows(as("tech").get("/devices/labels?kind=projector"), "1 label"));
    EXPECT_TRUE(shows(as("tech").get("/devices/labels?device=" + std::to_string(chromebook.value)), "1 label"));
    EXPECT_EQ(as("student").get(address("/label")).status, 403);
}

TEST_ON_EVERY_BACKEND(DeviceApi, TellsOneDeviceAsJson, Devices) {
    auto device = boost::json::parse(as("tech").get("/api/v1" + address()).body).as_object();
    EXPECT_EQ(device["asset_tag"], "CB-0412");
    EXPECT_EQ(device["holder"].as_int64(), person("student").value);
    EXPECT_TRUE(device["support_ends_on"].is_null());
    EXPECT_EQ(as("teacher").get("/api/v1" + address()).status, 404);
}
