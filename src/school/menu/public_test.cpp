// What families and programs get.
#include <boost/json.hpp>
#include <fmt/format.h>
#include <libical/ical.h>

#include <set>

#include "menu/public.h"
#include "menu/testing.h"

using namespace menu;
using menu::testing::day;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

class Families : public menu::testing::Kitchen {
protected:
    Families() { slug = read([&](db::Read& db) { return roster::school_slug(db, north); }); }
    /// With the body where other answers have it: public pages share theirs.
    http::Response get_public(std::string_view path) {
        auto response = as("nobody").get(path);
        response.body = std::string(response.content());
        response.shared_body = nullptr;
        return response;
    }
    http::Response get(std::string_view rest) { return get_public(fmt::format("/menu/{}{}", slug, rest)); }
    std::string slug;
};

using Parsed = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;
Parsed parse(const std::string& text) { return {icalparser_parse_string(text.c_str()), &icalcomponent_free}; }
std::vector<icalcomponent*> events_of(icalcomponent* calendar) {
    std::vector<icalcomponent*> events;
    for (auto* one = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); one; one = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) events.push_back(one);
    return events;
}

/// From the first of these to the end of the element that it stands in; empty when it is not there.
std::string element(const std::string& body, std::string_view from, std::string_view end) {
    const auto begins = body.find(from);
    if (begins == std::string::npos) return {};
    return body.substr(begins, body.find(end, begins) - begins);
}

}  // namespace

TEST_ON_EVERY_BACKEND(PublicMenu, EveryPageOfASchoolWorksInBothLanguages, Families) {
    confirm_all(apple);
    plan("2026-03-09", {fish, pizza, apple});
    plan("2026-03-18", {pizza});
    publish_days("2026-03-09", "2026-03-20");
    for (const std::string_view rest : {"", "/2026-03-09", "/2026-03-14", "/2026-03-15", "/week/2026-03-11", "/without/milk", "/without/tree_nuts", "/calendar.ics", "/menu.json"}) {
        EXPECT_EQ(get(rest).status, 200) << rest;
        EXPECT_EQ(as("nobody").get(fmt::format("/es/menu/{}{}", slug, rest)).status, 200) << rest;
    }
    EXPECT_TRUE(shows(get(""), "Week of Monday, 16 March"));
    EXPECT_TRUE(shows(get("/2026-03-09"), "(choose one)"));
    const auto monday = element(get("/week/2026-03-11").body, "<time datetime=\"2026-03-09\"", "</tr>");
    EXPECT_THAT(monday, HasSubstr("<b>Fish sticks, Cheese pizza.</b> Allergens are not known yet.")) << "the week says it too";
    EXPECT_THAT(monday, HasSubstr("<b>Apple slices.</b> None of the listed allergens, by recipe."));
    EXPECT_TRUE(shows(as("nobody").get("/es/menu/" + slug), fmt::format("href=\"/es/menu/{}/2026-03-18\"", slug))) << "links stay in the language";
    EXPECT_EQ(get("/2026-02-30").status, 404);
    EXPECT_EQ(get("/without/gluten").status, 404);
    EXPECT_EQ(as("nobody").get("/menu/no-such-school").status, 404);
}

TEST_ON_EVERY_BACKEND(PublicMenu, WithoutSomethingNeverCallsTheUnknownFree, Families) {
    confirm_all(apple);
    confirm_all(pizza, {"milk", "wheat"});
    plan("2026-03-09", {fish, pizza, apple});
    publish_days("2026-03-09", "2026-03-09");
    const auto body = get("/without/milk").body;
    const auto line = [&](std::string_view dish) { return element(body, fmt::format("<li><span>{}</span>", dish), "</li>"); };
    EXPECT_THAT(line("Fish sticks"), HasSubstr("</span>Not known</span>"));
    EXPECT_THAT(line("Fish sticks"), HasSubstr("<span class=\"pill\">")) << "in no colour of the others";
    EXPECT_THAT(line("Fish sticks"), Not(HasSubstr("Free by recipe")));
    EXPECT_THAT(line("Cheese pizza"), HasSubstr("</span>Contains it</span>"));
    EXPECT_THAT(line("Apple slices"), HasSubstr("</span>Free by recipe</span>"));
}

