// The CIO's figures: which request belongs to which number, and what hangs on one person.
#include "planning/cio.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "planning/staffing.h"

namespace planning {

static const base::TimeZone zone = *base::TimeZone::find("America/Chicago");
static base::Day day(std::string_view text) { return *base::parse_day(text); }
static base::Instant at(std::string_view text, int hour = 12) { return zone.to_instant({day(text), base::Minutes(hour * 60)}); }

TEST(CioPeriod, BeginsOnAMondayAndEndsNow) {
    const auto now = at("2026-03-11");  // a Wednesday; clocks changed on the 8th
    const auto period = cio_period(zone, now, "4w", {});
    EXPECT_EQ(period.first, day("2026-02-16"));
    ASSERT_EQ(period.weeks.size(), 4u);
    EXPECT_EQ(period.weeks.back().monday, day("2026-03-09"));
    EXPECT_FALSE(period.weeks.back().to);
    EXPECT_EQ(period.weeks[2].to, period.weeks[3].from);
    EXPECT_EQ(period.weeks[3].from - period.weeks[2].from, std::chrono::hours(7 * 24 - 1));
    EXPECT_EQ(cio_period(zone, now, "", {}).key, "12w");
    EXPECT_EQ(cio_period(zone, now, "term", {}).key, "12w");
    EXPECT_EQ(cio_period(zone, now, "term", day("2026-01-07")).first, day("2026-01-05"));
    EXPECT_EQ(cio_period(zone, now, "term", day("2020-01-07")).weeks.size(), 53u);
    EXPECT_EQ(cio_period(zone, at("2026-03-09"), "4w", {}).weeks.back().monday, day("2026-03-09"));
    EXPECT_EQ(cio_period(zone, at("2026-03-15"), "4w", {}).weeks.back().monday, day("2026-03-09"));
}

static CioRequest request(std::string_view created, std::optional<std::string_view> solved = {}) {
    CioRequest one;
    one.team = 1;
    one.created_at = at(created);
    one.due_at = at(created) + std::chrono::hours(48);
    if (solved) {
        one.solved_at = at(*solved);
        one.stage = CioRequest::Stage::ended;
    }
    return one;
}
static bool in(const CioRequest& one, const RequestSet& set) { return RequestRule(zone, set, at("2026-03-11")).holds(one); }

TEST(RequestSets, AreWhatTheirWordsSay) {
    const auto open = request("2026-03-02");
    const auto quick = request("2026-03-02", "2026-03-03");
    const auto slow = request("2026-03-02", "2026-03-10");
    EXPECT_TRUE(in(open, {.set = "unfinished"}));
    EXPECT_TRUE(in(open, {.set = "late"}));
    EXPECT_FALSE(in(quick, {.set = "late"}));
    EXPECT_TRUE(in(quick, {.set = "in_time", .from = day("2026-03-02")}));
    EXPECT_FALSE(in(quick, {.set = "in_time", .from = day("2026-03-04")}));
    EXPECT_TRUE(in(slow, {.set = "past_target", .from = day("2026-03-02")}));
    EXPECT_TRUE(in(slow, {.set = "open_at", .to = day("2026-03-09")}));
    EXPECT_FALSE(in(quick, {.set = "open_at", .to = day("2026-03-09")}));
    EXPECT_FALSE(in(open, {.set = "open_at", .to = day("2026-03-02")})) << "it came at noon of that day";
    EXPECT_TRUE(in(open, {.set = "came", .from = day("2026-03-02"), .to = day("2026-03-03")}));
    EXPECT_FALSE(in(open, {.set = "came", .from = day("2026-03-02"), .to = day("2026-03-02")}));
    EXPECT_FALSE(in(open, {.set = "open", .team = 2}));
    EXPECT_FALSE(in(open, {.set = "nothing of the kind"}));
    auto paused = open;
    paused.stage = CioRequest::Stage::waiting;
    paused.reason = "part";
    EXPECT_FALSE(in(paused, {.set = "late"})) << "whatever is paused uses no time";
    EXPECT_TRUE(in(paused, {.set = "waiting", .reason = "part"}));
    EXPECT_FALSE(in(paused, {.set = "waiting", .reason = "skill"}));
    paused.school_days = 6;
    EXPECT_TRUE(in(paused, {.set = "unfinished", .age = "6-10"}));
    EXPECT_FALSE(in(paused, {.set = "unfinished", .age = "2-5"}));
}

TEST(RequestSets, BalanceOverEveryWeek) {
    // What was open before, and what came, is solved or still open: for any history.
    std::vector<CioRequest> all;
    for (int i = 0; i < 200; ++i) {
        auto one = request("2026-01-05");
        one.created_at += std::chrono::hours(i * 7 % 1500);
        if (i % 3) {
            one.stage = CioRequest::Stage::ended;
            one.solved_at = one.created_at + std::chrono::hours(i * 13 % 700);
        }
        all.push_back(one);
    }
    auto count = [&](const RequestSet& set) { return std::ranges::count_if(all, [&](const auto& one) { return in(one, set); }); };
    for (auto monday = day("2026-01-05"); monday < day("2026-03-09"); monday += std::chrono::days(7)) {
        const auto next = monday + std::chrono::days(7);
        EXPECT_EQ(count({.set = "open_at", .to = monday}) + count({.set = "came", .from = monday, .to = next}) - count({.set = "solved", .from = monday, .to = next}),
                  count({.set = "open_at", .to = next}));
    }
}

static Department small_department() {
    Department found;
    found.people = {{1, "Ana", {"technician", "network"}, {"network"}, {"reset"}}, {2, "Ben", {"technician"}, {}, {"reset"}}};
    found.categories = {{1, "Wi-Fi", "Wifi", "network", "network", {}}, {2, "Password", "Contraseña", "technician", {}, "reset"}, {3, "Else", "Otro", "technician", {}, {}},
                        {4, "Records", "Expedientes", "data", "records", "records"}};
    found.team_roles = {"technician", "network", "data"};
    return found;
}

TEST(Staffing, CountsPersonsAndNotHats) {
    const auto department = small_department();
    auto keys = [&](std::string_view on, std::size_t people) {
        std::vector<std::string> found;
        for (const auto& one : hanging(department, on, people)) found.push_back(one.key);
        return found;
    };
    using Keys = std::vector<std::string>;
    EXPECT_EQ(keys("roles", 1), (Keys{"network"})) << "Ana holds two roles: of technicians there are two people";
    EXPECT_EQ(keys("roles", 0), (Keys{"data"}));
    EXPECT_EQ(keys("skills", 1), (Keys{"network"}));
    EXPECT_EQ(keys("skills", 0), (Keys{"records"}));
    EXPECT_EQ(keys("authorities", 1), (Keys{}));
    EXPECT_EQ(keys("categories", 1), (Keys{"1"}));
    EXPECT_EQ(keys("categories", 0), (Keys{"4"}));
    EXPECT_EQ(able_people(department, department.categories[1]).size(), 2u);
}

TEST(Addresses, SayTheSetAgain) {
    const RequestSet set{.set = "came", .team = 3, .school = 2, .category = 5, .reason = {}, .age = {}, .from = day("2026-03-02"), .to = day("2026-03-09")};
    EXPECT_EQ(address_of(set), "/planning/requests?set=came&from=2026-03-02&to=2026-03-09&team=3&school=2&category=5");
    EXPECT_EQ(address_of("waits", {.reason = "skill", .key = "", .category = {}, .school = {}, .from = day("2026-03-02")}), "/planning/waits?reason=skill&key=-&from=2026-03-02");
}

}  // namespace planning
