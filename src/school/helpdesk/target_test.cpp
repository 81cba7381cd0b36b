#include "helpdesk/target.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"

using namespace helpdesk;
using namespace std::chrono_literals;
using base::Instant;
using base::Minutes;
using std::chrono::days;

static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }

/// Monday to Friday 8:00 to 16:00 in Chicago, with Thanksgiving.
static calendar::BusinessCalendar school() {
    calendar::Week week{day("2020-01-01"), {}};
    for (std::size_t i = 0; i < 5; ++i) week.days[i] = calendar::Hours{8h, 16h};
    calendar::Plan plan{.weeks = {week}, .days = {{day("2026-11-26"), calendar::DayKind::holiday, "Thanksgiving", {}, {}}}};
    return {base::TimeZone::find("America/Chicago").value(), plan, day("2026-11-23")};
}

static Instant at(std::string_view iso, Minutes of_day) {
    return base::TimeZone::find("America/Chicago")->to_instant({day(iso), of_day});
}

static const Instant monday_nine = at("2026-11-23", 9h);

TEST(Target, IsDueAfterItsWorkingMinutes) {
    auto calendar = school();
    EXPECT_EQ(target_due(calendar, {monday_nine, {}}, 2h, monday_nine), at("2026-11-23", 11h));
    EXPECT_EQ(target_due(calendar, {monday_nine, {}}, 8h, monday_nine), at("2026-11-24", 9h));
    EXPECT_EQ(target_due(calendar, {at("2026-11-21", 12h), {}}, 1h, monday_nine), at("2026-11-23", 9h)) << "written on a Saturday";
}

TEST(Target, PausesAddTheirOpenTimeAndNothingElse) {
    auto calendar = school();
    TargetClock over_lunch{monday_nine, {{at("2026-11-23", 10h), at("2026-11-23", 12h)}}};
    EXPECT_EQ(target_due(calendar, over_lunch, 4h, at("2026-11-24", 9h)), at("2026-11-23", 15h));
    TargetClock over_night{monday_nine, {{at("2026-11-23", 16h), at("2026-11-24", 8h)}}};
    EXPECT_EQ(target_due(calendar, over_night, 8h, at("2026-11-25", 9h)), at("2026-11-24", 9h)) << "outside hours it costs nothing";
    TargetClock after_due{monday_nine, {{at("2026-11-23", 12h), at("2026-11-23", 14h)}}};
    EXPECT_EQ(target_due(calendar, after_due, 2h, at("2026-11-24", 9h)), at("2026-11-23", 11h)) << "a pause heals no lateness";
}

TEST(Target, APauseThatGoesOnPushesDueWithTheClock) {
    auto calendar = school();
    TargetClock waiting{monday_nine, {{at("2026-11-23", 10h), std::nullopt}}};
    EXPECT_EQ(target_due(calendar, waiting, 4h, at("2026-11-23", 11h)), at("2026-11-23", 14h));
    EXPECT_EQ(target_due(calendar, waiting, 4h, at("2026-11-23", 15h)), at("2026-11-24", 10h));
}

TEST(Target, IsAtRiskAtThreeQuartersAndLateAtTheEnd) {
    auto calendar = school();
    TargetClock clock{monday_nine, {}};
    auto standing = [&](Minutes of_day) { return target_state(calendar, clock, 4h, at("2026-11-23", of_day), {}).standing; };
    EXPECT_EQ(standing(11h + 59min), TargetStanding::on_time);
    EXPECT_EQ(standing(12h), TargetStanding::at_risk);
    EXPECT_EQ(standing(13h), TargetStanding::late);
    EXPECT_EQ(target_state(calendar, clock, 4h, at("2026-11-23", 15h), {}).left, -2h);
    EXPECT_EQ(target_state(calendar, clock, 4h, at("2026-11-30", 9h), at("2026-11-23", 13h)).standing, TargetStanding::met);
    EXPECT_EQ(target_state(calendar, clock, 4h, at("2026-11-30", 9h), at("2026-11-23", 13h + 1min)).standing, TargetStanding::missed);
}

TEST(Target, AMergeTakesTheEarlierStart) {
    TargetClock kept{monday_nine, {{monday_nine + 1h, std::nullopt}}};
    EXPECT_EQ(merge_clocks(kept, {monday_nine - 2h, {}}).started_at, monday_nine - 2h);
    EXPECT_EQ(merge_clocks(kept, {monday_nine + 2h, {}}).started_at, monday_nine);
    EXPECT_EQ(merge_clocks(kept, {monday_nine - 2h, {}}).pauses.size(), 1u);
}

TEST(Target, WithoutAnyOpenDayItIsNeverDue) {
    calendar::BusinessCalendar closed(base::TimeZone::utc(), {}, day("2026-11-23"));
    EXPECT_EQ(target_due(closed, {monday_nine, {}}, 1h, monday_nine), std::nullopt);
}

class TargetProperties : public testing::Test {
protected:
    calendar::BusinessCalendar calendar = school();
    base::Random random{7};

    Instant some_instant() { return at("2026-10-19", 0h) + Minutes(random.between(0, 60 * 1440)); }
    TargetClock some_clock() {
        TargetClock clock{some_instant(), {}};
        for (auto left = random.below(5); left > 0; --left) {
            auto from = clock.started_at + Minutes(random.between(-2000, 20'000));
            clock.pauses.push_back({from, from + Minutes(random.between(0, 6000))});
        }
        return clock;
    }
};

TEST_F(TargetProperties, APauseNeverMovesDueEarlier) {
    for (int i = 0; i < 1500; ++i) {
        auto clock = some_clock();
        Minutes length{random.between(1, 5000)};
        auto before = target_due(calendar, clock, length, clock.started_at + days(90));
        auto from = clock.started_at + Minutes(random.between(0, 20'000));
        clock.pauses.push_back({from, from + Minutes(random.between(0, 3000))});
        ASSERT_GE(target_due(calendar, clock, length, clock.started_at + days(90)), before);
    }
}

TEST_F(TargetProperties, WorkedPausedAndClosedAddUpToTheWall) {
    for (int i = 0; i < 1500; ++i) {
        auto clock = some_clock();
        auto until = clock.started_at + Minutes(random.between(0, 60'000));
        auto split = split_time(calendar, clock, until);
        ASSERT_EQ(split.worked + split.paused + split.closed, until - clock.started_at);
        ASSERT_GE(split.worked.count(), 0);
        ASSERT_GE(split.paused.count(), 0);
        ASSERT_GE(split.closed.count(), 0);
    }
}

TEST_F(TargetProperties, AtDueExactlyTheTargetHasBeenWorked) {
    for (int i = 0; i < 1500; ++i) {
        auto clock = some_clock();
        Minutes length{random.between(1, 5000)};
        auto due = target_due(calendar, clock, length, clock.started_at + days(90));
        ASSERT_TRUE(due);
        ASSERT_EQ(split_time(calendar, clock, *due).worked, length);
    }
}

TEST_F(TargetProperties, TheOrderOfPausesDoesNotMatter) {
    for (int i = 0; i < 300; ++i) {
        auto clock = some_clock();
        auto shuffled = clock;
        std::ranges::reverse(shuffled.pauses);
        ASSERT_EQ(target_due(calendar, clock, 500min, clock.started_at + days(90)),
                  target_due(calendar, shuffled, 500min, clock.started_at + days(90)));
    }
}