TEST_ON_EVERY_BACKEND(PublicMenu, TheCalendarIsReadByLibicalAndKeepsItsPromises, Families) {
    plan("2026-03-09", {fish});
    plan("2026-03-10", {pizza});
    plan("2026-03-11", {pizza, apple});
    publish_days("2026-03-09", "2026-03-11");
    const auto answer = get("/calendar.ics");
    EXPECT_EQ(answer.content_type, "text/calendar; charset=utf-8");
    for (std::size_t start = 0; start < answer.body.size();) {
        const auto end = answer.body.find("\r\n", start);
        ASSERT_NE(end, std::string::npos) << "every line ends with CRLF";
        EXPECT_LE(end - start, 75U);
        start = end + 2;
    }
    const auto calendar = parse(answer.body);
    ASSERT_TRUE(calendar);
    auto events = events_of(calendar.get());
    ASSERT_EQ(events.size(), 3U);
    EXPECT_STREQ(icalcomponent_get_summary(events[0]), "Lunch: Fish sticks");
    EXPECT_TRUE(icaltime_is_date(icalcomponent_get_dtstart(events[0])));
    EXPECT_EQ(icalcomponent_get_dtend(events[0]).day, 10) << "the end is the day after";
    EXPECT_THAT(answer.body, HasSubstr("TRANSP:TRANSPARENT"));
    EXPECT_THAT(answer.body, Not(HasSubstr("METHOD")));
    EXPECT_EQ(get("/calendar.ics").body, answer.body) << "no clock is in it";
    now += std::chrono::minutes(20);
    EXPECT_EQ(get("/calendar.ics").body, answer.body);

    std::set<std::string> before;
    for (auto* event : events) before.insert(icalcomponent_get_uid(event));
    EXPECT_EQ(before.size(), 3U);
    const int number = icalcomponent_get_sequence(events[2]);
    close_school("2026-03-10", "Snow day", north);
    write([&](db::Write& db) {
        take_back(db, cook, now, at_of(db, "2026-03-11"));
    });
    const auto later = parse(get("/calendar.ics").body);
    events = events_of(later.get());
    ASSERT_EQ(events.size(), 3U) << "what is cancelled stays";
    std::set<std::string> after;
    for (auto* event : events) after.insert(icalcomponent_get_uid(event));
    EXPECT_EQ(after, before);
    EXPECT_EQ(icalcomponent_get_status(events[0]), ICAL_STATUS_CONFIRMED);
    EXPECT_EQ(icalcomponent_get_status(events[1]), ICAL_STATUS_CANCELLED);
    EXPECT_STREQ(icalcomponent_get_summary(events[1]), "CANCELLED: Lunch. No school: Snow day");
    EXPECT_EQ(icalcomponent_get_status(events[2]), ICAL_STATUS_CANCELLED);
    EXPECT_GT(icalcomponent_get_sequence(events[2]), number);
    // South School is open and has its own events.
    const auto south_slug = read([&](db::Read& db) { return roster::school_slug(db, south); });
    const auto theirs = parse(get_public("/menu/" + south_slug + "/calendar.ics").body);
    EXPECT_EQ(icalcomponent_get_status(events_of(theirs.get())[1]), ICAL_STATUS_CONFIRMED);
    EXPECT_EQ(before.count(icalcomponent_get_uid(events_of(theirs.get())[1])), 0U);
}

