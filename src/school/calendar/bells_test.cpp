#include "calendar/bells.h"

#include <gmock/gmock.h>

#include "auth/event.h"
#include "calendar/calendar.h"
#include "calendar/testing.h"

using namespace calendar;
using namespace std::chrono_literals;
using calendar::testing::CalendarPages;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }

static std::vector<std::string> names(const std::vector<Period>& periods) {
    std::vector<std::string> found;
    for (const auto& period : periods) found.push_back(period.name);
    return found;
}

static Bells regular(std::string_view from, std::string_view periods) {
    std::string bad;
    Bells bells{.id = {1}, .school = {1}, .name = "Regular", .weekdays = {true, true, true, true, true, false, false}, .valid_from = day(from)};
    bells.periods = parse_periods(periods, bad).value();
    return bells;
}

/// Monday to Friday 8 to 16, with these days that differ.
static BusinessCalendar calendar_with(std::vector<SpecialDay> days) {
    Plan plan{.weeks = {{.valid_from = day("2020-01-01"), .days = {}}}, .days = std::move(days)};
    for (std::size_t i = 0; i < 5; ++i) plan.weeks[0].days[i] = Hours{8h, 16h};
    return {base::TimeZone::utc(), plan, day("2026-03-02")};
}

TEST(Bells, ReadsPeriodsAsPeopleWriteThem) {
    std::string bad;
    auto periods = parse_periods(" 9:00 – 9:50  Period 2 \r\n8:00-8:50 Period 1\n\n11:30-12:00 (Lunch)\n", bad);
    ASSERT_TRUE(periods);
    EXPECT_THAT(names(*periods), ElementsAre("Period 1", "Period 2", "Lunch"));
    EXPECT_EQ(periods->at(1).starts, 9h);
    EXPECT_TRUE(periods->at(1).taught);
    EXPECT_FALSE(periods->at(2).taught);
    EXPECT_EQ(parse_periods(periods_text(*periods), bad), periods);
    for (auto wrong : {"Period 1", "8:00-7:00 Period 1", "8:00-8:50", "8:00-25:00 A", "8:00-8:50 ()x\n9-10 B"}) EXPECT_FALSE(parse_periods(wrong, bad)) << wrong;
    EXPECT_EQ(bad, "9-10 B");
}

TEST(Bells, RingOnTheirWeekdaysAndNotOnHolidays) {
    const auto site = calendar_with({{.on = day("2026-03-04"), .kind = DayKind::holiday, .name = "Holiday"}});
    const std::vector<Bells> all{regular("2026-01-01", "8:00-8:50 1\n9:00-9:50 2")};
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-03"))), ElementsAre("1", "2"));
    EXPECT_THAT(periods_on(all, site, day("2026-03-04")), IsEmpty());
    EXPECT_THAT(periods_on(all, site, day("2026-03-07")), IsEmpty());
    EXPECT_THAT(periods_on(all, site, day("2025-12-16")), IsEmpty()) << "before the first version";
}

TEST(Bells, AnEarlyReleaseUsesItsOwnScheduleOrWhatEndsInTime) {
    const auto site = calendar_with({{.on = day("2026-03-03"), .kind = DayKind::early_release, .name = "Early", .opens = {}, .closes = 9h + 30min}});
    std::vector<Bells> all{regular("2026-01-01", "8:00-8:50 1\n9:00-9:50 2")};
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-03"))), ElementsAre("1")) << "the second does not end in time";
    auto early = regular("2026-01-01", "8:00-8:30 E1\n8:35-9:05 E2");
    early.id = {2};
    early.name = "Early";
    early.kind = BellKind::early_release;
    early.weekdays = {};
    all.push_back(early);
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-03"))), ElementsAre("E1", "E2"));
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-04"))), ElementsAre("1", "2"));
}

TEST(Bells, ANamedDayStandsAboveTheWeekdayAndALaterVersionAboveAnEarlier) {
    const auto site = calendar_with({});
    std::vector<Bells> all{regular("2026-01-01", "8:00-8:50 1"), regular("2026-03-05", "8:00-8:50 A")};
    all[1].id = {2};
    auto testing = regular("2026-01-01", "8:00-11:00 Test");
    testing.id = {3};
    testing.name = "Testing";
    testing.kind = BellKind::dated;
    testing.weekdays = {};
    testing.dates = {day("2026-03-06")};
    all.push_back(testing);
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-04"))), ElementsAre("1"));
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-05"))), ElementsAre("A"));
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-06"))), ElementsAre("Test"));
    all[1].ended = day("2026-03-09");
    EXPECT_THAT(periods_on(all, site, day("2026-03-09")), IsEmpty()) << "the version before does not come back";
}

