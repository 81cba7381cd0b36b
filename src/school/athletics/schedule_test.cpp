#include "athletics/schedule.h"

#include <gmock/gmock.h>

using namespace athletics;
using testing::ElementsAre;

constexpr calendar::SchoolYear year{2026};

static std::string day(std::string_view text) {
    const auto found = parse_us_day(text, year);
    return found ? base::to_iso(*found) : "none";
}

static int minutes(std::string_view text) {
    const auto found = parse_us_clock(text);
    return found ? static_cast<int>(found->count()) : -1;
}

TEST(Schedule, ReadsDaysAsPeopleWriteThem) {
    EXPECT_EQ(day("2026-12-04"), "2026-12-04");
    EXPECT_EQ(day("12/4"), "2026-12-04");
    EXPECT_EQ(day("1/8"), "2027-01-08");
    EXPECT_EQ(day(" 1/8/27 "), "2027-01-08");
    EXPECT_EQ(day("02/29/2028"), "2028-02-29");
    for (auto bad : {"", "2/30", "13/1", "4 December", "1/1/99999", "0/0", "-1/4", "1/2/3/4"}) EXPECT_EQ(day(bad), "none") << bad;
}

TEST(Schedule, ReadsTimesAsPeopleWriteThem) {
    EXPECT_EQ(minutes("19:00"), 1140);
    EXPECT_EQ(minutes("7:00 PM"), 1140);
    EXPECT_EQ(minutes("7 p.m."), 1140);
    EXPECT_EQ(minutes("7pm"), 1140);
    EXPECT_EQ(minutes("12:15 AM"), 15);
    EXPECT_EQ(minutes("12 pm"), 720);
    for (auto bad : {"seven", "25:00", "19:00 PM", "0:30 AM", "7", ""}) EXPECT_EQ(minutes(bad), -1) << bad;
}

TEST(Schedule, ReadsLinesWithAndWithoutHeadings) {
    auto lines = read_schedule("12/4, 7:00 PM, Central, H, Main gym\n12/11\t\tLakeview\tA\n", year);
    ASSERT_GE(lines.size(), 1u);
    lines = read_schedule("12/4,7:00 PM,Central,H,Main gym\n12/11,TBA,@ Lakeview,,\n\n12/18,18:00,Harbor,N,\n", year);
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].draft.opponent, "Central");
    EXPECT_EQ(lines[0].draft.place, "Main gym");
    EXPECT_EQ(lines[0].draft.starts, base::Minutes(1140));
    EXPECT_EQ(lines[1].draft.side, Side::away);
    EXPECT_EQ(lines[1].draft.opponent, "Lakeview");
    EXPECT_FALSE(lines[1].draft.starts);
    EXPECT_EQ(lines[2].draft.side, Side::neutral);
    EXPECT_EQ(lines[2].line, 4);

    lines = read_schedule("Opponent;Location;Date;Time;Home/Away\nCentral;Gym;12/4/2026;19:00;Away\n", year);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(lines[0].problems.empty());
    EXPECT_EQ(lines[0].draft.place, "Gym");
    EXPECT_EQ(lines[0].draft.side, Side::away);
}

TEST(Schedule, ReadsLinesWithSpacesAlone) {
    const auto lines = read_schedule("12/12 6pm Fairfield H\n12/13  7:00 p.m. at North Lake\n2026-12-14 TBA Lake City A Lake fieldhouse\n12/15 Harbor n\n12/16 25:00 Harbor H\n", year);
    ASSERT_EQ(lines.size(), 5u);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(lines[i].problems.empty()) << i;
    EXPECT_EQ(base::to_iso(lines[0].draft.day), "2026-12-12");
    EXPECT_EQ(lines[0].draft.starts, base::Minutes(1080));
    EXPECT_EQ(lines[0].draft.opponent, "Fairfield");
    EXPECT_EQ(lines[0].draft.side, Side::home);
    EXPECT_EQ(lines[1].draft.opponent, "North Lake");
    EXPECT_EQ(lines[1].draft.starts, base::Minutes(1140));
    EXPECT_EQ(lines[1].draft.side, Side::away);
    EXPECT_EQ(lines[2].draft.opponent, "Lake City");
    EXPECT_EQ(lines[2].draft.side, Side::away);
    EXPECT_EQ(lines[2].draft.place, "Lake fieldhouse");
    EXPECT_FALSE(lines[2].draft.starts);
    EXPECT_EQ(lines[3].draft.side, Side::neutral);
    EXPECT_THAT(lines[4].problems, ElementsAre("athletics.paste.problem.time"));
    EXPECT_EQ(lines[4].text, "12/16 25:00 Harbor H");
    // Among lines with commas too.
    EXPECT_EQ(read_schedule("12/4,7:00 PM,Central,H,Main gym\n12/12 6pm Fairfield H\n", year).at(1).draft.opponent, "Fairfield");
}

TEST(Schedule, SaysWhatIsWrongWithALine) {
    const auto lines = read_schedule("soon,7 PM,Central,H,\n12/4,late,Central,H,\n12/4,19:00,,H,\n12/4,19:00,Central,maybe,\n", year);
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_THAT(lines[0].problems, ElementsAre("athletics.paste.problem.day"));
    EXPECT_THAT(lines[1].problems, ElementsAre("athletics.paste.problem.time"));
    EXPECT_THAT(lines[2].problems, ElementsAre("athletics.paste.problem.opponent"));
    EXPECT_THAT(lines[3].problems, ElementsAre("athletics.paste.problem.side"));
    std::string many;
    for (int i = 0; i < 400; ++i) many += "12/4,19:00,Central,H,\n";
    EXPECT_EQ(read_schedule(many, year).size(), 301u);
    EXPECT_FALSE(read_schedule("\"12/4,19:00", year).back().problems.empty());
    EXPECT_TRUE(read_schedule("", year).empty());
}