TEST_ON_EVERY_BACKEND(PublicMenu, ASaturdayOfSchoolThatIsTakenAwayStaysAsCancelled, Families) {
    EXPECT_EQ(events_of(parse(get("/calendar.ics").body).get()).size(), 0U);
    const auto saturday = write([&](db::Write& db) {
        return calendar::add_day(db, auth::Viewer::system(), now, {.first = day("2026-03-14"), .last = day("2026-03-14"), .kind = calendar::DayKind::open_extra, .name = "Make-up day", .opens = base::Minutes(480), .closes = base::Minutes(720)});
    });
    plan("2026-03-14", {pizza});
    publish_days("2026-03-14", "2026-03-14");
    auto calendar = parse(get("/calendar.ics").body);
    ASSERT_EQ(events_of(calendar.get()).size(), 1U);
    EXPECT_EQ(icalcomponent_get_status(events_of(calendar.get())[0]), ICAL_STATUS_CONFIRMED);
    const auto number = icalcomponent_get_sequence(events_of(calendar.get())[0]);
    write([&](db::Write& db) { calendar::remove_day(db, auth::Viewer::system(), now, saturday); });
    calendar = parse(get("/calendar.ics").body);
    ASSERT_EQ(events_of(calendar.get()).size(), 1U);
    EXPECT_EQ(icalcomponent_get_status(events_of(calendar.get())[0]), ICAL_STATUS_CANCELLED);
    EXPECT_GT(icalcomponent_get_sequence(events_of(calendar.get())[0]), number);
    EXPECT_EQ(get("/2026-03-14").status, 200);
    EXPECT_THAT(get("/week/2026-03-11").body, HasSubstr("<time datetime=\"2026-03-14\""));
    EXPECT_THAT(get("/week/2026-03-11").body, Not(HasSubstr("<time datetime=\"2026-03-15\"")));
}

TEST_ON_EVERY_BACKEND(PublicMenu, FeedsKeepThisWeekAndTheTwoBeforeIt, Families) {
    plan("2026-03-09", {fish});
    publish_days("2026-03-09", "2026-03-09");
    now += std::chrono::days(18);  // Friday of the week after the next
    EXPECT_THAT(get("/calendar.ics").body, HasSubstr("Fish sticks"));
    now += std::chrono::days(3);
    EXPECT_THAT(get("/calendar.ics").body, Not(HasSubstr("Fish sticks")));
}

TEST_ON_EVERY_BACKEND(PublicMenu, JsonNamesEveryAllergenOfEveryDish, Families) {
    write([&](db::Write& db) { confirm(db, cook, now, day("2026-03-09"), fish, {{allergen("fish"), State::contains, "pollock"}}, 1); });
    plan("2026-03-09", {fish});
    publish_days("2026-03-09", "2026-03-09");
    write([&](db::Write& db) { substitute(db, cook, now, at_of(db, "2026-03-09"), day_to_edit(db, cook, lunch, day("2026-03-09")).dishes[0].item, pizza, ""); });
    close_school("2026-03-11", "Snow day");
    const auto answer = as("nobody").get("/api/v1/menu?school=" + slug);
    ASSERT_EQ(answer.status, 200);
    const auto menu = boost::json::parse(answer.body).as_object();
    EXPECT_EQ(menu.at("from").as_string(), "2026-03-09");
    EXPECT_EQ(menu.at("days").as_array().size(), 10U);
    const auto& dish = menu.at("days").at(0).at("meals").at(0).at("dishes").at(0);
    EXPECT_EQ(dish.at("name").at("es").as_string(), "Pizza de queso");
    EXPECT_EQ(dish.at("allergens").as_object().size(), known.size());
    for (const auto& one : dish.at("allergens").as_object()) EXPECT_EQ(one.value().as_string(), "unknown");
    EXPECT_EQ(dish.at("changed").at("instead_of").at("en").as_string(), "Fish sticks");
    EXPECT_EQ(menu.at("days").at(2).at("closed_because").as_string(), "Snow day");
    EXPECT_FALSE(menu.at("days").at(1).at("meals").at(0).at("published").as_bool());
    EXPECT_EQ(boost::json::parse(get("/menu.json").body).at("school").at("slug").as_string(), slug);

    EXPECT_EQ(as("nobody").get("/api/v1/menu?school=nowhere").status, 422);
    EXPECT_EQ(as("nobody").get("/api/v1/menu?school=" + slug + "&from=tomorrow").status, 422);
    EXPECT_EQ(as("nobody").get("/api/v1/menu?school=" + slug + "&from=2026-03-09&to=2026-03-01").status, 422);
    EXPECT_EQ(as("nobody").get("/api/v1/menu?school=" + slug + "&from=2026-01-01&to=2026-12-31").status, 422);
}