TEST(Bells, AnExtraDayOfAWeekendHasTheRegularPeriods) {
    const auto site = calendar_with({{.on = day("2026-03-07"), .kind = DayKind::open_extra, .name = "Make-up", .opens = 8h, .closes = 12h}});
    const std::vector<Bells> all{regular("2026-01-01", "8:00-8:50 1")};
    EXPECT_THAT(names(periods_on(all, site, day("2026-03-07"))), ElementsAre("1"));
}

TEST_F(CalendarPages, BellsAreAddedCorrectedVersionedAndEnded) {
    EXPECT_THAT(manager().get("/settings/bells").body, HasSubstr("No bell schedule yet"));
    http::TestClient::FormFields form{{"school", std::to_string(north.value)}, {"name", "Regular"}, {"kind", "regular"}, {"from", "2026-01-05"},
                                      {"weekday1", "1"}, {"weekday2", "1"}, {"periods", "8:00-8:50 1\n9:00-9:50 2"}};
    ASSERT_EQ(manager().post("/settings/bells", form).status, 303);
    auto on = [&](std::string_view iso) { return school->read([&](db::Read& db) { return names(periods_on(db, north, day(iso), calendar::testing::now)); }); };
    EXPECT_THAT(on("2026-11-23"), ElementsAre("1", "2"));
    EXPECT_THAT(on("2026-11-25"), IsEmpty()) << "a Wednesday";
    EXPECT_THAT(manager().get("/settings/bells").body, HasSubstr("2 periods"));

    auto twice = manager().post("/settings/bells", form);
    EXPECT_EQ(twice.status, 422);
    EXPECT_THAT(twice.body, HasSubstr("of that name from that day"));

    const auto before = school->read([&](db::Read& db) { return all_bells(db, north).at(0).id; });
    EXPECT_THAT(manager().get("/settings/bells/" + std::to_string(before.value)).body, HasSubstr("08:00-08:50 1\n09:00-09:50 2")) << "a line each, so that saving again changes nothing";
    const auto id = school->read([&](db::Read& db) { return all_bells(db, north).at(0).id; });
    const auto address = "/settings/bells/" + std::to_string(id.value);
    http::TestClient::FormFields correction{{"seen", "1"}, {"name", "Regular"}, {"kind", "regular"}, {"weekday1", "1"}, {"periods", "8:00-8:45 1"}};
    EXPECT_EQ(manager().post(address, correction).status, 303);
    EXPECT_THAT(on("2026-11-23"), ElementsAre("1"));
    auto stale = manager().post(address, correction);
    EXPECT_EQ(stale.status, 409);
    EXPECT_THAT(stale.body, HasSubstr("Somebody else changed"));
    EXPECT_THAT(stale.body, HasSubstr("8:45"));

    EXPECT_THAT(manager().get("/settings/bells/new?after=" + std::to_string(id.value)).body, HasSubstr("08:00-08:45 1"));
    form[3].second = "2026-11-30";
    EXPECT_EQ(manager().post("/settings/bells", form).status, 303);
    EXPECT_THAT(on("2026-11-30"), ElementsAre("1", "2"));
    EXPECT_THAT(on("2026-11-23"), ElementsAre("1")) << "the version before is kept";

    EXPECT_THAT(manager().post(address + "/end", {}).body, HasSubstr("End this bell schedule?"));
    EXPECT_EQ(manager().post(address + "/end", {{"confirmed", "1"}}).status, 303);
    EXPECT_THAT(on("2026-11-23"), IsEmpty());
    EXPECT_EQ(school->read([&](db::Read& db) { return all_bells(db, north).size(); }), 2u) << "history stays";
    EXPECT_EQ(school->read([&](db::Read& db) { return auth::history(db, "bells", id.value).size(); }), 3u);
}

TEST_F(CalendarPages, BellsThatCannotBeUsedComeBackAndSayWhichLine) {
    auto refused = manager().post("/settings/bells", {{"school", std::to_string(north.value)}, {"name", ""}, {"kind", "regular"}, {"from", "soon"},
                                                      {"periods", "8:00-8:50 1\nlunch <here>"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("lunch &lt;here&gt;"));
    EXPECT_THAT(refused.body, HasSubstr("#from"));
    EXPECT_THAT(refused.body, HasSubstr("8:00-8:50 1"));
    EXPECT_EQ(manager().post("/settings/bells", {{"school", "999"}, {"name", "A"}, {"kind", "regular"}, {"from", "2026-01-05"}, {"weekday1", "1"}, {"periods", "8:00-8:50 1"}}).status, 422);
    EXPECT_THAT(manager(html::Language::es).get("/settings/bells/new").body, HasSubstr("Añadir un horario de timbre"));
    http::TestClient guest(services, routes, [] { return calendar::testing::now; }, {auth::AccountId{9}, "Gil", {}, auth::Proof::session});
    EXPECT_EQ(guest.get("/settings/bells").status, 403);
    EXPECT_EQ(manager().get("/settings/bells/99").status, 404);
}
