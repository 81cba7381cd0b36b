#include <gtest/gtest.h>

#include <algorithm>

#include "auth/event.h"
#include "planning/planning.h"
#include "planning/replacement_store.h"
#include "planning/testing_fleet.h"

namespace planning {

using testing::FleetWorld;

TEST_ON_EVERY_BACKEND(VerdictPage, IsForThoseWhoSeeTheInventory, FleetWorld) {
    add_fleet(add_model("Spin 511"));
    count();
    const auto address = page_of(chromebook.value);
    for (auto who : {"tech", "cio", "data"}) EXPECT_EQ(as(who).get(address).status, 200) << who;
    for (auto who : {"teacher", "student", "kitchen"}) EXPECT_EQ(as(who).get(address).status, 403) << who;
    EXPECT_EQ(as("nobody").get(address).status, 303);
    EXPECT_EQ(as("tech").get("/planning/devices/999999").status, 404);
    const auto device = "/devices/" + std::to_string(chromebook.value);
    EXPECT_TRUE(shows(as("tech").get(device), "Repair or replace"));
    EXPECT_EQ(as("student").get(device).status, 200);
    EXPECT_FALSE(shows(as("student").get(device), "/planning/devices/")) << "who holds it does not weigh it";
}

TEST_ON_EVERY_BACKEND(VerdictPage, OfAnotherSchoolDoesNotExist, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto far = add_device(model, {.tag = "far", .support = "2026-03-01"}, south);
    count();
    http::TestClient local(services(), app::rooms().routes, [this] { return now; }, auth::Viewer(account("tech2"), "Omar Haddad", {{"inventory.view", auth::ScopeKind::school, north.value}}, auth::Proof::session));
    EXPECT_EQ(local.get(page_of(far)).status, 404);
    EXPECT_EQ(local.get(page_of(chromebook.value)).status, 200);
    EXPECT_FALSE(shows(local.get("/planning/devices?verdict=any"), "far"));
    EXPECT_TRUE(shows(as("tech").get("/planning/devices"), "far"));
    EXPECT_EQ(local.get("/planning/replacement").status, 403);
}

TEST_ON_EVERY_BACKEND(VerdictPage, AnswersAQuoteAtOnce, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto device = add_device(model, {.tag = "cb", .support = "2028-06-30", .warranty = "2026-12-31"});
    count();
    const auto page = as("tech").get(page_of(device) + "?quote=20&cause=accident");
    EXPECT_TRUE(shows(page, "Repair, up to $"));
    EXPECT_TRUE(shows(page, "The repair for $20.00 is worth it"));
    EXPECT_TRUE(shows(as("tech").get(page_of(device) + "?quote=250&cause=accident"), "The repair for $250.00 is not worth it"));
    EXPECT_TRUE(shows(as("tech").get(page_of(device) + "?quote=250&recovered=240&cause=accident"), "The repair for $10.00 is worth it"));
    EXPECT_TRUE(shows(as("tech").get(page_of(device) + "?quote=250&cause=wear"), "Claim the warranty"));
    EXPECT_TRUE(shows(as("tech", html::Language::es).get(page_of(device) + "?quote=250&cause=accident"), "no conviene"));
    EXPECT_TRUE(shows(page, "What would change the verdict"));
    for (auto bad : {"?quote=much", "?quote=-5", "?quote=900000000", "?quote=10&recovered=x", "?recovered=5"}) {
        const auto refused = as("tech").get(page_of(device) + bad);
        EXPECT_EQ(refused.status, 422) << bad;
        EXPECT_TRUE(shows(refused, "Keep until")) << "the verdict without it stays";
    }
    EXPECT_TRUE(shows(as("tech").get(page_of(device) + "?quote=much"), R"(value="much")"));
}

TEST_ON_EVERY_BACKEND(VerdictApi, AnswersProgramsToo, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto device = add_device(model, {.tag = "cb", .support = "2028-06-30"});
    const auto gone = add_device(model, {.tag = "gone", .status = "lost"});
    count();
    const auto address = [](std::int64_t id) { return "/api/v1/devices/" + std::to_string(id) + "/verdict"; };
    EXPECT_TRUE(shows(as("tech").get(address(device)), R"("verdict":"keep","reason":"cheaper")"));
    EXPECT_TRUE(shows(as("tech").get(address(device) + "?quote=900"), R"("verdict":"replace","reason":"beyond_limit")"));
    EXPECT_EQ(as("tech").get(address(device) + "?quote=lots").status, 422);
    EXPECT_TRUE(shows(as("tech").get(address(gone)), R"("verdict":null)"));
    EXPECT_EQ(as("tech").get(address(999'999)).status, 404);
    EXPECT_EQ(as("student").get(address(chromebook.value)).status, 403);
}

TEST_ON_EVERY_BACKEND(VerdictPage, LeadsToTheFailuresThatItCounts, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto device = add_device(model, {.tag = "cb-mine"});
    add_repair(device, "2025-12-01", "hinge");
    add_repair(device, "2025-12-15", "hinge");
    count();
    const auto page = as("tech").get(page_of(device));
    EXPECT_TRUE(shows(page, "/planning/models/" + std::to_string(model) + "?age=2&amp;what=wear#failures"));
    EXPECT_TRUE(shows(page, "came back once"));
    const auto ages = as("tech").get("/planning/models/" + std::to_string(model) + "?age=2&what=wear");
    EXPECT_TRUE(shows(ages, "cb-mine"));
    // The number in the table is the number of rows that it opens.
    const auto counted = read([&](db::Read& db) { return db.query("SELECT failures FROM planning_wear WHERE model_id = :id AND age_year = 2").bind("id", model).one_integer(); });
    EXPECT_EQ(counted, 1);
    EXPECT_TRUE(shows(ages, "Failures (1)"));
    // What was written down since then is listed, and not counted yet.
    now += std::chrono::hours(1);
    write([&](db::Write& db) {
        db.query("INSERT INTO helpdesk_repair (device_id, technician_name, symptom, action, component, cause, minutes, outcome, at) VALUES (:id, 'Dana', 'Dark', 'New', 'screen', 'wear', 5, 'fixed', :at)")
            .bind("id", device)
            .bind("at", now)
            .run();
    });
    EXPECT_TRUE(shows(as("tech").get("/planning/models/" + std::to_string(model) + "?age=2&what=wear"), "Failures (1)"));
    EXPECT_TRUE(shows(as("tech").get("/planning/models/" + std::to_string(model) + "?age=2"), "not counted"));
    EXPECT_EQ(as("tech").get("/planning/models/999999").status, 404);
    EXPECT_EQ(as("teacher").get("/planning/models/" + std::to_string(model)).status, 403);
}

TEST_ON_EVERY_BACKEND(VerdictPage, LeadsToTheAccidentsOfTheSchool, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto device = add_device(model, {.tag = "cb-mine"});
    const auto far = add_device(model, {.tag = "cb-far"}, south);
    add_repair(device, "2025-12-01", "screen", "accident");
    add_repair(far, "2025-12-02", "screen", "misuse");
    count();
    const auto address = "/planning/accidents?kind=chromebook&school=" + std::to_string(north.value);
    EXPECT_TRUE(shows(as("tech").get(page_of(device)), "/planning/accidents?kind=chromebook&amp;school=" + std::to_string(north.value)));
    const auto page = as("tech").get(address);
    EXPECT_TRUE(shows(page, "Accidents (1)"));
    EXPECT_TRUE(shows(page, "cb-mine"));
    EXPECT_FALSE(shows(page, "cb-far"));
    for (auto wrong : {"?kind=chromebook", "?school=1", "?kind=spaceship&school=1", "?kind=chromebook&school=999999"}) EXPECT_EQ(as("tech").get(std::string("/planning/accidents") + wrong).status, 404) << wrong;
    http::TestClient local(services(), app::rooms().routes, [this] { return now; }, auth::Viewer(account("tech2"), "Omar Haddad", {{"inventory.view", auth::ScopeKind::school, south.value}}, auth::Proof::session));
    EXPECT_EQ(local.get(address).status, 404);
    EXPECT_TRUE(shows(local.get("/planning/models/" + std::to_string(model)), "You see the failures at your schools"));
}

TEST_ON_EVERY_BACKEND(VerdictPage, SaysThatNothingWasCountedYet, FleetWorld) {
    EXPECT_TRUE(shows(as("tech").get("/planning/devices"), "Nothing was counted yet"));
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement"), "Nothing was counted yet"));
    EXPECT_EQ(as("cio").get("/planning/replacement/export?as=csv").status, 404);
    EXPECT_EQ(as("tech").get(page_of(chromebook.value)).status, 200);
    EXPECT_EQ(as("tech").post("/planning/verdicts").status, 403);
    EXPECT_EQ(as("cio").post("/planning/verdicts").status, 303);
    run_jobs();
    EXPECT_FALSE(shows(as("tech").get("/planning/devices"), "Nothing was counted yet"));
}

TEST_ON_EVERY_BACKEND(VerdictList, IsFilteredPagedAndTakenAlong, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    for (int number = 1; number <= 60; ++number) {
        const auto tag = "over-" + std::to_string(number);
        add_device(model, {.tag = tag, .support = "2026-01-31"}, number % 2 ? north : south);
    }
    count();
    const auto first = as("cio").get("/planning/devices");
    EXPECT_TRUE(shows(first, "60 devices; their successors cost $19,800.00."));
    std::size_t seen = 0;
    std::string address = "/planning/devices";
    for (int page = 0; page < 3 && !address.empty(); ++page) {
        const auto shown = as("cio").get(address).body;
        for (auto at = shown.find("<tr><th scope=\"row\">"); at != std::string::npos; at = shown.find("<tr><th scope=\"row\">", at + 1)) ++seen;
        const auto next = shown.find("rel=\"next\" href=\"");
        address = next == std::string::npos ? "" : shown.substr(next + 17, shown.find('"', next + 17) - next - 17);
        for (auto amp = address.find("&amp;"); amp != std::string::npos; amp = address.find("&amp;")) address.replace(amp, 5, "&");
    }
    EXPECT_EQ(seen, 60u) << "each once, over two pages";
    EXPECT_TRUE(shows(as("cio").get("/planning/devices?school=" + std::to_string(south.value)), "30 devices;"));
    EXPECT_TRUE(shows(as("cio").get("/planning/devices?kind=printer"), "No device fits"));
    EXPECT_TRUE(shows(as("cio").get("/planning/devices?verdict=keep&model=" + std::to_string(model)), "40 devices;"));
    const auto csv = as("cio").get("/planning/devices/export?school=" + std::to_string(north.value));
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(std::ranges::count(csv.body, '\n'), 31);
    EXPECT_NE(csv.body.find("support is over"), std::string::npos);
    EXPECT_EQ(as("cio").get("/planning/devices?school=x&year=y&after=z&verdict=nonsense").status, 200) << "what is no filter filters nothing";
}

TEST_ON_EVERY_BACKEND(VerdictList, IsTakenAlongByThoseWhoTakeTheInventoryAlong, FleetWorld) {
    add_device(add_fleet(add_model("Spin 511")), {.tag = "over", .support = "2026-01-31"});
    count();
    const auto noted = [&] {
        return read([&](db::Read& db) { return db.query("SELECT COUNT(*) FROM auth_access WHERE subject_kind = 'devices' AND purpose = 'export'").one_integer(); });
    };
    EXPECT_EQ(as("data").get("/planning/devices").status, 200);
    EXPECT_FALSE(shows(as("data").get("/planning/devices"), "/planning/devices/export"));
    EXPECT_EQ(as("data").get("/planning/devices/export").status, 403);
    EXPECT_EQ(noted(), 0);
    EXPECT_TRUE(shows(as("tech").get("/planning/devices"), "/planning/devices/export"));
    EXPECT_TRUE(shows(as("tech").get("/planning/devices/export"), "over"));
    EXPECT_EQ(noted(), 1);
    const auto with = [&](std::vector<auth::Grant> grants) {
        return http::TestClient(services(), app::rooms().routes, [this] { return now; }, auth::Viewer(account("tech2"), "Omar Haddad", std::move(grants), auth::Proof::session));
    };
    auto of_one_school = with({{"inventory.view", auth::ScopeKind::school, north.value}, {"inventory.export", auth::ScopeKind::school, north.value}});
    EXPECT_EQ(of_one_school.get("/planning/devices/export").status, 403) << "as the inventory's own";
    auto blind = with({{"inventory.export", auth::ScopeKind::everywhere, {}}});
    EXPECT_EQ(blind.get("/planning/devices/export").status, 403);
}

TEST_ON_EVERY_BACKEND(ReplacementPlan, CountsByYearSchoolAndMoneyAndItsCellsOpenTheirDevices, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    add_device(model, {.tag = "levy-1", .support = "2027-08-01", .funding = "Levy"}, south);
    add_device(model, {.tag = "levy-2", .support = "2027-12-01", .funding = "Levy"}, south);
    count();
    const auto plan = as("cio").get("/planning/replacement");
    EXPECT_TRUE(shows(plan, "South School · Levy"));
    const auto cell = "/planning/devices?year=2027&amp;verdict=any&amp;school=" + std::to_string(south.value) + "&amp;fund=Levy";
    EXPECT_TRUE(shows(plan, cell + "\">2</a> · $660"));
    const auto devices = as("cio").get("/planning/devices?year=2027&verdict=any&school=" + std::to_string(south.value) + "&fund=Levy");
    EXPECT_TRUE(shows(devices, "2 devices;"));
    EXPECT_TRUE(shows(devices, "levy-1"));
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement?fund=Levy"), "2 devices come to their end"));
    EXPECT_FALSE(shows(as("cio").get("/planning/replacement?school=" + std::to_string(north.value)), "South School · Levy"));
    for (auto who : {"tech", "data", "teacher"}) EXPECT_EQ(as(who).get("/planning/replacement").status, 403) << who;

    const auto csv = as("cio").get("/planning/replacement/export?as=csv");
    EXPECT_NE(csv.body.find("2027–28,South School,Levy,Chromebook,2,660.00"), std::string::npos) << csv.body;
    const auto book = as("cio").get("/planning/replacement/export?as=xlsx");
    EXPECT_EQ(book.status, 200);
    EXPECT_TRUE(book.body.starts_with("PK"));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get("/planning/replacement"), "llegan a su fin en cinco años escolares"));
}

TEST_ON_EVERY_BACKEND(ReplacementPlan, SaysWhatABudgetLeavesUndone, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    for (auto tag : {"o1", "o2", "o3"}) add_device(model, {.tag = tag, .support = "2026-01-31"});
    count();
    const auto short_of = as("cio").get("/planning/replacement?budget1=330");
    EXPECT_TRUE(shows(short_of, "After 2029–30, "));
    EXPECT_TRUE(shows(short_of, "50 % of it"));
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement?budget1=500000"), "The budget is enough"));
    // The file says what the page says.
    EXPECT_TRUE(shows(short_of, "/planning/replacement/export?as=csv&amp;budget1=330"));
    const auto file = as("cio").get("/planning/replacement/export?as=csv&budget1=330");
    EXPECT_TRUE(shows(file, "$330: replaces"));
    EXPECT_EQ(as("cio").get("/planning/replacement/export?as=csv&budget1=lots").status, 422);
    EXPECT_EQ(as("cio").get("/planning/replacement/export?as=zzz").status, 404);
    for (auto bad : {"?budget1=lots", "?budget1=-4", "?budget2=500"}) EXPECT_EQ(as("cio").get(std::string("/planning/replacement") + bad).status, 422) << bad;
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement?budget1=lots"), R"(value="lots")"));
    // Each year is named once, and a year that cannot be read does not accuse the first.
    const auto several = as("cio").get("/planning/replacement?budget1=lots&budget3=-5");
    EXPECT_TRUE(shows(several, "href=\"#budget1\""));
    EXPECT_TRUE(shows(several, "href=\"#budget3\""));
    EXPECT_FALSE(shows(several, "first year too"));
    // Another school or source of money keeps the budget that is tried.
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement?budget1=330"), R"(<input type="hidden" name="budget1" value="330">)"));
}

TEST_ON_EVERY_BACKEND(ReplacementPlan, LeavesWhatHasNoPriceOutOfTheBudgetAndSaysSo, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    add_device(model, {.tag = "over", .support = "2026-01-31"});
    count();
    const auto plan_of = [&] { return read([&](db::Read& db) { return load_plan(db, viewer("cio"), {}); }); };
    const auto priced = plan_of()->items.size();
    EXPECT_EQ(plan_of()->without_price, 0);
    EXPECT_FALSE(shows(as("cio").get("/planning/replacement"), "left out of the budget"));
    const auto pens = add_model("Pen", "peripheral");
    for (auto tag : {"p1", "p2"}) add_device(pens, {.tag = tag, .support = "2026-01-31"});
    count();
    EXPECT_EQ(plan_of()->items.size(), priced);
    EXPECT_EQ(plan_of()->without_price, 2);
    const auto years = run_plan(plan_of()->items, {0, 0, 0, 0, 0}, Order::cost);
    for (const auto& year : years) EXPECT_EQ(year.replaced, 0) << "nothing is bought for nothing";
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement?budget1=0"), "2 devices that come to their end have no price. They are left out of the budget."));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get("/planning/replacement"), "2 dispositivos que llegan a su fin no tienen precio."));
}

TEST_ON_EVERY_BACKEND(ReplacementPlan, CountsWhatNothingEndsWithinWhatIsAskedFor, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    add_device(model, {.tag = "levy", .support = "2027-08-01", .funding = "Levy"}, south);
    const auto pens = add_model("Pen", "peripheral");
    for (auto tag : {"p1", "p2"}) add_device(pens, {.tag = tag, .support = ""});
    add_device(pens, {.tag = "p3", .support = ""}, south);
    count();
    const auto without_end = [&](const PlanScope& scope) { return read([&](db::Read& db) { return load_plan(db, viewer("cio"), scope); })->without_end; };
    EXPECT_EQ(without_end({}), 3);
    EXPECT_EQ(without_end({.school = north.value}), 2);
    EXPECT_EQ(without_end({.school = south.value}), 1);
    EXPECT_EQ(without_end({.funding = "Levy"}), std::nullopt);
    EXPECT_TRUE(shows(as("cio").get("/planning/replacement?school=" + std::to_string(south.value)), "1 device stands in no year"));
    EXPECT_FALSE(shows(as("cio").get("/planning/replacement?fund=Levy"), "in no year"));
}

}  // namespace planning