TEST_ON_EVERY_BACKEND(PublicMenu, AWeekendLeadsToTheNextSchoolDay, Families) {
    plan("2026-03-16", {pizza});
    publish_days("2026-03-16", "2026-03-16");
    now = base::parse_instant("2026-03-14T18:00:00Z").value();  // Saturday
    const auto page = as("nobody").get("/menu");
    EXPECT_TRUE(shows(page, "No school"));
    EXPECT_TRUE(shows(page, "Monday, 16 March"));
    EXPECT_TRUE(shows(page, "Cheese pizza"));
    EXPECT_TRUE(shows(get(""), "Week of Monday, 16 March"));
    EXPECT_THAT(get("").body, Not(HasSubstr("Week of Monday, 9 March")));
}

TEST_ON_EVERY_BACKEND(PublicMenu, PagesDoNotAskTheDatabaseForEachDish, Families) {
    std::vector<RecipeId> many;
    write([&](db::Write& db) {
        for (int i = 0; i < 25; ++i) many.push_back(add_recipe(db, cook, now, {.course = Course::side, .name = {fmt::format("Side {}", i), ""}}));
    });
    plan("2026-03-10", {fish});
    plan("2026-03-11", many);
    publish_days("2026-03-10", "2026-03-11");
    const auto statements = [&](std::string_view iso) {
        return read([&](db::Read& db) {
            const auto before = db.statements_run();
            school_menus(db, north, day(iso), day(iso));
            return db.statements_run() - before;
        });
    };
    statements("2026-03-10");
    EXPECT_EQ(statements("2026-03-10"), statements("2026-03-11"));
}

/// A Friday evening in December: three weeks without school are looked through, for both schools.
TEST_ON_EVERY_BACKEND(PublicMenu, ALongBreakIsNotAskedForDayByDay, Families) {
    plan("2026-03-16", {pizza});
    plan("2026-04-06", {fish, apple});
    publish_days("2026-03-16", "2026-04-06");
    const auto statements = [&](std::string_view iso) {
        return read([&](db::Read& db) {
            today(db, day(iso), std::nullopt);  // calendars are kept from now on
            const auto before = db.statements_run();
            const auto menus = today(db, day(iso), std::nullopt);
            EXPECT_FALSE(menus.at(0).open);
            EXPECT_FALSE(menus.at(0).next_dishes.empty()) << iso;
            return db.statements_run() - before;
        });
    };
    const auto weekend = statements("2026-03-14");
    write([&](db::Write& db) {
        calendar::add_day(db, auth::Viewer::system(), now, {.first = day("2026-03-18"), .last = day("2026-04-05"), .kind = calendar::DayKind::closed, .name = "Long break"});
    });
    EXPECT_EQ(statements("2026-03-18"), weekend);
    EXPECT_LT(weekend, 25);
    // Ten days of a school cost what one does.
    const auto menus_of = [&](std::string_view last) {
        return read([&](db::Read& db) {
            const auto before = db.statements_run();
            school_menus(db, north, day("2026-03-16"), day(last));
            return db.statements_run() - before;
        });
    };
    menus_of("2026-03-16");
    EXPECT_EQ(menus_of("2026-03-16"), menus_of("2026-03-27"));
}
