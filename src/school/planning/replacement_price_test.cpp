#include "planning/replacement_price.h"

#include <gtest/gtest.h>

#include "auth/event.h"
#include "planning/testing_fleet.h"

namespace planning {

using testing::FleetWorld;

TEST(AssumedPrice, OfAChromebookIsThatOfTheWorkedExample) {
    const auto price = assumed_price("chromebook");
    ASSERT_TRUE(price);
    EXPECT_EQ(price->price_cents, 33'000);
    EXPECT_EQ(price->salvage_cents, 2'500);
    EXPECT_EQ(price->life_months, 72);
    EXPECT_TRUE(price->assumed());
    EXPECT_FALSE(assumed_price("other")) << "for anything no figure would be honest";
}

TEST(PriceList, TakesTheModelsPriceThenTheKindsThenWhatIsAssumed) {
    Price of_kind, of_model;
    of_kind.id = 1;
    of_kind.kind = "laptop";
    of_kind.price_cents = 80'000;
    of_model.id = 2;
    of_model.kind = "laptop";
    of_model.model = 7;
    of_model.price_cents = 120'000;
    of_model.funding_source = "Levy";
    const PriceList prices({of_kind, of_model}, {.funding_source = "General fund"});
    EXPECT_EQ(prices.of(7, "laptop")->price_cents, 120'000);
    EXPECT_EQ(prices.of(8, "laptop")->price_cents, 80'000);
    EXPECT_TRUE(prices.of(8, "tablet")->assumed());
    EXPECT_EQ(prices.of(8, "peripheral"), nullptr);
    EXPECT_EQ(prices.funding_of("Title I", prices.of(7, "laptop")), "Levy");
    EXPECT_EQ(prices.funding_of("Title I", prices.of(8, "laptop")), "Title I");
    EXPECT_EQ(prices.funding_of("", prices.of(8, "laptop")), "General fund");
}

TEST_ON_EVERY_BACKEND(Prices, AreSetChangedAndTakenBackByThoseWhoPlan, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto device = add_device(model, {.tag = "mine"});
    EXPECT_EQ(as("tech").get("/planning/prices").status, 403);
    EXPECT_TRUE(shows(as("cio").get("/planning/prices"), "assumed, 1 November 2026"));
    EXPECT_EQ(as("cio").post("/planning/prices/kinds/chromebook", {{"price", "$289.50"}, {"salvage", "10"}, {"life", "48"}, {"successor", std::to_string(model)}, {"funding", " Levy  2026 "}, {"seen", "0"}}).status, 303);
    const auto page = as("cio").get("/planning/prices/kinds/chromebook");
    EXPECT_TRUE(shows(page, R"(value="289.50")"));
    EXPECT_TRUE(shows(page, "$289.50 for a new one, $10.00 when it goes, 48 months"));
    EXPECT_TRUE(shows(page, "(paid from Levy 2026)"));
    EXPECT_TRUE(shows(as("cio").get("/planning/prices"), "set on 9 March 2026"));

    // A job counts anew without being asked.
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get("/planning/devices?verdict=any&model=" + std::to_string(model)), "1 July 2027")) << "48 months after its purchase";

    EXPECT_EQ(as("cio").post("/planning/prices/models/" + std::to_string(model), {{"price", "400"}, {"salvage", ""}, {"life", "60"}, {"seen", "0"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/planning/prices"), "Models with a price of their own"));
    EXPECT_EQ(as("cio").post("/planning/prices/models/" + std::to_string(model) + "/removal", {{"seen", "1"}}).status, 303);
    EXPECT_FALSE(shows(as("cio").get("/planning/prices"), "Models with a price of their own"));
    EXPECT_TRUE(shows(as("cio").get("/audit?kind=planning_price"), "A price for replacements was taken back"));
    EXPECT_TRUE(shows(as("tech").get(page_of(device)), "$289.50 less $10.00"));
}

TEST_ON_EVERY_BACKEND(Prices, AreRefusedWithWhatIsWrongAndKeepWhatWasTyped, FleetWorld) {
    add_fleet(add_model("Spin 511"));
    const auto address = "/planning/prices/kinds/chromebook";
    const auto refused = as("cio").post(address, {{"price", "cheap"}, {"salvage", "5"}, {"life", "many"}, {"funding", "Levy"}, {"seen", "0"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, R"(value="cheap")"));
    EXPECT_TRUE(shows(refused, "href=\"#life\"")) << "all that is wrong at once";
    for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{{"price", "-1"}, {"price", "10000000"}, {"salvage", "400"}, {"life", "11"}, {"life", "241"}, {"successor", "999999"}, {"funding", std::string(81, 'x')}}) {
        http::TestClient::FormFields fields{{"price", "300"}, {"salvage", "5"}, {"life", "60"}, {"successor", ""}, {"funding", ""}, {"seen", "0"}};
        for (auto& [name, typed] : fields) {
            if (name == field) typed = value;
        }
        const auto answer = as("cio").post(address, fields);
        EXPECT_EQ(answer.status, 422) << field << " " << value;
        EXPECT_TRUE(shows(answer, "href=\"#" + field + "\""));
    }
    EXPECT_EQ(as("cio").get("/planning/prices/kinds/spaceship").status, 404);
    EXPECT_EQ(as("cio").get("/planning/prices/models/999999").status, 404);
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT COUNT(*) FROM planning_price").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Prices, OfTwoPeopleAtOnceAreNotLost, FleetWorld) {
    add_fleet(add_model("Spin 511"));
    const auto address = "/planning/prices/kinds/chromebook";
    const auto fields = [](const char* price, const char* seen) { return http::TestClient::FormFields{{"price", price}, {"salvage", "0"}, {"life", "60"}, {"seen", seen}}; };
    EXPECT_EQ(as("cio").post(address, fields("300", "0")).status, 303);
    const auto late = as("cio").post(address, fields("310", "0"));
    EXPECT_EQ(late.status, 409) << "the page was made before";
    EXPECT_TRUE(shows(late, R"(value="310")"));
    EXPECT_EQ(as("cio").post(address, fields("320", "1")).status, 303);
    EXPECT_EQ(as("cio").post(address, fields("330", "1")).status, 409);
    EXPECT_EQ(as("cio").post(std::string(address) + "/removal", {{"seen", "1"}}).status, 409);
    EXPECT_EQ(as("cio").post(std::string(address) + "/removal", {{"seen", "2"}}).status, 303);
    EXPECT_EQ(as("cio").post(std::string(address) + "/removal", {{"seen", "2"}}).status, 409);
}

TEST_ON_EVERY_BACKEND(Prices, KnowTheHourTheInterestAndTheLog, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto address = "/planning/prices/assumptions";
    EXPECT_EQ(as("cio").post(address, {{"hour", "0"}, {"interest", "2.5"}, {"log_from", "2025-01-01"}, {"funding", "General fund"}, {"seen", "0"}}).status, 303);
    const auto said = read([](db::Read& db) { return load_assumptions(db); });
    EXPECT_EQ(said.hour_cents, 0);
    EXPECT_EQ(said.interest_basis_points, 250);
    EXPECT_EQ(said.log_from, day("2025-01-01"));
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get("/planning/models/" + std::to_string(model)), "The repair log counts from 1 January 2025"));
    EXPECT_TRUE(shows(as("cio").get("/planning/models/" + std::to_string(model)), "$60.00")) << "no work is counted";
    EXPECT_EQ(as("cio").post(address, {{"hour", "40"}, {"interest", "3"}, {"log_from", ""}, {"funding", ""}, {"seen", "0"}}).status, 409);
    for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{{"hour", "x"}, {"hour", "1001"}, {"interest", "31"}, {"interest", ""}, {"log_from", "2027-01-01"}, {"log_from", "soon"}}) {
        http::TestClient::FormFields fields{{"hour", "40"}, {"interest", "3"}, {"log_from", ""}, {"funding", ""}, {"seen", "1"}};
        for (auto& [name, typed] : fields) {
            if (name == field) typed = value;
        }
        EXPECT_EQ(as("cio").post(address, fields).status, 422) << field << " " << value;
    }
}

}  // namespace planning
