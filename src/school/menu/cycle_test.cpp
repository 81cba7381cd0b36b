#include "menu/cycle.h"

#include <gtest/gtest.h>

#include <set>

using namespace menu;
using std::chrono::days;

namespace {

base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }
Cycle cycle_of(int weeks, std::string_view starts, ClosedDays closed) {
    Cycle cycle;
    cycle.weeks = weeks;
    cycle.starts = day(starts);
    cycle.closed = closed;
    return cycle;
}
std::function<bool(base::Day)> weekdays_without(std::set<base::Day> closed) {
    return [closed = std::move(closed)](base::Day on) { return base::iso_weekday(on) <= 5 && !closed.contains(on); };
}
std::string text(const std::vector<PlannedDay>& planned) {
    std::string all;
    for (const auto& one : planned) all += base::to_iso(one.on).substr(5) + "=" + std::to_string(one.slot.week) + "." + std::to_string(one.slot.weekday) + " ";
    return all;
}

}  // namespace

TEST(CyclePlan, MondayStaysMondayWhenClosedDaysAreDropped) {
    const auto cycle = cycle_of(2, "2026-03-02", ClosedDays::drop);
    EXPECT_EQ(text(plan_days(cycle, day("2026-03-09"), day("2026-03-17"), weekdays_without({day("2026-03-10")}))),
              "03-09=2.1 03-11=2.3 03-12=2.4 03-13=2.5 03-16=1.1 03-17=1.2 ");
}

TEST(CyclePlan, AClosedDayMovesThePlanOnWhenItIsShifted) {
    const auto cycle = cycle_of(2, "2026-03-02", ClosedDays::shift);
    EXPECT_EQ(text(plan_days(cycle, day("2026-03-09"), day("2026-03-17"), weekdays_without({day("2026-03-10")}))),
              "03-09=2.1 03-11=2.2 03-12=2.3 03-13=2.4 03-16=2.5 03-17=1.1 ");
}

TEST(CyclePlan, ClosedDaysBeforeTheRangeCountToo) {
    const auto cycle = cycle_of(1, "2026-03-02", ClosedDays::shift);
    EXPECT_EQ(text(plan_days(cycle, day("2026-03-09"), day("2026-03-09"), weekdays_without({day("2026-03-03")}))), "03-09=1.5 ");
}

TEST(CyclePlan, NothingIsPlannedBeforeItBegins) {
    for (const auto closed : {ClosedDays::shift, ClosedDays::drop}) {
        EXPECT_EQ(text(plan_days(cycle_of(3, "2026-03-11", closed), day("2026-03-02"), day("2026-03-12"), weekdays_without({}))),
                  closed == ClosedDays::shift ? "03-11=1.1 03-12=1.2 " : "03-11=1.3 03-12=1.4 ");
    }
}

TEST(CyclePlan, ASaturdayOfSchoolIsADayOfAShiftedPlanOnly) {
    const auto open = [](base::Day on) { return base::iso_weekday(on) <= 6; };
    EXPECT_EQ(text(plan_days(cycle_of(2, "2026-03-02", ClosedDays::shift), day("2026-03-06"), day("2026-03-09"), open)), "03-06=1.5 03-07=2.1 03-09=2.2 ");
    EXPECT_EQ(text(plan_days(cycle_of(2, "2026-03-02", ClosedDays::drop), day("2026-03-06"), day("2026-03-09"), open)), "03-06=1.5 03-09=2.1 ");
}

/// Days have no hours: the clock changes of 8 March and 1 November 2026 in the United States move nothing.
TEST(CyclePlan, ClockChangesMoveNothing) {
    for (const auto closed : {ClosedDays::shift, ClosedDays::drop}) {
        for (const std::string_view around : {"2026-03-02", "2026-10-26"}) {
            const auto planned = plan_days(cycle_of(2, around, closed), day(around), day(around) + days(13), weekdays_without({}));
            ASSERT_EQ(planned.size(), 10U);
            for (std::size_t i = 0; i < planned.size(); ++i) {
                EXPECT_EQ(planned[i].on, day(around) + days(i / 5 * 7 + i % 5));
                EXPECT_EQ(planned[i].slot, (Slot{static_cast<int>(i / 5) + 1, static_cast<int>(i % 5) + 1}));
            }
        }
    }
}

TEST(CyclePlan, AYearWithoutClosedDaysIsTheSameEitherWay) {
    for (int weeks = 1; weeks <= most_weeks; ++weeks) {
        const auto shift = plan_days(cycle_of(weeks, "2026-01-05", ClosedDays::shift), day("2026-02-01"), day("2026-12-31"), weekdays_without({}));
        const auto drop = plan_days(cycle_of(weeks, "2026-01-05", ClosedDays::drop), day("2026-02-01"), day("2026-12-31"), weekdays_without({}));
        EXPECT_EQ(shift, drop) << weeks << " weeks";
    }
}

TEST(NetChanges, TellWhatFamiliesReadFirst) {
    const RecipeId fish{1}, pizza{2}, tacos{3};
    const auto change = [](std::optional<RecipeId> from, std::optional<RecipeId> to) {
        return Change{base::from_ms(0), "Rosa", from, to, {from ? "from " + std::to_string(from->value) : "", ""}, {}, ""};
    };
    auto net = net_changes({change(fish, pizza), change(pizza, tacos)});
    ASSERT_EQ(net.size(), 1U);
    EXPECT_EQ(net[0].from, fish);
    EXPECT_EQ(net[0].from_name.en, "from 1");
    EXPECT_EQ(net[0].to, tacos);
    EXPECT_TRUE(net_changes({change(fish, pizza), change(pizza, fish)}).empty()) << "back to what it was";
    EXPECT_TRUE(net_changes({change({}, pizza), change(pizza, {})}).empty()) << "added and taken off again";
    EXPECT_TRUE(net_changes({change(fish, {}), change({}, fish)}).empty()) << "taken off and put back";
    net = net_changes({change(fish, pizza), change(pizza, {})});
    ASSERT_EQ(net.size(), 1U);
    EXPECT_EQ(net[0].from, fish) << "what they read is gone, not what came between";
    EXPECT_FALSE(net[0].to);
}
