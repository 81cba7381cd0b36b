// What a family finds on the pages: what is marked, where it leads, what is folded.
#include <fmt/format.h>

#include "menu/testing.h"

using namespace menu;
using menu::testing::day;
using menu::testing::Kitchen;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

class FamilyPages : public Kitchen {
protected:
    http::TestClient family() { return as("nobody"); }
    static std::string text(const http::Response& response) { return std::string(response.content()); }
    /// From the first of these to the next of those; empty when it is not there.
    static std::string part(const std::string& body, std::string_view from, std::string_view to) {
        const auto begins = body.find(from);
        return begins == std::string::npos ? std::string() : body.substr(begins, body.find(to, begins) - begins);
    }
    std::string slug() {
        return read([&](db::Read& db) { return roster::school_slug(db, north); });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(FamiliesRead, ADayThatChangedIsMarkedOnPaperAndWhereItIsTheNext, FamilyPages) {
    for (const std::string_view iso : {"2026-03-09", "2026-03-10", "2026-03-16"}) plan(iso, {fish, apple});
    publish_days("2026-03-09", "2026-03-16");
    const auto weekend = base::parse_instant("2026-03-14T18:00:00Z").value();
    const auto next = [&] { return part(text(family().get("/menu")), "Next: <time datetime=\"2026-03-16\"", "</p>"); };
    const auto row = [&](std::string_view iso) { return part(text(family().get("/menu/" + slug() + "/week/2026-03-11")), fmt::format("<time datetime=\"{}\"", iso), "</tr>"); };
    write([&](db::Write& db) {
        for (const std::string_view iso : {"2026-03-09", "2026-03-16"}) substitute(db, cook, now, at_of(db, iso), day_to_edit(db, cook, lunch, day(iso)).dishes[0].item, pizza, "");
    });
    EXPECT_THAT(row("2026-03-09"), HasSubstr(">changed</span></th>"));
    EXPECT_THAT(row("2026-03-10"), Not(HasSubstr("changed")));
    now = weekend;
    EXPECT_THAT(next(), HasSubstr("Cheese pizza, Apple slices <span class=\"pill pill-info\">changed</span>"));
    write([&](db::Write& db) { substitute(db, cook, now, at_of(db, "2026-03-16"), day_to_edit(db, cook, lunch, day("2026-03-16")).dishes[0].item, fish, ""); });
    EXPECT_THAT(next(), HasSubstr("Fish sticks, Apple slices"));
    EXPECT_THAT(next(), Not(HasSubstr("changed"))) << "it is again what families read first";
}

TEST_ON_EVERY_BACKEND(FamiliesRead, TheDayInFullIsOneTapFromEachCard, FamilyPages) {
    const auto link = [&](std::string_view page) { return part(text(family().get(page)), "<p class=\"dish-more", "</p>"); };
    for (const std::string_view iso : {"2026-03-09", "2026-03-16"}) plan(iso, {fish});
    EXPECT_EQ(link("/menu"), "") << "not published: nothing is known of it";
    publish_days("2026-03-09", "2026-03-16");
    const auto school = "/menu/" + slug();
    const auto monday = fmt::format("href=\"{}/2026-03-09\"", school);
    for (const std::string& page : {std::string("/menu"), school}) EXPECT_THAT(link(page), HasSubstr(monday)) << page;
    EXPECT_THAT(link("/menu"), HasSubstr("Allergens and ingredients<span class=\"visually-hidden\">: Lunch, At every school</span>"));
    EXPECT_THAT(link("/es/menu"), HasSubstr("href=\"/es" + school + "/2026-03-09\""));
    EXPECT_EQ(link(school + "/2026-03-09"), "") << "it is that page";
    close_school("2026-03-09", "Snow day", north);
    const auto south_slug = read([&](db::Read& db) { return roster::school_slug(db, south); });
    EXPECT_EQ(link(school), "") << "Tuesday is next, and not published";
    EXPECT_THAT(link("/menu"), HasSubstr("/menu/" + south_slug + "/2026-03-09")) << "its own school's, which is open";
    now = base::parse_instant("2026-03-14T18:00:00Z").value();  // Saturday
    EXPECT_THAT(link("/menu"), HasSubstr(school + "/2026-03-16"));
    EXPECT_EQ(family().get(school + "/2026-03-16").status, 200);
}

TEST_ON_EVERY_BACKEND(FamiliesRead, DaysWithinReachOnly, FamilyPages) {
    const auto at = "/menu/" + slug();
    const auto last = base::to_iso(*base::parse_day("2026-03-09") + std::chrono::days(400));
    EXPECT_EQ(family().get(at + "/" + last).status, 200);
    EXPECT_THAT(text(family().get(at + "/" + last)), ::testing::Not(HasSubstr("Day after"))) << "no way further";
    EXPECT_THAT(text(family().get(at + "/2026-03-09")), HasSubstr("/2026-03-10"));
    for (const char* day : {"/0001-01-01", "/9999-12-31", "/2027-04-14", "/week/9999-12-31", "/week/2025-01-01"}) EXPECT_EQ(family().get(at + day).status, 404) << day;
}

TEST_ON_EVERY_BACKEND(FamiliesRead, OfADayWhatIsLongIsFoldedAndStandsUnfoldedForPaper, FamilyPages) {
    confirm_all(fish, {"fish"});
    plan("2026-03-09", {fish});
    publish_days("2026-03-09", "2026-03-09");
    const auto body = text(family().get("/menu/" + slug() + "/2026-03-09"));
    const auto fold = part(body, "<details class=\"fold fold-plain folded\">", "</details>");
    const auto cell = part(body, "<td class=\"unfolded\"", "</td>");
    const auto section = part(body, "<section class=\"panel unfolded\">", "</section>");
    EXPECT_THAT(fold, HasSubstr(": Fish sticks</span></summary>")) << "each fold has a name of its own";
    for (const std::string_view words : {"milk, egg", "Pollock, wheat flour"}) EXPECT_THAT(fold, HasSubstr(words));
    EXPECT_THAT(cell, HasSubstr("milk, egg"));
    EXPECT_THAT(section, HasSubstr("Pollock, wheat flour"));
}
