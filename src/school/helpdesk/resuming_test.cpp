// What waits until a day or for its appointment comes back to the queue by itself.
#include "helpdesk/resuming.h"

#include <gtest/gtest.h>

#include "helpdesk/letters.h"
#include "world/world.h"

namespace helpdesk {

class Resuming : public World {
protected:
    std::string ask() {
        auto response = as("student").post("/requests", {{"category", "device"}, {"title", "Laptop will not charge"}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    http::Response wait(const std::string& address, std::string until) {
        return as("tech").post(address + "/wait", {{"reason", "part"}, {"words", "A charger is ordered"}, {"until", std::move(until)}});
    }
    std::string state(const std::string& address) {
        return read([&](db::Read& db) { return db.query("SELECT state FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one_text(); });
    }
    std::int64_t count(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
};

TEST_ON_EVERY_BACKEND(Resuming, BeginsWithTheDayInTheTimeZoneOfTheDistrict, Resuming) {
    auto address = ask();
    EXPECT_EQ(as("tech").post(address + "/assignment").status, 303);
    EXPECT_EQ(wait(address, "2026-03-09").status, 422) << "today is no day to wait for";
    EXPECT_EQ(wait(address, "2026-03-11").status, 303);
    now = *base::parse_instant("2026-03-11T04:59:00Z");  // 23:59 the day before in Chicago
    EXPECT_EQ(resume_due(database(), now), 0);
    EXPECT_EQ(state(address), "waiting");
    now += std::chrono::minutes(2);
    EXPECT_EQ(resume_due(database(), now), 1);
    EXPECT_EQ(state(address), "open");
    EXPECT_EQ(resume_due(database(), now), 0);
    EXPECT_TRUE(shows(as("student").get(address), "The day it waited for has come"));
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_pause WHERE to_at IS NULL"), 0);
    write_letters(database(), services(), now, 10);
    EXPECT_EQ(count("SELECT count(*) FROM mail_letter WHERE subject LIKE 'Its time has come:%' AND to_address LIKE 'dana@%'"), 1);
}

TEST_ON_EVERY_BACKEND(Resuming, PutsAnAppointmentIntoTheQueueAtItsMoment, Resuming) {
    auto address = ask();
    auto forever = ask();
    EXPECT_EQ(as("tech").post(address + "/schedule", {{"at", "2026-03-10T14:00"}}).status, 303);
    EXPECT_EQ(wait(forever, "").status, 303);
    now = *base::parse_instant("2026-03-10T18:59:00Z");
    EXPECT_EQ(resume_due(database(), now), 0);
    now += std::chrono::minutes(1);
    EXPECT_EQ(resume_due(database(), now), 1);
    EXPECT_EQ(state(address), "open");
    EXPECT_EQ(state(forever), "waiting") << "nobody named a day";
    EXPECT_TRUE(shows(as("student", html::Language::es).get(address), "Llegó la hora fijada"));
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice WHERE kind = 'resumed'"), 0) << "nobody has it";
}

}  // namespace helpdesk
