// From requests to an alert, and what a person makes of it.
#include <fmt/format.h>

#include <map>

#include "auth/event.h"
#include "base/error.h"
#include "db/testing.h"
#include "helpdesk/helpdesk.h"
#include "planning/alert.h"
#include "planning/look.h"
#include "planning/planning.h"
#include "world/browser.h"
#include "world/world.h"

using namespace planning;

class Alerts : public World {
protected:
    /// Forty devices of a model at North School, and a quiet half year: a request a school day, each of another device and person.
    Alerts() {
        write([&](db::Write& db) {
            category = db.query("SELECT id FROM helpdesk_category WHERE active = 1 AND asks_device = 1 ORDER BY id LIMIT 1").one_integer();
            other = db.query("SELECT id FROM helpdesk_category WHERE active = 1 AND asks_device = 1 ORDER BY id DESC LIMIT 1").one_integer();
            model = db.query("SELECT model_id FROM inventory_device WHERE id = :id").bind("id", chromebook).one_integer();
            for (int number = 0; number < 40; ++number) {
                devices.push_back(db.query(R"sql(
                    INSERT INTO inventory_device (label_token, model_id, status, school_id, purchased_on, created_at, updated_at)
                    VALUES (:token, :model, 'assigned', :school, '2020-08-01', 0, 0) RETURNING id
                )sql").bind("token", fmt::format("label-{}", number)).bind("model", model).bind("school", north).one_integer());
            }
            for (int day = 160; day >= 1; --day) {
                const auto at = now - std::chrono::hours(24 * day);
                if (base::iso_weekday(std::chrono::floor<std::chrono::days>(at)) > 5) continue;
                ask(db, at, day % 2 == 0 ? category : other, devices[static_cast<std::size_t>(day % 40)]);
            }
        });
    }

    std::int64_t ask(db::Write& db, base::Instant at, std::int64_t about, std::optional<std::int64_t> device) {
        ++people;
        return db.query(R"sql(
            INSERT INTO helpdesk_request (token, title, description, category_id, team_id, school_id, device_id, requester_name, requester_email, origin, state, impact,
                                          urgency, priority, created_at, updated_at, response_due_at, due_at, risk_at)
            SELECT :token, 'It does not work', '', c.id, c.team_id, :school, :device, :name, :mail, 'walk_up', 'new', 3, 3, 4, :at, :at, :at, :at, :at
              FROM helpdesk_category c WHERE c.id = :category RETURNING id
        )sql")
            .bind("token", fmt::format("token-{}", people))
            .bind("school", north)
            .bind("device", device)
            .bind("name", fmt::format("Person {}", people))
            .bind("mail", fmt::format("person{}@north.example", people))
            .bind("at", at)
            .bind("category", about)
            .one_integer();
    }
    /// Of devices that nobody wrote about within ten school days.
    void break_out(int count) {
        write([&](db::Write& db) {
            for (int number = 0; number < count; ++number) ask(db, now - std::chrono::minutes(5), category, devices[static_cast<std::size_t>(15 + number + broken)]);
        });
        broken += count;
    }
    LookedAround look() {
        return look_around(database(), now, [](int) { return true; });
    }
    std::vector<Alert> open() {
        return read([&](db::Read& db) { return alerts(db, viewer("tech"), AlertState::open, 0, 50, "en"); });
    }
    std::string page_of(const Alert& alert) { return fmt::format("/alerts/{}", alert.id.value); }
    http::TestClient::FormFields problem_words() {
        return {{"title_en", "Screens fail"}, {"title_es", "Fallan pantallas"}, {"words_en", "We know."}, {"words_es", "Lo sabemos."}, {"link", "1"}};
    }

    std::int64_t category = 0;
    std::int64_t other = 0;
    std::int64_t model = 0;
    std::vector<std::int64_t> devices;
    int people = 0;
    int broken = 0;
};

TEST_ON_EVERY_BACKEND(Alerts, AnOutbreakIsToldOnceAndUpdated, Alerts) {
    EXPECT_EQ(look().opened, 0);
    break_out(9);
    const auto first = look();
    EXPECT_EQ(first.opened, 1);
    EXPECT_GT(first.requests, 100U);
    auto found = open();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_GE(found[0].best.observed, 9);
    EXPECT_EQ(found[0].method, detection_method);
    EXPECT_EQ(found[0].cell.category, category);
    // The same numbers again change nothing; more of them are the same alert.
    const auto again = look();
    EXPECT_EQ(again.opened, 0);
    EXPECT_EQ(again.again, 1);
    ASSERT_EQ(open().size(), 1U);
    EXPECT_EQ(open()[0].best.observed, found[0].best.observed);
    break_out(4);
    look();
    ASSERT_EQ(open().size(), 1U);
    EXPECT_EQ(open()[0].best.observed, found[0].best.observed + 4);
    EXPECT_EQ(read([&](db::Read& db) { return open_alerts(db, viewer("cio")); }), 1);
}

TEST_ON_EVERY_BACKEND(Alerts, EachNumberOpensItsRequests, Alerts) {
    break_out(9);
    look();
    const auto alert = open().at(0);
    const auto page = as("tech").get(page_of(alert));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "would be usual"));
    EXPECT_TRUE(shows(page, "What this cannot say"));
    const auto days = read([&](db::Read& db) { return alert_days(db, viewer("tech"), alert, base::TimeZone::utc(), now, 30); });
    ASSERT_EQ(days.size(), 30U);
    EXPECT_EQ(days.back().on, alert.as_of);
    const auto counted = as("tech").get(page_of(alert) + "/requests");
    EXPECT_EQ(counted.status, 200);
    EXPECT_TRUE(shows(counted, "It does not work"));
    const auto on_day = as("tech").get(fmt::format("{}/requests?on={}", page_of(alert), base::to_iso(alert.as_of)));
    EXPECT_EQ(on_day.status, 200);
    EXPECT_TRUE(shows(on_day, "counted"));
    EXPECT_EQ(as("tech").get(page_of(alert) + "/requests?on=tomorrow").status, 404);
    // The rows of each window are as many as its number: here nobody is two of them.
    for (const auto& look : alert.looks) {
        const AlertSlice slice{.zone = base::TimeZone::utc(), .now = now, .days = look.window};
        EXPECT_EQ(static_cast<std::int64_t>(read([&](db::Read& db) { return alert_requests(db, viewer("tech"), alert, slice, 100); }).size()), look.observed) << look.window;
    }
    // Nobody sees requests of a school in whose queue they do not work.
    const auth::Viewer watcher({99}, "Watcher", {{std::string(may_watch.name), auth::ScopeKind::everywhere, 0}}, auth::Proof::session);
    EXPECT_TRUE(read([&](db::Read& db) { return alert_requests(db, watcher, alert, {.zone = base::TimeZone::utc(), .now = now, .days = 10}, 10); }).empty());
}

