#include <gtest/gtest.h>

#include "auth/auth.h"
#include "auth/event.h"
#include "calendar/calendar.h"
#include "db/migrations.h"
#include "db/setting.h"
#include "db/testing.h"

using namespace calendar;
using namespace std::chrono_literals;
using roster::OrgId;

static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }
static const base::Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();

namespace {

class CalendarStore : public testing::Test {
protected:
    CalendarStore() {
        school->write([&](db::Write& db) {
            db::set_setting(db, "district.time_zone", "America/Chicago");
            north = add_org(db, "North");
            south = add_org(db, "South");
        });
    }

    static OrgId add_org(db::Write& db, const std::string& name) {
        return {db.query("INSERT INTO roster_org (source, name, name_folded, type) VALUES ('manual', :name, :name, 'school') RETURNING id")
                    .bind("name", name)
                    .one_integer()};
    }
    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), roster::embedded(), calendar::embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(migration);
        }
        return all;
    }
    template <typename Ask>
    auto ask(OrgId of, Ask&& question) {
        return school->read([&](db::Read& db) { return question(calendar_of(db, of, now)); });
    }
    base::Minutes open(OrgId of, std::string_view on) {
        return ask(of, [&](const BusinessCalendar& calendar) { return calendar.open_minutes(day(on)); });
    }
    void add(const DayEntry& entry, const auth::Viewer& viewer = auth::Viewer::system()) {
        school->write([&](db::Write& db) { add_day(db, viewer, now, entry); });
    }

    db::testing::FreshDatabase school{migrations()};
    OrgId north, south;
    auth::Viewer manager_of_north() const {
        return {auth::AccountId{1}, "Dana Reyes", {{"calendar.manage", auth::ScopeKind::school, north.value}}, auth::Proof::session};
    }
};

}  // namespace

TEST_F(CalendarStore, ADistrictBeginsWithWeekdays) {
    EXPECT_EQ(open(north, "2026-11-23"), 8h);
    EXPECT_EQ(open(north, "2026-11-22"), 0h);
    EXPECT_EQ(ask(north, [](const BusinessCalendar& calendar) { return std::string(calendar.zone().name()); }), "America/Chicago");
}

TEST_F(CalendarStore, ASchoolWithHoursOfItsOwnHasTheseAlone) {
    Week week{day("2026-08-01"), {}};
    week.days[1] = Hours{7h, 15h};
    school->write([&](db::Write& db) { save_hours(db, auth::Viewer::system(), now, {north, week}); });
    EXPECT_EQ(open(north, "2026-11-24"), 8h);
    EXPECT_EQ(open(north, "2026-11-23"), 0h);
    EXPECT_EQ(open(south, "2026-11-23"), 8h);

    school->write([&](db::Write& db) { remove_hours(db, auth::Viewer::system(), now, north, day("2026-08-01")); });
    EXPECT_EQ(open(north, "2026-11-23"), 8h) << "back to the district's";
}

TEST_F(CalendarStore, TheLastHoursOfTheDistrictStay) {
    EXPECT_THROW(school->write([&](db::Write& db) { remove_hours(db, auth::Viewer::system(), now, std::nullopt, day("2000-01-01")); }),
                 base::Conflict);
}

TEST_F(CalendarStore, ASchoolsOwnDayStandsAboveTheDistricts) {
    add({.first = day("2026-11-26"), .last = day("2026-11-27"), .kind = DayKind::holiday, .name = "Thanksgiving"});
    EXPECT_EQ(open(north, "2026-11-26"), 0h);
    EXPECT_EQ(open(south, "2026-11-27"), 0h);
    add({.org = north, .first = day("2026-11-27"), .last = day("2026-11-27"), .kind = DayKind::open_extra, .name = "Make-up", .opens = 9h, .closes = 12h});
    EXPECT_EQ(open(north, "2026-11-27"), 3h);
    EXPECT_EQ(open(south, "2026-11-27"), 0h);
}

TEST_F(CalendarStore, EachChangeGivesANewVersionAndAnEvent) {
    auto version = [&] { return ask(north, [](const BusinessCalendar& calendar) { return calendar.version(); }); };
    auto before = version();
    add({.first = day("2027-01-18"), .last = day("2027-01-18"), .kind = DayKind::holiday, .name = "Day of \"King\""});
    EXPECT_NE(version(), before);
    auto entry = school->read([&](db::Read& db) { return day_entries(db, day("2027-01-01"), day("2027-01-31"), {}).at(0); });
    auto history = school->read([&](db::Read& db) { return auth::history(db, "calendar_day", entry.id.value); });
    ASSERT_EQ(history.size(), 1u);
    EXPECT_EQ(history[0].action, "added");

    school->write([&](db::Write& db) { remove_day(db, auth::Viewer::system(), now, entry.id); });
    EXPECT_EQ(open(north, "2027-01-18"), 8h);
}

TEST_F(CalendarStore, WhoMayManageOneSchoolChangesNeitherAnotherNorTheDistrict) {
    DayEntry snow{.org = north, .first = day("2027-01-20"), .last = day("2027-01-20"), .kind = DayKind::closed, .name = "Snow"};
    EXPECT_NO_THROW(add(snow, manager_of_north()));
    snow.org = south;
    EXPECT_THROW(add(snow, manager_of_north()), base::Forbidden);
    snow.org = std::nullopt;
    EXPECT_THROW(add(snow, manager_of_north()), base::Forbidden);
    EXPECT_EQ(open(south, "2027-01-20"), 8h);
}

TEST_F(CalendarStore, SaysWhichFieldCannotBeUsed) {
    auto field_of = [&](DayEntry entry) -> std::string {
        try {
            add(entry);
            return "";
        } catch (const base::Invalid& problem) {
            return problem.field();
        }
    };
    DayEntry entry{.first = day("2026-12-21"), .last = day("2026-12-31"), .kind = DayKind::holiday, .name = "Winter break"};
    EXPECT_EQ(field_of(entry), "");
    auto other = entry;
    other.name = "  ";
    EXPECT_EQ(field_of(other), "name");
    other = entry;
    other.last = day("2026-12-01");
    EXPECT_EQ(field_of(other), "last");
    other = entry;
    other.kind = DayKind::early_release;
    EXPECT_EQ(field_of(other), "closes");
}

TEST_F(CalendarStore, LastYearIsCopiedToTheSameWeekdaysAndOnlyOnce) {
    add({.first = day("2025-11-27"), .last = day("2025-11-28"), .kind = DayKind::holiday, .name = "Thanksgiving"});
    add({.first = day("2025-12-22"), .last = day("2026-01-02"), .kind = DayKind::holiday, .name = "Winter break"});
    auto copy = [&] {
        return school->write([&](db::Write& db) { return copy_last_year(db, auth::Viewer::system(), now, std::nullopt, {2026}); });
    };
    EXPECT_EQ(copy(), 2);
    EXPECT_EQ(copy(), 0);
    auto entries = school->read([&](db::Read& db) { return day_entries(db, day("2026-08-01"), day("2027-07-31"), {}); });
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(base::to_iso(entries[0].first), "2026-11-26");
    EXPECT_EQ(base::to_iso(entries[1].last), "2027-01-01");
}
