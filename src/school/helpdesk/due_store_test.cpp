// When what is open is due, as hours, special days and targets change; and who is warned before it is late.
#include "helpdesk/due.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "calendar/calendar.h"
#include "helpdesk/overview.h"
#include "world/world.h"

namespace helpdesk {

class DueTimes : public World {
protected:
    /// Something of priority 2, with 8 hours to solve it: asked on Monday at 10:35, due on Tuesday at 10:35, at risk from 8:35 on.
    std::string ask(std::optional<roster::OrgId> school = {}) {
        auto response = as("teacher").post("/requests", {{"category", "device"}, {"title", "Screen is dark"}, {"class_waiting", "1"},
                                                         {"school", std::to_string(school.value_or(north).value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    std::string due(const std::string& address) {
        auto at = read([&](db::Read& db) {
            return db.query("SELECT due_at FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one([](const db::Row& row) { return row.instant("due_at"); });
        });
        auto local = base::TimeZone::find("America/Chicago")->to_local(at);
        auto minutes = local.of_day.count();
        return base::to_iso(local.day).substr(5) + " " + std::to_string(minutes / 60) + ":" + std::to_string(minutes % 60);
    }
    void special(base::Day day, std::optional<roster::OrgId> org) {
        write([&](db::Write& db) {
            calendar::add_day(db, auth::Viewer::system(), now, {.org = org, .first = day, .last = day, .kind = calendar::DayKind::closed, .name = "Snow"});
        });
        run_jobs();
    }
    std::int64_t jobs_waiting() {
        return read([](db::Read& db) { return db.query("SELECT count(*) FROM jobs_job WHERE name = 'helpdesk.retarget' AND state = 'waiting'").one_integer(); });
    }
    const base::Day tuesday = *base::parse_day("2026-03-10");
};

TEST_ON_EVERY_BACKEND(AtRisk, IsSaidInTheQueueTheOverviewAndTheApi, DueTimes) {
    ask();
    auto at_risk = [&] { return as("tech").get("/queue").body.find("at risk") != std::string::npos; };
    EXPECT_FALSE(at_risk());
    now += std::chrono::hours(21) + std::chrono::minutes(59);  // Tuesday, 8:34
    EXPECT_FALSE(at_risk());
    now += std::chrono::minutes(1);
    EXPECT_TRUE(at_risk());
    EXPECT_TRUE(shows(as("tech").get("/queue?risk=1"), "Screen is dark"));
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/queue?risk=1"), "en riesgo"));
    EXPECT_TRUE(shows(as("cio").get("/overview"), "/queue?view=team&amp;risk=1"));
    auto seen = read([&](db::Read& db) { return overview(db, viewer("cio"), {*base::TimeZone::find("America/Chicago"), now}); });
    EXPECT_EQ(seen.all.at_risk, 1);
    EXPECT_EQ(seen.all.late, 0);
    auto listed = boost::json::parse(as("tech").get("/api/v1/queue?risk=1").body);
    EXPECT_EQ(listed.at("requests").at(0).at("at_risk"), true);

    now += std::chrono::hours(2) + std::chrono::minutes(1);
    EXPECT_FALSE(at_risk()) << "late by now";
    EXPECT_FALSE(as("tech").get("/queue?risk=1").body.find("Screen is dark") != std::string::npos);
    EXPECT_TRUE(shows(as("tech").get("/queue?late=1"), "Screen is dark"));
}

TEST_ON_EVERY_BACKEND(DueTimes, FollowTheCalendar, DueTimes) {
    auto here = ask();
    auto there = ask(south);
    EXPECT_EQ(due(here), "03-10 10:35");
    special(tuesday, north);
    EXPECT_EQ(due(here), "03-11 10:35");
    EXPECT_EQ(due(there), "03-10 10:35");
    special(tuesday, std::nullopt);
    EXPECT_EQ(due(there), "03-11 10:35");
    write([&](db::Write& db) {
        calendar::Week week{.valid_from = *base::parse_day("2026-03-09"), .days = {}};
        for (std::size_t day = 0; day < 5; ++day) week.days[day] = calendar::Hours{std::chrono::hours(8), std::chrono::hours(12)};
        calendar::save_hours(db, auth::Viewer::system(), now, {south, week});
    });
    run_jobs();
    EXPECT_EQ(due(there), "03-12 10:35");  // 85 minutes on Monday, 240 on Wednesday, 155 on Thursday
    write([&](db::Write& db) { calendar::remove_hours(db, auth::Viewer::system(), now, south, *base::parse_day("2026-03-09")); });
    run_jobs();
    EXPECT_EQ(due(there), "03-11 10:35");
}

TEST_ON_EVERY_BACKEND(DueTimes, FollowTheTargetsWithPausesKept, DueTimes) {
    auto address = ask();
    as("tech").post(address + "/wait", {{"reason", "part"}, {"words", "Lamp"}});
    now += std::chrono::hours(1);
    as("tech").post(address + "/resumption");
    EXPECT_EQ(due(address), "03-10 11:35");
    http::TestClient::FormFields form;
    for (auto priority : {"1", "2", "3", "4"}) {
        form.emplace_back(std::string("response_") + priority, "30 min");
        form.emplace_back(std::string("resolution_") + priority, "2 h");
    }
    ASSERT_EQ(as("cio").post("/settings/targets", form).status, 303);
    EXPECT_EQ(jobs_waiting(), 1) << "however many targets were changed";
    EXPECT_EQ(due(address), "03-10 11:35") << "the transaction of the change stays short";
    run_jobs();
    EXPECT_EQ(due(address), "03-09 13:35") << "two hours and the pause";
}

TEST_ON_EVERY_BACKEND(DueTimes, OfWhatHasEndedStayAsTheyWere, DueTimes) {
    auto address = ask();
    as("tech").post(address + "/resolution", {{"words", "New cable"}});
    special(tuesday, std::nullopt);
    EXPECT_EQ(due(address), "03-10 10:35");
}

}  // namespace helpdesk