TEST_ON_EVERY_BACKEND(Alerts, AreForThoseWhoWatch, Alerts) {
    break_out(9);
    look();
    const auto alert = open().at(0);
    for (const char* who : {"teacher", "student", "web"}) {
        EXPECT_EQ(as(who).get("/alerts").status, 403) << who;
        EXPECT_EQ(as(who).get(page_of(alert)).status, 403) << who;
        EXPECT_EQ(as(who).post(page_of(alert) + "/dismissal", {{"reason", "x"}}).status, 403) << who;
    }
    EXPECT_EQ(as("cio").get("/alerts").status, 200);
    EXPECT_EQ(as("tech").get("/alerts/999999").status, 404);
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/alerts"), "lo habitual ser"));
}

TEST_ON_EVERY_BACKEND(Alerts, ConfirmingMakesAKnownProblem, Alerts) {
    break_out(9);
    look();
    const auto alert = open().at(0);
    const auto form = as("tech").get(page_of(alert) + "/confirmation");
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(shows(form, "Trouble with"));
    EXPECT_TRUE(shows(form, "Problemas con"));
    auto fields = problem_words();
    fields[1].second = " ";
    const auto refused = as("tech").post(page_of(alert) + "/confirmation", fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "both languages"));
    EXPECT_TRUE(shows(refused, "Screens fail"));
    fields[1].second = std::string(121, 'x');
    EXPECT_TRUE(shows(as("tech").post(page_of(alert) + "/confirmation", fields), "Title in Spanish: At most 120 characters."));
    EXPECT_EQ(as("tech").post(page_of(alert) + "/confirmation", problem_words()).status, 303);
    EXPECT_TRUE(open().empty());
    const auto confirmed = read([&](db::Read& db) { return fetch_alert(db, viewer("tech"), alert.id, "en"); });
    EXPECT_EQ(confirmed.state, AlertState::confirmed);
    ASSERT_TRUE(confirmed.problem);
    EXPECT_GE(read([&](db::Read& db) {
        return db.query("SELECT count(*) FROM helpdesk_problem_request WHERE problem_id = :id").bind("id", *confirmed.problem).one_integer();
    }), 9);
    EXPECT_TRUE(shows(as("tech").get(page_of(alert)), fmt::format("/queue/problems/{}", confirmed.problem->value)));
    // Its requests count for the problem and for no new alert; more in the same cell are the same matter.
    EXPECT_EQ(look().opened, 0);
    break_out(9);
    EXPECT_EQ(look().opened, 0);
    const auto late = as("tech").post(page_of(alert) + "/confirmation", problem_words());
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "Somebody has decided about this alert already"));
    EXPECT_TRUE(shows(late, problem_words().front().second)) << "what was typed is not lost";
    EXPECT_EQ(as("tech").post(page_of(alert) + "/reopening").status, 303);
    EXPECT_EQ(open().size(), 1U);
}

