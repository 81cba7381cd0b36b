// A solved request on which nobody answers closes by itself, after school days and not after nights.
#include "helpdesk/closing.h"

#include <gtest/gtest.h>

#include "calendar/calendar.h"
#include "helpdesk/letters.h"
#include "world/world.h"

namespace helpdesk {

class Closing : public World {
protected:
    std::string solved(std::string_view who = "student") {
        auto response = as(who).post("/requests", {{"category", "device"}, {"title", "Laptop will not charge"}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        std::string address(*response.find_header("Location"));
        EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "New charger"}}).status, 303);
        return address;
    }
    std::string state(const std::string& address) {
        return read([&](db::Read& db) { return db.query("SELECT state FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one_text(); });
    }
    /// The nights from now on, one by one, and what the jobs do in them.
    void nights(int count) {
        for (int i = 0; i < count; ++i) {
            now += std::chrono::days(1);
            close_unanswered(database(), now);
        }
    }
    int days() {
        return read([](db::Read& db) { return closing_days(db); });
    }
};

TEST_ON_EVERY_BACKEND(Closing, ComesAfterFiveSchoolDaysAndIsSaidBefore, Closing) {
    auto address = solved();  // on a Monday
    EXPECT_TRUE(shows(as("student").get(address), "Without an answer it closes by itself after Monday, 16 March"));
    EXPECT_TRUE(shows(as("student", html::Language::es).get(address), "después del lunes, 16 de marzo"));
    write_letters(database(), services(), now, 10);
    auto letter = read([](db::Read& db) { return db.query("SELECT text FROM mail_letter WHERE subject LIKE 'Solved%'").one_text(); });
    EXPECT_NE(letter.find("it closes by itself after Monday, 16 March"), std::string::npos) << letter;

    nights(7);
    EXPECT_EQ(state(address), "resolved") << "the last day is not over";
    nights(1);
    EXPECT_EQ(state(address), "closed");
    auto page = as("student").get(address);
    EXPECT_TRUE(shows(page, "Closed by itself: no answer for 5 school days"));
    EXPECT_FALSE(page.body.find("Without an answer") != std::string::npos);
    EXPECT_EQ(as("student").post(address + "/reopening", {{"words", "It is dark again"}}).status, 303);
    EXPECT_EQ(state(address), "open");
}

TEST_ON_EVERY_BACKEND(Closing, WaitsLongerForHolidaysAndForWhatWasWrittenSince, Closing) {
    auto quiet = solved();
    auto asked = solved("teacher");
    write([&](db::Write& db) {
        calendar::add_day(db, auth::Viewer::system(), now, {.org = std::nullopt, .first = *base::parse_day("2026-03-11"), .last = *base::parse_day("2026-03-12"),
                                                            .kind = calendar::DayKind::holiday, .name = "Founders"});
    });
    now += std::chrono::days(1);
    EXPECT_EQ(as("tech").post(asked + "/messages", {{"kind", "reply"}, {"body", "Does it work now?"}}).status, 303);
    nights(8);  // 18 March
    EXPECT_EQ(state(quiet), "resolved");
    nights(1);
    EXPECT_EQ(state(quiet), "closed");
    EXPECT_EQ(state(asked), "resolved");
    nights(1);
    EXPECT_EQ(state(asked), "closed");
}

TEST_ON_EVERY_BACKEND(Closing, IsForNothingThatWasAnswered, Closing) {
    auto reopened = solved();
    EXPECT_EQ(as("student").post(reopened + "/messages", {{"body", "Still dark"}}).status, 303);
    auto closed = solved();
    EXPECT_EQ(as("student").post(closed + "/closure").status, 303);
    nights(30);
    EXPECT_EQ(state(reopened), "open");
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM auth_event WHERE action = 'closed_by_itself'").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Closing, IsSetByWhoSetsUpTheHelpDesk, Closing) {
    EXPECT_EQ(days(), 5);
    EXPECT_TRUE(shows(as("cio").get("/settings/closing"), "value=\"5\""));
    EXPECT_TRUE(shows(as("cio").get("/settings"), "/settings/closing"));
    EXPECT_EQ(as("tech").get("/settings/closing").status, 403);
    for (auto wrong : {"", "-1", "91", "five", "2.5"}) EXPECT_EQ(as("cio").post("/settings/closing", {{"days", wrong}}).status, 422) << wrong;
    auto address = solved();
    EXPECT_EQ(as("cio").post("/settings/closing", {{"days", "0"}}).status, 303);
    EXPECT_EQ(days(), 0);
    EXPECT_FALSE(as("student").get(address).body.find("Without an answer") != std::string::npos);
    nights(30);
    EXPECT_EQ(state(address), "resolved");
    EXPECT_EQ(as("cio").post("/settings/closing", {{"days", " 2 "}}).status, 303);
    EXPECT_EQ(as("cio").post("/settings/closing", {{"days", "2"}}).status, 303);
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM auth_event WHERE subject_kind = 'helpdesk_closing'").one_integer(); }), 2);
    run_jobs();
    now += std::chrono::days(1);
    run_jobs();
    EXPECT_EQ(state(address), "closed") << "by the job of the night";
}

}  // namespace helpdesk
