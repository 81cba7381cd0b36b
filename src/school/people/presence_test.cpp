#include "people/presence.h"

#include <algorithm>

#include <gtest/gtest.h>

using namespace people;

const std::int64_t ana = 1, ben = 2, cho = 3;
const std::int64_t technician = 10, webmaster = 20;
const std::int64_t north = 100;

static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }
static const base::Day monday = day("2026-11-23");

static bool holds(const std::vector<Held>& held, std::int64_t account, std::int64_t role) {
    return std::ranges::any_of(held, [&](const Held& one) { return one.account == account && one.role == role; });
}

TEST(Presence, AnAssignmentHoldsFromItsFirstToItsLastDay) {
    std::vector<Held> assignments{{ana, technician, {}, day("2026-08-01"), day("2026-11-23"), {}}};
    EXPECT_TRUE(holds(in_force(assignments, {}, monday), ana, technician));
    EXPECT_FALSE(holds(in_force(assignments, {}, monday + std::chrono::days(1)), ana, technician));
    EXPECT_FALSE(holds(in_force(assignments, {}, day("2026-07-31")), ana, technician));
}

TEST(Presence, ACoverHoldsOnlyWhileTheOtherIsAway) {
    std::vector<Held> assignments{{ana, webmaster, {}, day("2026-08-01"), {}, {}}, {ben, webmaster, {}, day("2026-08-01"), {}, ana}};
    EXPECT_FALSE(holds(in_force(assignments, {}, monday), ben, webmaster));
    std::vector<Away> absences{{ana, monday, monday, {}}};
    EXPECT_TRUE(holds(in_force(assignments, absences, monday), ben, webmaster));
    EXPECT_TRUE(holds(in_force(assignments, absences, monday), ana, webmaster)) << "away is not dismissed";
}

TEST(Presence, ASubstituteHoldsAllThatTheAbsentHold) {
    std::vector<Held> assignments{{ana, technician, north, day("2026-08-01"), {}, {}}, {ana, webmaster, {}, day("2026-08-01"), {}, {}}};
    std::vector<Away> absences{{ana, monday, monday + std::chrono::days(4), cho}};
    auto held = in_force(assignments, absences, monday);
    EXPECT_TRUE(holds(held, cho, technician));
    EXPECT_TRUE(holds(held, cho, webmaster));
    EXPECT_FALSE(holds(in_force(assignments, absences, monday + std::chrono::days(7)), cho, technician));
}

TEST(Presence, SubstitutesDoNotPassOnWhatTheyStandInFor) {
    std::vector<Held> assignments{{ana, technician, {}, day("2026-08-01"), {}, {}}};
    std::vector<Away> absences{{ana, monday, monday, ben}, {ben, monday, monday, cho}};
    EXPECT_FALSE(holds(in_force(assignments, absences, monday), cho, technician));
}

TEST(Presence, WithoutDutyDaysSomebodyIsThereEveryDay) {
    EXPECT_TRUE(presence({}, {}, ana, monday).present);
    std::vector<OnDuty> duties{{ana, 1, north}, {ana, 3, {}}};
    EXPECT_EQ(presence(duties, {}, ana, monday).at, north);
    EXPECT_FALSE(presence(duties, {}, ana, monday + std::chrono::days(1)).present);
    EXPECT_TRUE(presence(duties, {}, ben, monday + std::chrono::days(1)).present);
}

TEST(Presence, NextPresentLooksPastAbsences) {
    std::vector<OnDuty> duties{{ana, 1, north}};
    std::vector<Away> absences{{ana, monday, monday + std::chrono::days(8), {}}};
    EXPECT_EQ(next_present(duties, {}, ana, monday), monday + std::chrono::days(7));
    EXPECT_EQ(next_present(duties, absences, ana, monday), monday + std::chrono::days(14));
    absences[0].last = monday + std::chrono::days(200);
    EXPECT_EQ(next_present(duties, absences, ana, monday), std::nullopt);
}