TEST_ON_EVERY_BACKEND(Alerts, DismissedOnesAreSilentUntilTheyGetWorse, Alerts) {
    break_out(9);
    look();
    const auto alert = open().at(0);
    const auto refused = as("tech").post(page_of(alert) + "/dismissal", {{"reason", "  "}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "say why"));
    EXPECT_EQ(as("tech").post(page_of(alert) + "/dismissal", {{"reason", std::string(1001, 'x')}}).status, 422);
    EXPECT_EQ(as("tech").post(page_of(alert) + "/dismissal", {{"reason", "A class tried all of its devices"}, {"seen", "1"}}).status, 303);
    EXPECT_EQ(as("tech2").post(page_of(alert) + "/dismissal", {{"reason", "Again"}, {"seen", "1"}}).status, 409) << "decided since the page was shown";
    EXPECT_TRUE(shows(as("tech").get(page_of(alert)), "A class tried all of its devices"));
    break_out(2);
    EXPECT_EQ(look().opened, 0);
    EXPECT_TRUE(open().empty());
    break_out(12);
    EXPECT_EQ(look().opened, 0) << "the same alert, not a new one";
    ASSERT_EQ(open().size(), 1U);
    EXPECT_EQ(open()[0].id, alert.id);
    const auto story = read([&](db::Read& db) { return auth::history(db, "alert", alert.id.value); });
    ASSERT_EQ(story.size(), 3U);
    EXPECT_EQ(story[0].action, "found");
    EXPECT_EQ(story[1].why, "A class tried all of its devices");
    EXPECT_EQ(story[2].action, "worse");
}

TEST_ON_EVERY_BACKEND(Alerts, PassWhenTheyAreNotSeenAgain, Alerts) {
    break_out(9);
    look();
    ASSERT_EQ(open().size(), 1U);
    now += std::chrono::hours(24 * 33);
    const auto later = look();
    EXPECT_EQ(later.passed, 1);
    EXPECT_EQ(later.opened, 0);
    EXPECT_TRUE(open().empty());
    EXPECT_TRUE(shows(as("tech").get("/alerts?state=passed"), "Passed by itself"));
}

TEST_ON_EVERY_BACKEND(Alerts, TheJobLooksAndIsStartedFromThePage, Alerts) {
    break_out(9);
    EXPECT_TRUE(open().empty());
    EXPECT_EQ(as("tech").post("/alerts/look").status, 303);
    run_jobs();
    EXPECT_EQ(open().size(), 1U);
    int steps = 0;
    EXPECT_TRUE(look_around(database(), now, [&](int) { return ++steps < 2; }).cancelled);
    EXPECT_EQ(steps, 2);
}

TEST_ON_EVERY_BACKEND(Alerts, AHeldRequestAndOneOfAKnownProblemAreNotCounted, Alerts) {
    const auto before = read([&](db::Read& db) { return read_ledger(db, now)->ledger.size(); });
    write([&](db::Write& db) {
        const auto held = ask(db, now - std::chrono::minutes(2), category, devices[30]);
        db.query("UPDATE helpdesk_request SET state = 'held' WHERE id = :id").bind("id", held).run();
        const auto same = ask(db, now - std::chrono::minutes(2), category, devices[31]);
        ask(db, now - std::chrono::minutes(1), category, devices[31]);  // the same device
        helpdesk::open_problem(db, viewer("tech"), now, {.title_en = "a", .title_es = "b", .words_en = "c", .words_es = "d", .requests = {{same}}});
    });
    // Only the second request about device 31 is left to count.
    EXPECT_EQ(read([&](db::Read& db) { return read_ledger(db, now)->ledger.size(); }), before + 1);
}

