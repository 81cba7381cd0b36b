#include "inventory/import_values.h"

#include <gtest/gtest.h>

#include "inventory/device.h"
#include "inventory/import_columns.h"

using namespace inventory;

static std::string day(std::string_view cell, DayOrder order = DayOrder::unknown) {
    auto read = read_day(cell, order);
    if (read.ambiguous) return "ambiguous";
    return read.day ? base::to_iso(*read.day) : "none";
}

TEST(ImportedDay, IsReadAsWritten) {
    EXPECT_EQ(day("2026-08-24"), "2026-08-24");
    EXPECT_EQ(day("2026-08-24T10:00:00Z"), "2026-08-24");
    EXPECT_EQ(day("8/24/2026", DayOrder::month_first), "2026-08-24");
    EXPECT_EQ(day("24.8.2026", DayOrder::day_first), "2026-08-24");
    EXPECT_EQ(day("2/30/2026", DayOrder::month_first), "none");
    EXPECT_EQ(day("soon"), "none");
}

TEST(ImportedDay, OfAMonthIsItsLast) {
    EXPECT_EQ(day("Jun 2027"), "2027-06-30");
    EXPECT_EQ(day("February 2028"), "2028-02-29");
    EXPECT_EQ(day("2027-06"), "2027-06-30");
    EXPECT_EQ(day("1814400000000"), "2027-07-01") << "Google's milliseconds";
}

TEST(ImportedDay, NeedsToKnowWhichNumberIsTheMonth) {
    EXPECT_EQ(day("3/4/2026"), "ambiguous");
    EXPECT_EQ(day("4/4/2026"), "2026-04-04");
    EXPECT_EQ(order_shown_by("3/4/2026"), DayOrder::unknown);
    EXPECT_EQ(order_shown_by("3/14/2026"), DayOrder::month_first);
    EXPECT_EQ(order_shown_by("14/3/2026"), DayOrder::day_first);
    EXPECT_EQ(combine(DayOrder::month_first, DayOrder::unknown), DayOrder::month_first);
    EXPECT_EQ(combine(DayOrder::month_first, DayOrder::day_first), DayOrder::contradictory);
    EXPECT_EQ(day("3/14/2026", DayOrder::contradictory), "2026-03-14");
    EXPECT_EQ(day("3/4/2026", DayOrder::contradictory), "ambiguous");
}

TEST(ImportedDay, ReadsTwoDigitsByTheWindowOfPosix) {
    EXPECT_EQ(day("1/23/68", DayOrder::month_first), "2068-01-23");
    EXPECT_EQ(day("1/23/69", DayOrder::month_first), "1969-01-23");
    EXPECT_TRUE(read_day("1/23/23", DayOrder::month_first).two_digit_year);
}

TEST(Warranty, EndsOnTheSameDayOfALaterMonth) {
    EXPECT_EQ(base::to_iso(months_after(*base::parse_day("2024-01-31"), 1)), "2024-02-29");
    EXPECT_EQ(base::to_iso(months_after(*base::parse_day("2024-11-15"), 36)), "2027-11-15");
}

TEST(Serial, ThatASpreadsheetShortenedIsKnown) {
    EXPECT_TRUE(lost_its_digits("6.37702E+15"));
    EXPECT_TRUE(lost_its_digits("6,37702E+15"));
    EXPECT_FALSE(lost_its_digits("5CD1234XYZ"));
    EXPECT_FALSE(lost_its_digits("12E7"));
    EXPECT_FALSE(lost_its_digits("E+15"));
}

TEST(Words, OfOtherSystemsBecomeOurs) {
    EXPECT_EQ(kind_of_words("Student Chromebooks"), "chromebook");
    EXPECT_EQ(kind_of_words("Chromebox"), "desktop");
    EXPECT_EQ(kind_of_words("Apple MacBook Pro 13\""), "laptop");
    EXPECT_EQ(kind_of_words("Document Camera"), "document_camera");
    EXPECT_EQ(kind_of_words("Access Point"), "access_point");
    EXPECT_FALSE(kind_of_words("Ornamental Railings"));
    EXPECT_EQ(status_of_words("Ready to Deploy"), "in_stock");
    EXPECT_EQ(status_of_words("DEPROVISIONED"), "retired");
    EXPECT_EQ(status_of_words("in_repair"), "in_repair");
    EXPECT_FALSE(status_of_words("Somewhere"));
}

TEST(Shape, FollowsFromTheHeader) {
    using Header = std::vector<std::string_view>;
    EXPECT_EQ(shape_of(Header{"Company", "Name", "Asset Tag", "Checkout Type"}), Shape::snipe_it);
    EXPECT_EQ(shape_of(Header{"deviceId", "status", "serialNumber"}), Shape::chromeos);
    EXPECT_EQ(shape_of(Header{"Serial Number", "Org Unit Path", "AUE"}), Shape::chromeos);
    EXPECT_EQ(shape_of(Header{"Asset Tag", "Model"}), Shape::table);
}
