#include "calendar/business_calendar.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"

using namespace calendar;
using namespace std::chrono_literals;
using base::Day;
using base::Instant;
using base::Minutes;
using std::chrono::days;

static Day day(std::string_view iso) { return base::parse_day(iso).value(); }
static base::TimeZone zone(std::string_view name) { return base::TimeZone::find(name).value(); }

static Week week(std::string_view valid_from, Hours hours, int open_days = 5) {
    Week made{day(valid_from), {}};
    for (int i = 0; i < open_days; ++i) made.days[static_cast<std::size_t>(i)] = hours;
    return made;
}

static const Hours usual{7h + 30min, 16h};

/// A site in Chicago, Monday to Friday 7:30 to 16:00, with Thanksgiving, an early release and one Saturday.
static Plan chicago_plan() {
    return {.weeks = {week("2020-01-01", usual)},
            .days = {{day("2026-11-26"), DayKind::holiday, "Thanksgiving", {}, {}},
                     {day("2026-11-27"), DayKind::holiday, "Thanksgiving break", {}, {}},
                     {day("2026-11-25"), DayKind::early_release, "Early release", {}, Minutes(12 * 60)},
                     {day("2026-12-05"), DayKind::open_extra, "Make-up day", Minutes(9 * 60), Minutes(11 * 60)},
                     {day("2026-12-08"), DayKind::closed, "Snow", {}, {}}},
            .version = 7};
}

static BusinessCalendar chicago() { return {zone("America/Chicago"), chicago_plan(), day("2026-11-23")}; }

static Instant at(const BusinessCalendar& calendar, std::string_view iso, Minutes of_day) {
    return calendar.zone().to_instant({day(iso), of_day});
}

TEST(BusinessCalendar, CountsOnlyOpenMinutes) {
    auto calendar = chicago();
    auto monday_nine = at(calendar, "2026-11-23", 9h);
    EXPECT_EQ(calendar.working_minutes(monday_nine, at(calendar, "2026-11-23", 10h + 15min)), 75min);
    EXPECT_EQ(calendar.working_minutes(monday_nine, at(calendar, "2026-11-24", 8h)), 7h + 30min);
    EXPECT_EQ(calendar.working_minutes(at(calendar, "2026-11-21", 9h), at(calendar, "2026-11-22", 20h)), 0min);
    EXPECT_EQ(calendar.working_minutes(at(calendar, "2026-11-24", 8h), monday_nine), 0min);
}

TEST(BusinessCalendar, SpecialDaysReplaceTheWeek) {
    auto calendar = chicago();
    EXPECT_TRUE(calendar.is_school_day(day("2026-11-25")));
    EXPECT_EQ(calendar.open_minutes(day("2026-11-25")), 4h + 30min);
    EXPECT_FALSE(calendar.is_school_day(day("2026-11-26")));
    EXPECT_FALSE(calendar.is_school_day(day("2026-12-08")));
    EXPECT_EQ(calendar.open_minutes(day("2026-12-05")), 2h);
    ASSERT_NE(calendar.special(day("2026-12-08")), nullptr);
    EXPECT_EQ(calendar.special(day("2026-12-08"))->name, "Snow");
    EXPECT_EQ(calendar.special(day("2026-12-09")), nullptr);
}

TEST(BusinessCalendar, AWeekHoldsUntilTheNextOne) {
    auto plan = chicago_plan();
    plan.weeks.push_back(week("2027-06-07", {8h, 14h}, 4));  // summer
    BusinessCalendar calendar(zone("America/Chicago"), plan, day("2026-11-23"));
    EXPECT_EQ(calendar.open_minutes(day("2027-06-04")), 8h + 30min);
    EXPECT_EQ(calendar.open_minutes(day("2027-06-07")), 6h);
    EXPECT_FALSE(calendar.is_school_day(day("2027-06-11")));
    EXPECT_TRUE(calendar.is_school_day(day("2001-03-05"))) << "days before the first week are counted by it";
}