TEST_ON_EVERY_BACKEND(Alerts, WhoAskedIsOnePersonHoweverTheyAreWritten, Alerts) {
    std::vector<std::int64_t> asked;
    write([&](db::Write& db) {
        for (int number = 30; number < 34; ++number) asked.push_back(ask(db, now - std::chrono::minutes(2), category, devices[static_cast<std::size_t>(number)]));
        db.query("UPDATE helpdesk_request SET requester_id = :account WHERE id = :id").bind("account", account("teacher")).bind("id", asked[0]).run();
        db.query("UPDATE helpdesk_request SET requester_person_id = (SELECT id FROM roster_person WHERE account_id = :account) WHERE id = :id")
            .bind("account", account("teacher"))
            .bind("id", asked[1])
            .run();
        db.query("UPDATE helpdesk_request SET requester_email = (SELECT upper(email) FROM auth_account WHERE id = :account) WHERE id = :id")
            .bind("account", account("teacher"))
            .bind("id", asked[2])
            .run();
    });
    std::map<std::int64_t, std::int64_t> who;
    read([&](db::Read& db) {
        const auto reading = read_ledger(db, now);
        for (std::uint32_t number = 0; number < reading->ledger.size(); ++number) who[reading->ledger.sighting(number).request] = reading->ledger.sighting(number).requester;
    });
    for (const auto request : asked) ASSERT_TRUE(who.contains(request));
    EXPECT_EQ(who[asked[0]], who[asked[1]]) << "at the desk, found in the roster";
    EXPECT_EQ(who[asked[0]], who[asked[2]]) << "by the address alone";
    EXPECT_NE(who[asked[0]], who[asked[3]]);
}

TEST_ON_EVERY_BACKEND(Alerts, WhatIsDecidedMeanwhileIsReadAgain, Alerts) {
    break_out(9);
    look();
    const auto id = open().at(0).id;
    const auto decides = [&](bool each_time) {
        int judged = 0;
        const auto result = look_around(database(), now, [&](int step) {
            if (step != 1) return true;
            if (++judged > 1 && !each_time) return true;
            write([&](db::Write& db) {
                const auto alert = fetch_alert(db, viewer("tech"), id, "en");
                if (alert.state == AlertState::open) dismiss_alert(db, viewer("tech"), now, alert, "A class tried all of its devices");
                else reopen_alert(db, viewer("tech"), now, alert);
            });
            return true;
        });
        EXPECT_EQ(judged, 2);
        return result;
    };
    EXPECT_EQ(decides(false).opened, 0) << "judged again, outside of the transaction, with the decision";
    EXPECT_TRUE(open().empty());
    EXPECT_THROW(decides(true), std::runtime_error) << "not for ever";
}

TEST_ON_EVERY_BACKEND(Alerts, TheListHasPages, Alerts) {
    break_out(9);
    look();
    write([&](db::Write& db) {
        for (int number = 0; number < 30; ++number) {
            db.query(R"sql(
                INSERT INTO planning_alert (model_id, school_id, category_id, state, first_on, last_on, as_of_on, method, window_days, observed, devices, requesters, expected, p, cells,
                                            inputs, looks, found_at, updated_at)
                SELECT model_id, school_id, category_id, state, first_on, last_on, as_of_on, method, window_days, observed, devices, requesters, expected, p, cells, inputs, looks, 0, 0
                  FROM planning_alert ORDER BY id LIMIT 1
            )sql").run();
        }
    });
    const auto first = as("tech").get("/alerts");
    EXPECT_TRUE(shows(first, "Older"));
    const auto next = first.body.find("before=");
    ASSERT_NE(next, std::string::npos);
    const auto second = as("tech").get("/alerts?state=open&before=" + first.body.substr(next + 7, first.body.find('"', next) - next - 7));
    EXPECT_EQ(second.status, 200);
    EXPECT_TRUE(shows(second, "Newest"));
    EXPECT_FALSE(second.body.find("Older") != std::string::npos);
}
