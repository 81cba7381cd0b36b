#include "jobs/schedule.h"

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using jobs::Schedule;

static base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
static const base::TimeZone chicago = base::TimeZone::find("America/Chicago").value();

TEST(Schedule, DailyIsTheNextTimeOnTheClockOfTheDistrict) {
    auto at_three = Schedule::daily_at(180min);
    EXPECT_EQ(jobs::next_time(at_three, at("2026-11-23T08:59:59Z"), chicago), at("2026-11-23T09:00:00Z"));
    EXPECT_EQ(jobs::next_time(at_three, at("2026-11-23T09:00:00Z"), chicago), at("2026-11-24T09:00:00Z"));
}

TEST(Schedule, DailyHappensOnceOnTheDaysWhenClocksChange) {
    auto skipped = Schedule::daily_at(150min);  // 2:30 does not exist on 8 March 2026
    auto first = jobs::next_time(skipped, at("2026-03-08T06:00:00Z"), chicago);
    EXPECT_EQ(first, at("2026-03-08T08:00:00Z"));
    EXPECT_EQ(jobs::next_time(skipped, first, chicago), at("2026-03-09T07:30:00Z"));

    auto repeated = Schedule::daily_at(90min);  // 1:30 comes twice on 1 November 2026
    first = jobs::next_time(repeated, at("2026-11-01T05:00:00Z"), chicago);
    EXPECT_EQ(first, at("2026-11-01T06:30:00Z"));
    EXPECT_EQ(jobs::next_time(repeated, first, chicago), at("2026-11-02T07:30:00Z"));
}

TEST(Schedule, EveryIsOnePeriodAway) {
    EXPECT_EQ(jobs::next_time(Schedule::every(90s), at("2026-11-23T00:00:00Z"), chicago), at("2026-11-23T00:01:30Z"));
}

TEST(Backoff, DoublesFromHalfAMinuteToSixHours) {
    EXPECT_EQ(jobs::backoff(1), 30s);
    EXPECT_EQ(jobs::backoff(2), 1min);
    EXPECT_EQ(jobs::backoff(3), 2min);
    EXPECT_EQ(jobs::backoff(100), 6h);
}