TEST(BusinessCalendar, SchoolDaysSkipWhatIsClosed) {
    auto calendar = chicago();
    EXPECT_EQ(calendar.school_days_between(day("2026-11-23"), day("2026-11-23")), 0);
    EXPECT_EQ(calendar.school_days_between(day("2026-11-20"), day("2026-11-23")), 1);
    EXPECT_EQ(calendar.school_days_between(day("2026-11-25"), day("2026-11-30")), 1);
    EXPECT_EQ(calendar.school_days_between(day("2026-11-30"), day("2026-11-25")), -1);
    EXPECT_EQ(calendar.add_school_days(day("2026-11-25"), 1), day("2026-11-30"));
    EXPECT_EQ(calendar.add_school_days(day("2026-12-04"), 1), day("2026-12-05"));
    EXPECT_EQ(calendar.add_school_days(day("2026-11-26"), 0), day("2026-11-26"));
}

TEST(BusinessCalendar, NextOpenIsNowOrTheNextOpening) {
    auto calendar = chicago();
    auto noon = at(calendar, "2026-11-23", 12h);
    EXPECT_EQ(calendar.next_open(noon), noon);
    EXPECT_EQ(calendar.next_open(at(calendar, "2026-11-25", 12h)), at(calendar, "2026-11-30", 7h + 30min));
    EXPECT_TRUE(calendar.is_open(noon));
    EXPECT_FALSE(calendar.is_open(at(calendar, "2026-11-23", 16h)));
}

TEST(BusinessCalendar, WithoutAnyOpenDayItSaysNever) {
    BusinessCalendar empty(zone("America/Chicago"), {}, day("2026-11-23"));
    auto now = at(empty, "2026-11-23", 9h);
    EXPECT_EQ(empty.add_working_minutes(now, 1min), std::nullopt);
    EXPECT_EQ(empty.add_school_days(day("2026-11-23"), 1), std::nullopt);
    EXPECT_EQ(empty.next_open(now), std::nullopt);
    EXPECT_EQ(empty.working_minutes(now, now + days(400)), 0min);
}

TEST(BusinessCalendar, ADayOfNoMinutesIsNoSchoolDay) {
    BusinessCalendar calendar(zone("UTC"), {.weeks = {week("2020-01-01", {9h, 9h})}}, day("2026-11-23"));
    EXPECT_FALSE(calendar.is_school_day(day("2026-11-23")));
    EXPECT_EQ(calendar.hours(day("2026-11-23")), std::nullopt);
}

TEST(BusinessCalendar, MinutesAreRealMinutesOverAClockChange) {
    Plan always{.weeks = {week("2020-01-01", {0h, 24h}, 7)}};
    BusinessCalendar chicago(zone("America/Chicago"), always, day("2026-11-23"));
    EXPECT_EQ(chicago.open_minutes(day("2026-03-08")), 23h);
    EXPECT_EQ(chicago.open_minutes(day("2026-11-01")), 25h);
    EXPECT_EQ(chicago.working_minutes(at(chicago, "2026-03-07", 12h), at(chicago, "2026-03-09", 12h)), 47h);
    EXPECT_EQ(chicago.working_minutes(at(chicago, "2026-10-31", 12h), at(chicago, "2026-11-02", 12h)), 49h);

    // Hours that lie outside the change are not touched by it.
    BusinessCalendar usual_week(zone("America/Chicago"), {.weeks = {week("2020-01-01", usual, 7)}}, day("2026-11-23"));
    EXPECT_EQ(usual_week.open_minutes(day("2026-03-08")), 8h + 30min);
    EXPECT_EQ(usual_week.open_minutes(day("2026-11-01")), 8h + 30min);
}

