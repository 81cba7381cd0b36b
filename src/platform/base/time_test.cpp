#include "base/time.h"

#include <gtest/gtest.h>

using namespace base;

static Instant at(std::string_view text) { return parse_instant(text).value(); }
static Day on(std::string_view text) { return parse_day(text).value(); }

TEST(Day, IsReadAndWrittenAsIso) {
    EXPECT_EQ(to_iso(on("2026-11-23")), "2026-11-23");
    EXPECT_EQ(to_iso(on("2024-02-29")), "2024-02-29");
}

TEST(Day, OnlyDaysThatExistAreRead) {
    for (const char* wrong : {"", "2026-11-3", "2026-02-29", "2026-13-01", "2026-00-10", "26-11-23", "2026-11-23 ",
                              " 2026-11-23", "2026/11/23", "2026-11-23T00:00:00Z", "-026-11-23"}) {
        EXPECT_FALSE(parse_day(wrong)) << wrong;
    }
}

TEST(Day, WeekBeginsOnMonday) {
    EXPECT_EQ(iso_weekday(on("2026-11-23")), 1);
    EXPECT_EQ(iso_weekday(on("2026-11-29")), 7);
}

TEST(Moment, IsWrittenInUtcWithThreeDecimals) {
    EXPECT_EQ(to_iso(at("2026-11-23T19:58:38Z")), "2026-11-23T19:58:38.000Z");
    EXPECT_EQ(to_iso(at("2026-11-23T19:58:38.1239Z")), "2026-11-23T19:58:38.123Z");
    EXPECT_EQ(to_iso(at("2026-11-23T19:58:38.5-06:00")), "2026-11-24T01:58:38.500Z");
    EXPECT_EQ(to_iso(from_ms(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(to_ms(at("1970-01-01T00:00:01+00:00")), 1000);
}

TEST(Moment, OnlyRfc3339IsRead) {
    for (const char* wrong : {"", "2026-11-23", "2026-11-23T19:58:38", "2026-11-23T24:00:00Z", "2026-11-23T19:60:00Z",
                              "2026-11-23T19:58:61Z", "2026-11-23T19:58:38.Z", "2026-11-23T19:58:38+6:00",
                              "2026-11-23T19:58:38Zx", "2026-02-30T19:58:38Z", "now"}) {
        EXPECT_FALSE(parse_instant(wrong)) << wrong;
    }
}

TEST(Zone, UnknownNamesAreAbsent) {
    EXPECT_FALSE(TimeZone::find("America/Chicgo"));
    EXPECT_FALSE(TimeZone::find(""));
    EXPECT_FALSE(TimeZone::find("../../etc/passwd"));
    EXPECT_EQ(TimeZone::find("America/Chicago")->name(), "America/Chicago");
}

TEST(Zone, SaysWhatTheClockOnTheWallShows) {
    const auto chicago = TimeZone::find("America/Chicago").value();
    const LocalTime expected{on("2026-11-23"), Minutes{13 * 60 + 58}};
    EXPECT_EQ(chicago.to_local(at("2026-11-23T19:58:38.999Z")), expected);
    EXPECT_EQ(chicago.to_instant(expected), at("2026-11-23T19:58:00Z"));
    EXPECT_EQ(chicago.day_of(at("2026-11-24T05:59:59Z")), on("2026-11-23"));
    EXPECT_EQ(TimeZone::utc().day_of(at("2026-11-24T05:59:59Z")), on("2026-11-24"));
}

TEST(Zone, SkippedTimeIsTheMomentOfTheChange) {
    const auto chicago = TimeZone::find("America/Chicago").value();
    EXPECT_EQ(chicago.to_instant({on("2026-03-08"), Minutes{2 * 60 + 30}}), at("2026-03-08T08:00:00Z"));
}

TEST(Zone, TimeThatHappensTwiceIsTheFirst) {
    const auto chicago = TimeZone::find("America/Chicago").value();
    EXPECT_EQ(chicago.to_instant({on("2026-11-01"), Minutes{90}}), at("2026-11-01T06:30:00Z"));
}
