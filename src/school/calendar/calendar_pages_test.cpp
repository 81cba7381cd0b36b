#include "calendar/testing.h"

#include <gmock/gmock.h>

using namespace calendar;
using namespace std::chrono_literals;
using calendar::testing::CalendarPages;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CalendarPages, HoursAreShownSetAndRemoved) {
    EXPECT_THAT(manager().get("/settings/hours").body, HasSubstr("08:00–16:00"));
    EXPECT_THAT(manager().get("/settings/hours/edit").body, HasSubstr("value=\"08:00\""));

    auto saved = manager().post("/settings/hours", {{"school", std::to_string(north.value)}, {"from", "2026-08-01"}, {"opens1", "07:15"}, {"closes1", "14:45"}});
    EXPECT_EQ(saved.status, 303);
    EXPECT_EQ(open("2026-11-23"), 7h + 30min);
    EXPECT_EQ(open("2026-11-24"), 0min);
    EXPECT_THAT(manager().get("/settings/hours").body, HasSubstr("07:15–14:45"));

    http::TestClient::FormFields which{{"school", std::to_string(north.value)}, {"from", "2026-08-01"}};
    EXPECT_THAT(manager().post("/settings/hours/removal", which).body, HasSubstr("Remove these hours?"));
    EXPECT_EQ(open("2026-11-24"), 0min) << "asked first";
    which.emplace_back("confirmed", "1");
    EXPECT_EQ(manager().post("/settings/hours/removal", which).status, 303);
    EXPECT_EQ(open("2026-11-24"), 8h);
}

TEST_F(CalendarPages, AFormThatCannotBeUsedComesBackWithWhatWasTyped) {
    auto refused = manager().post("/settings/hours", {{"from", "2026-08-01"}, {"opens1", "14:45"}, {"closes1", "07:15"}, {"opens2", "09:00"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("closes before it opens"));
    EXPECT_THAT(refused.body, HasSubstr("value=\"14:45\""));
    EXPECT_THAT(refused.body, HasSubstr("#closes2"));
    EXPECT_EQ(open("2026-11-23"), 8h);
}

TEST_F(CalendarPages, ASpecialDayIsAddedChangedAndRemoved) {
    auto page = manager();
    EXPECT_THAT(page.get("/settings/holidays").body, HasSubstr("No special days"));
    EXPECT_EQ(page.get("/settings/holidays/new").status, 200);
    auto added = page.post("/settings/holidays", {{"name", "Snow <day>"}, {"kind", "closed"}, {"first", "2026-12-01"}, {"last", "2026-12-02"}});
    ASSERT_EQ(added.status, 303);
    EXPECT_EQ(open("2026-12-02"), 0min);
    EXPECT_THAT(page.get("/settings/holidays?year=2026").body, HasSubstr("Snow &lt;day&gt;"));

    auto entry = school->read([](db::Read& db) { return day_entries(db, base::parse_day("2026-12-01").value(), base::parse_day("2026-12-01").value(), {}).at(0); });
    auto address = "/settings/holidays/" + std::to_string(entry.id.value);
    EXPECT_THAT(page.get(address).body, HasSubstr("2026-12-02"));
    EXPECT_EQ(page.post(address, {{"name", "Snow"}, {"kind", "early_release"}, {"first", "2026-12-01"}, {"closes", "12:00"}}).status, 303);
    EXPECT_EQ(open("2026-12-01"), 4h);
    EXPECT_EQ(open("2026-12-02"), 8h);
    EXPECT_EQ(page.post(address + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(open("2026-12-01"), 8h);
    EXPECT_EQ(page.get(address).status, 404);
}

TEST_F(CalendarPages, TheYearAtAGlanceCountsSchoolDays) {
    manager().post("/settings/holidays", {{"name", "Thanksgiving"}, {"kind", "holiday"}, {"first", "2026-11-26"}, {"last", "2026-11-27"}});
    auto body = manager().get("/settings/holidays?year=2026").body;
    EXPECT_THAT(body, HasSubstr("<td class=\"number\">19</td><td>Thanksgiving</td>"));
    EXPECT_THAT(manager().get("/settings/holidays?year=2027").body, HasSubstr("No special days"));
    EXPECT_EQ(manager().post("/settings/holidays/copy", {{"year", "2027"}}).status, 303);
    EXPECT_THAT(manager().get("/settings/holidays?year=2027").body, HasSubstr("Thanksgiving"));
}

TEST_F(CalendarPages, WhoManagesOneSchoolIsOfferedOnlyThat) {
    EXPECT_THAT(manager_of_north().get("/settings/holidays/new").body, Not(HasSubstr("<option value=\"\">All schools")));
    EXPECT_EQ(manager_of_north().post("/settings/holidays", {{"name", "Snow"}, {"kind", "closed"}, {"first", "2026-12-01"}}).status, 403);
    EXPECT_EQ(manager_of_north().post("/settings/holidays", {{"name", "Snow"}, {"kind", "closed"}, {"first", "2026-12-01"}, {"school", std::to_string(north.value)}}).status, 303);
}

TEST_F(CalendarPages, SpeaksSpanish) {
    EXPECT_THAT(manager(html::Language::es).get("/settings/holidays").body, HasSubstr("días de clase"));
    EXPECT_THAT(manager(html::Language::es).get("/settings/hours").body, HasSubstr("miércoles"));
}

TEST_F(CalendarPages, NobodyElseComesIn) {
    http::TestClient guest(services, routes, [] { return calendar::testing::now; }, {auth::AccountId{9}, "Gil", {}, auth::Proof::session});
    EXPECT_EQ(guest.get("/settings/hours").status, 403);
    EXPECT_EQ(guest.post("/settings/holidays", {{"name", "Party"}, {"kind", "holiday"}, {"first", "2026-12-01"}}).status, 403);
}
