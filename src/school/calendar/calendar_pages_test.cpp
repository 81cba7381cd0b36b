#include <gmock/gmock.h>

#include "auth/auth.h"
#include "calendar/calendar.h"
#include "db/migrations.h"
#include "db/setting.h"
#include "db/testing.h"
#include "html/html.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/testing.h"

using namespace calendar;
using namespace std::chrono_literals;
using roster::OrgId;
using testing::HasSubstr;

static const base::Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();
static const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"}};

namespace {

class CalendarPages : public testing::Test {
protected:
    CalendarPages() : assets(bundle) {
        messages.add("html", html::embedded());
        messages.add("calendar", calendar::embedded());
        templates.add("html", html::embedded());
        templates.add("calendar", calendar::embedded());
        services = {.database = &*school, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example"};
        calendar::routes(routes);
        school->write([&](db::Write& db) {
            db::set_setting(db, "district.time_zone", "America/Chicago");
            north = {db.query("INSERT INTO roster_org (source, name, name_folded, type) VALUES ('manual', 'North', 'north', 'school') RETURNING id")
                         .one_integer()};
        });
    }
    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), http::embedded(), roster::embedded(), calendar::embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(migration);
        }
        return all;
    }
    http::TestClient manager(html::Language language = html::Language::en) {
        return {services, routes, [] { return now; }, {auth::AccountId{7}, "Ana Silva", {{"calendar.manage"}}, auth::Proof::session}, language};
    }
    http::TestClient manager_of_north() {
        return {services, routes, [] { return now; },
                {auth::AccountId{8}, "Ben", {{"calendar.manage", auth::ScopeKind::school, north.value}}, auth::Proof::session}};
    }
    base::Minutes open(std::string_view day) {
        return school->read([&](db::Read& db) { return calendar_of(db, north, now).open_minutes(base::parse_day(day).value()); });
    }

    db::testing::FreshDatabase school{migrations()};
    html::Messages messages;
    html::Templates templates{messages};
    http::Assets assets;
    http::Navigation navigation;
    http::Services services;
    http::Routes routes;
    OrgId north;
};

}  // namespace

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
    http::TestClient guest(services, routes, [] { return now; }, {auth::AccountId{9}, "Gil", {}, auth::Proof::session});
    EXPECT_EQ(guest.get("/settings/hours").status, 403);
    EXPECT_EQ(guest.post("/settings/holidays", {{"name", "Party"}, {"kind", "holiday"}, {"first", "2026-12-01"}}).status, 403);
}
