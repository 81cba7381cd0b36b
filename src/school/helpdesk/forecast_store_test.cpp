// The forecast as people read it: what past requests say when they say enough, and that nothing is said when they do not.
#include "helpdesk/forecast_store.h"

#include <gtest/gtest.h>

#include "world/world.h"

namespace helpdesk {

class Forecasts : public World {
protected:
    std::int64_t category_id(std::string_view key) {
        return read([&](db::Read& db) { return db.query("SELECT id FROM helpdesk_category WHERE key = :key").bind("key", key).one_integer(); });
    }
    /// Requests that came at 9:00 on each of the last school days, as many a day as there are lengths; each took its length.
    void past(std::string_view category, roster::OrgId school, int days, const std::vector<int>& minutes) {
        auto about = category_id(category);
        auto nine = now - std::chrono::minutes(95);  // the world begins on a Monday at 10:35
        write([&](db::Write& db) {
            for (int back = 1, left = days; left > 0; ++back) {
                if (back % 7 == 1 || back % 7 == 2) continue;  // Sunday, Saturday
                --left;
                for (int length : minutes) insert(db, about, school, nine - std::chrono::days(back), std::chrono::minutes(length));
            }
        });
    }
    void rebuild() {
        now += std::chrono::milliseconds(1);
        rebuild_forecasts(database(), now);
    }
    /// The page of a new request, as the one who asked reads it.
    http::Response page(std::string category = "device", std::optional<roster::OrgId> school = {}) {
        auto asked = as("student").post("/requests", {{"category", std::move(category)}, {"title", "It is dark"}, {"school", std::to_string(school.value_or(north).value)}});
        EXPECT_EQ(asked.status, 303) << asked.body;
        address_ = std::string(asked.find_header("Location").value_or(""));
        return as("student").get(address_);
    }
    const std::string& address() const { return address_; }
    std::int64_t coverage() {
        return read([](db::Read& db) { return db.query("SELECT covered * 100 / tried FROM helpdesk_back_test ORDER BY id DESC LIMIT 1").one_integer(); });
    }
    /// As if the night's check had found this of the same curves.
    void judge(int tried, int covered) {
        write([&](db::Write& db) {
            db.query(R"sql(
                INSERT INTO helpdesk_back_test (at, tried, covered, method, curves_hash)
                SELECT at + 1, :tried, :covered, method, curves_hash FROM helpdesk_back_test WHERE id = (SELECT max(id) FROM helpdesk_back_test)
            )sql").bind("tried", tried).bind("covered", covered).run();
        });
    }
    static constexpr std::string_view nothing_said = "Not enough history to say";

private:
    void insert(db::Write& db, std::int64_t category, roster::OrgId school, base::Instant created, base::Milliseconds length) {
        db.query(R"sql(
            INSERT INTO helpdesk_request
                (token, title, description, category_id, team_id, school_id, requester_name, origin, state, impact, urgency, priority,
                 created_at, updated_at, response_due_at, due_at, resolved_at)
            SELECT :token, 'Past', '', c.id, c.team_id, :school, 'Somebody', 'web', 'closed', 3, 3, 4, :created, :ended, :created, :created, :ended
              FROM helpdesk_category c WHERE c.id = :category
        )sql")
            .bind("token", "past-" + std::to_string(++inserted_))
            .bind("school", school)
            .bind("category", category)
            .bind("created", created)
            .bind("ended", created + length)
            .run();
    }
    int inserted_ = 0;
    std::string address_;
};

/// Of five lengths the fourth covers four in five, so the back-test of such a past finds 80 %.
static const std::vector<int> steady = {30, 60, 150, 240, 300};

TEST_ON_EVERY_BACKEND(ForecastPages, SayMedianEightInTenAndTheDay, Forecasts) {
    past("device", north, 100, steady);
    rebuild();
    EXPECT_GE(coverage(), 75);
    EXPECT_LE(coverage(), 85);
    auto shown = page();
    EXPECT_TRUE(shows(shown, "Half of similar requests took 2 h 30 min; 8 in 10 were done within 4 h."));
    EXPECT_TRUE(shows(shown, "Likely by Monday, 9 March"));  // 10:35 and four hours
    EXPECT_TRUE(shows(shown, "From 500 requests that ended (of this kind at this school)"));
    EXPECT_TRUE(shows(as("student", html::Language::es).get(address()), "8 de cada 10 terminaron en 4 h"));

    now += std::chrono::hours(3);
    auto later = as("student").get(address());
    EXPECT_TRUE(shows(later, "From 200 requests that ended")) << "those that ended sooner than this one say nothing about it";
    EXPECT_TRUE(shows(later, "8 in 10 were done within 5 h"));
    now += std::chrono::days(1);
    EXPECT_TRUE(shows(as("student").get(address()), nothing_said)) << "none took as long";
}

TEST_ON_EVERY_BACKEND(ForecastPages, CountOnTheCalendarOfTheSchool, Forecasts) {
    past("device", north, 100, steady);
    rebuild();
    now += std::chrono::hours(3);  // 13:35; the school closes at 16:00
    EXPECT_TRUE(shows(page(), "Likely by Tuesday, 10 March"));
}

TEST_ON_EVERY_BACKEND(ForecastPages, WidenFromPlaceToKindToAllUntilTwentyEnded, Forecasts) {
    past("device", north, 100, steady);
    past("device", south, 3, steady);    // 15 at that school
    past("printing", north, 3, steady);  // 15 of that kind
    rebuild();
    EXPECT_TRUE(shows(page("device", south), "From 515 requests that ended (of this kind)"));
    EXPECT_TRUE(shows(page("printing"), "From 530 requests that ended (of all kinds)"));
    write([&](db::Write& db) {
        db.query("UPDATE helpdesk_category SET parent_id = :parent WHERE key IN ('printing', 'sign_in')").bind("parent", category_id("other")).run();
    });
    past("sign_in", north, 1, steady);
    rebuild();
    EXPECT_TRUE(shows(page("printing"), "From 20 requests that ended (of related kinds)"));
    past("printing", north, 1, steady);
    rebuild();
    EXPECT_TRUE(shows(page("printing"), "From 20 requests that ended (of this kind at this school)"));
}

TEST_ON_EVERY_BACKEND(ForecastPages, SayNothingWithFewerThanTwenty, Forecasts) {
    past("device", north, 3, steady);
    rebuild();
    auto shown = page();
    EXPECT_TRUE(shows(shown, nothing_said));
    EXPECT_TRUE(shows(shown, "at least 20 similar requests"));
}

TEST_ON_EVERY_BACKEND(ForecastPages, SayNothingWhileTheyDoNotComeTrue, Forecasts) {
    past("device", north, 60, {300, 300, 300, 300, 300});  // lately
    now -= std::chrono::days(84);
    past("device", north, 200, {30, 30, 30, 30, 30});
    now += std::chrono::days(84);
    rebuild();
    EXPECT_LT(coverage(), 75);
    EXPECT_TRUE(shows(page(), nothing_said));

    judge(100, 75);
    EXPECT_FALSE(page().body.find(nothing_said) != std::string::npos);
    judge(100, 86);
    EXPECT_TRUE(shows(page(), nothing_said)) << "too careful is no better than too bold";
    judge(49, 39);
    EXPECT_TRUE(shows(page(), nothing_said)) << "too few were tried";
}

TEST_ON_EVERY_BACKEND(ForecastPages, AreRebuiltEachNight, Forecasts) {
    past("device", north, 100, steady);
    run_jobs();
    now += std::chrono::hours(24);
    run_jobs();
    EXPECT_TRUE(shows(page(), "Likely by"));
}

}  // namespace helpdesk