TEST(BusinessCalendar, AMidnightThatIsSkippedOrRepeatedIsCountedOnce) {
    // Havana changed its clocks at midnight: 2023-03-12 began at 1:00, 2023-11-05 had 0:00 to 1:00 twice. A year that is
    // over: what governments decide for later ones differs between versions of the time zone data.
    Plan always{.weeks = {week("2020-01-01", {0h, 24h}, 7)}};
    BusinessCalendar havana(zone("America/Havana"), always, day("2023-11-23"));
    EXPECT_EQ(havana.open_minutes(day("2023-03-12")), 23h);
    EXPECT_EQ(havana.open_minutes(day("2023-11-05")), 25h);
    auto from = at(havana, "2023-01-01", 0h);
    auto to = at(havana, "2024-01-01", 0h);
    EXPECT_EQ(havana.working_minutes(from, to), days(365)) << "an open site counts every minute of the year once";
}

/// What the sums must agree with: every minute asked one by one.
static Minutes count_slowly(const BusinessCalendar& calendar, Instant from, Instant to) {
    Minutes sum{0};
    for (auto t = from; t < to; t += 1min) sum += calendar.is_open(t) ? 1min : 0min;
    return sum;
}

class CalendarProperties : public testing::TestWithParam<const char*> {
protected:
    BusinessCalendar calendar{zone(GetParam()), chicago_plan(), day("2026-11-23")};
    base::Random random{2026};
    Instant some_instant(int within_days) {
        return Instant(day("2026-11-23")) + Minutes(random.between(-1440 * within_days, 1440 * within_days));
    }
};

TEST_P(CalendarProperties, AddThenCountGivesBack) {
    for (int i = 0; i < 800; ++i) {
        auto from = some_instant(i % 100 == 0 ? 3000 : 900);
        Minutes length{random.between(1, 60'000)};
        auto due = calendar.add_working_minutes(from, length);
        ASSERT_TRUE(due);
        ASSERT_EQ(calendar.working_minutes(from, *due), length) << base::to_iso(from);
        ASSERT_LT(calendar.working_minutes(from, *due - 1min), length) << "the first such moment";
    }
}

TEST_P(CalendarProperties, CountingIsMonotoneAndAddsUp) {
    for (int i = 0; i < 800; ++i) {
        const int within = i % 100 == 0 ? 1500 : 1090;
        Instant moments[] = {some_instant(within), some_instant(within), some_instant(within)};
        std::ranges::sort(moments);
        auto first = calendar.open_time(moments[0], moments[1]);
        auto second = calendar.open_time(moments[1], moments[2]);
        ASSERT_GE(first.count(), 0);
        ASSERT_LE(first, moments[1] - moments[0]);
        ASSERT_EQ(first + second, calendar.open_time(moments[0], moments[2]));
    }
}

TEST_P(CalendarProperties, LaterStartsAndLongerWorkNeverEndEarlier) {
    for (int i = 0; i < 800; ++i) {
        auto from = some_instant(800);
        auto later = from + Minutes(random.between(0, 5000));
        Minutes length{random.between(1, 20'000)};
        Minutes longer = length + Minutes(random.between(0, 500));
        ASSERT_LE(calendar.add_working_minutes(from, length), calendar.add_working_minutes(later, length));
        ASSERT_LE(calendar.add_working_minutes(from, length), calendar.add_working_minutes(from, longer));
    }
}

TEST_P(CalendarProperties, AgreesWithAskingEveryMinute) {
    for (int i = 0; i < 8; ++i) {
        auto from = some_instant(1090);
        auto to = from + Minutes(random.between(0, 1440 * 9));
        ASSERT_EQ(calendar.working_minutes(from, to), count_slowly(calendar, from, to)) << base::to_iso(from);
    }
}

TEST_P(CalendarProperties, SchoolDaysAddAndCountAlike) {
    for (int i = 0; i < 500; ++i) {
        const int within = i % 50 == 0 ? 2500 : 600;
        Day from = day("2026-11-23") + days(random.between(-within, within));
        int count = static_cast<int>(random.between(1, 400));
        auto reached = calendar.add_school_days(from, count);
        ASSERT_TRUE(reached);
        ASSERT_EQ(calendar.school_days_between(from, *reached), count);
        ASSERT_TRUE(calendar.is_school_day(*reached));
    }
}

INSTANTIATE_TEST_SUITE_P(Zones, CalendarProperties,
                         testing::Values("America/Chicago", "America/Havana", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"));
