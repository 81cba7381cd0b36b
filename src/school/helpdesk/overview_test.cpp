// The overview counts what the queue shows: each figure leads to as many requests as it says.
#include <gtest/gtest.h>

#include "helpdesk/overview.h"
#include "world/world.h"

namespace helpdesk {

class Glance : public World {
protected:
    void ask(std::string title, roster::OrgId school) {
        auto response = as("teacher").post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"school", std::to_string(school.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
    }
    Overview seen() {
        return read([&](db::Read& db) { return overview(db, viewer("cio"), {*base::TimeZone::find("America/Chicago"), now}); });
    }
};

TEST_ON_EVERY_BACKEND(Overview, IsEmptyWhenNothingIsOpen, Glance) {
    EXPECT_TRUE(shows(as("cio").get("/overview"), "Nothing is open"));
    EXPECT_THROW(read([&](db::Read& db) { return overview(db, viewer("tech"), {base::TimeZone::utc(), now}); }), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(Overview, CountsByAgeTeamAndSchoolAsTheQueueDoes, Glance) {
    now -= std::chrono::days(14);
    ask("Very old screen", north);
    now += std::chrono::days(11);  // a Friday
    ask("Old keyboard", north);
    now += std::chrono::days(3);
    ask("New charger", south);
    ASSERT_EQ(as("tech").post("/requests/3/assignment").status, 303);

    auto shown = seen();
    EXPECT_EQ(shown.all.open, 3);
    EXPECT_EQ(shown.all.today, 1);
    EXPECT_EQ(shown.all.week, 1);
    EXPECT_EQ(shown.all.older, 1);
    EXPECT_EQ(shown.median_school_days, 1) << "from Friday to Monday is one school day";
    ASSERT_EQ(shown.schools.size(), 2u);
    EXPECT_EQ(shown.schools[0].name, "North School");
    EXPECT_EQ(shown.schools[0].open, 2);
    ASSERT_EQ(shown.oldest.size(), 3u);
    EXPECT_EQ(shown.oldest[0].title, "Very old screen");
    EXPECT_EQ(shown.oldest[0].school_days, 10);

    auto older = as("cio").get("/queue?view=team&age=older");
    EXPECT_TRUE(shows(older, "Very old screen"));
    EXPECT_FALSE(shows(older, "Old keyboard"));
    auto late = as("cio").get("/queue?view=team&late=1");
    EXPECT_TRUE(shows(late, "Very old screen"));
    EXPECT_FALSE(shows(late, "New charger"));
    EXPECT_EQ(as("tech").post("/requests/3/resolution", {{"words", "Swapped"}}).status, 303);
    EXPECT_EQ(seen().solved, 1);
    EXPECT_TRUE(shows(as("cio").get("/queue?view=solved"), "New charger"));
    auto page = as("cio", html::Language::es).get("/overview");
    EXPECT_TRUE(shows(page, "Dana Reyes") || shows(page, "Very old screen"));
    EXPECT_TRUE(shows(page, "/queue?view=team&amp;late=1&amp;team="));
}

}  // namespace helpdesk
