#include <gtest/gtest.h>

#include "coaching/conflict.h"
#include "coaching/testing_lessons.h"

using coaching::testing::Lessons;

TEST_ON_EVERY_BACKEND(LessonPages, ATeacherBooksAFreeTimeForAClassOfTheirs, Lessons) {
    auto form = as("teacher").get("/lessons/new?class=" + class_id);
    EXPECT_TRUE(shows(form, "Math 7B"));
    EXPECT_TRUE(shows(form, "9:00–9:50"));
    EXPECT_EQ(form.body.find("8:00–8:50"), std::string::npos) << "the class meets in the second period";
    const auto address = booked();
    for (auto who : {"teacher", "coach"}) {
        auto page = as(who).get(address);
        EXPECT_TRUE(shows(page, "fractions as a film")) << who;
        EXPECT_TRUE(shows(page, "Tuesday, 10 March, 9:00–9:50"));
        EXPECT_TRUE(shows(as(who).get("/lessons"), "Math 7B"));
    }
    EXPECT_TRUE(shows(as("teacher", html::Language::es).get(address), "Meta y plan"));
    auto again = as("teacher").get("/lessons/new?class=" + class_id);
    EXPECT_EQ(again.body.find("10 March, 9:00"), std::string::npos) << "neither is free then";
}

TEST_ON_EVERY_BACKEND(LessonPages, StandInTheMenuOfWhoMayAskComeOrPlanAndNotOfStudents, Lessons) {
    for (auto who : {"teacher", "coach", "cio"}) EXPECT_TRUE(shows(as(who).get("/my-day"), "href=\"/lessons\"")) << who;
    for (auto who : {"student", "tech"}) EXPECT_FALSE(shows(as(who).get("/my-day"), "href=\"/lessons\"")) << who;
}

TEST_ON_EVERY_BACKEND(LessonPages, AFormThatCannotBeUsedKeepsWhatWasTyped, Lessons) {
    auto refused = as("teacher").post("/lessons", {{"class", class_id}, {"topic", "creating"}, {"goal", "Keep <this>"}, {"how", "book"}, {"time", "1|2026-03-10|540|590"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Keep &lt;this&gt;"));
    EXPECT_TRUE(shows(refused, "has just been taken"));
    EXPECT_EQ(as("teacher").post("/lessons", {{"class", class_id}, {"goal", "x"}, {"how", "ask"}}).status, 422) << "no time offered";
    EXPECT_EQ(as("teacher").post("/lessons", {{"class", class_id}, {"goal", " "}, {"how", "ask"}, {"window", "0|2026-03-10|540|590"}}).status, 422);
    EXPECT_EQ(as("teacher").post("/lessons", {{"class", "999"}, {"goal", "x"}}).status, 404);
    EXPECT_EQ(as("coach").post("/lessons", {{"class", class_id}, {"goal", "x"}, {"how", "ask"}, {"window", "0|2026-03-10|540|590"}}).status, 404) << "not her class";
    EXPECT_TRUE(shows(as("coach").get("/lessons/new"), "No class of yours"));
}

TEST_ON_EVERY_BACKEND(LessonPages, OneIsMovedHandedOverAndCancelled, Lessons) {
    const auto address = booked();
    auto page = as("coach").get(address);
    EXPECT_TRUE(shows(page, "Nobody else could come"));
    const std::string mark = "<option value=\"";
    const auto at = page.body.find(mark, page.body.find("id=\"time\"")) + mark.size();
    const auto time = page.body.substr(at, page.body.find('"', at) - at);
    EXPECT_EQ(post("coach", address, "/move", {{"time", "1|2026-03-12|480|530"}}).status, 409) << "the class does not meet then";
    ASSERT_EQ(post("coach", address, "/move", {{"time", time}}).status, 303);
    EXPECT_TRUE(shows(as("teacher").get(address), "Wednesday, 11 March, 9:00–9:50"));

    as("cio").post("/settings/staff", {{"email", "paul@riverbend.example"}, {"role", "integration_specialist"}, {"from", "2025-08-01"}});
    services().store("coaching").database->write([&](db::Write& db) {
        db.query("INSERT INTO coaching_specialist (account_id, active, most_a_day, starts_minute, ends_minute, lunch_from_minute, lunch_to_minute) VALUES (:id, 1, 4, 420, 960, 690, 720)")
            .bind("id", account("web"))
            .run();
    });
    EXPECT_TRUE(shows(as("coach").get(address), "Nobody else could come")) << "without the permission nobody is asked";
    write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("web"), {"coaching.specialist", auth::ScopeKind::everywhere, 0}); });
    EXPECT_EQ(post("teacher", address, "/hand-over", {{"who", std::to_string(account("web").value)}}).status, 403);
    ASSERT_EQ(post("coach", address, "/hand-over", {{"who", std::to_string(account("web").value)}}).status, 303);
    EXPECT_EQ(as("coach").get(address).status, 404) << "it is the substitute's now";
    EXPECT_TRUE(shows(as("web").get(address), "fractions as a film"));

    EXPECT_TRUE(shows(post("web", address, "/cancel"), "Nobody asks why"));
    EXPECT_EQ(post("web", address, "/cancel", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("teacher").get(address), "This lesson was cancelled"));
    EXPECT_EQ(post("teacher", address, "/cancel", {{"confirmed", "1"}}).status, 409);
}

TEST_ON_EVERY_BACKEND(LessonPages, WhoComesSecondIsToldWhatChanged, Lessons) {
    const auto address = booked();
    const auto old = seen("teacher", address);
    ASSERT_EQ(post("coach", address, "/plan", {{"goal", "a"}, {"leads", "b"}}).status, 303);
    auto late = as("teacher").post(address + "/plan", {{"seen", old}, {"goal", "My own words"}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "My own words"));
    EXPECT_TRUE(shows(late, "changed this lesson meanwhile"));
}

TEST_ON_EVERY_BACKEND(LessonPages, CoTeachingAsksForALicence, Lessons) {
    const auto address = booked();
    EXPECT_TRUE(shows(as("teacher").get(address), "can be supported but not co-taught"));
    EXPECT_EQ(post("coach", address, "/plan", {{"goal", "g"}, {"model", "team"}}).status, 422);
    EXPECT_EQ(post("coach", address, "/plan", {{"goal", "g"}, {"model", "support"}}).status, 303);
    licensed("coach", "endorsement", "2030-06-30");
    EXPECT_TRUE(shows(as("cio").get("/lessons/settings"), "observes, assists or supports"));
    EXPECT_EQ(post("coach", address, "/plan", {{"goal", "g"}, {"model", "team"}}).status, 422) << "a specialist's certificate alone (clause 21)";
    licensed("coach", "teacher_standard", "2026-03-09");
    EXPECT_EQ(post("coach", address, "/plan", {{"goal", "g"}, {"model", "team"}}).status, 422) << "it ends the day before the lesson";
    licensed("coach", "teacher_standard", "2030-06-30");
    EXPECT_TRUE(shows(as("cio").get("/lessons/settings"), "may co-teach"));
    EXPECT_EQ(post("coach", address, "/plan", {{"goal", "g"}, {"model", "team"}}).status, 303);
}

TEST_ON_EVERY_BACKEND(LessonPages, EachKeepsTheirOwnNotesAndLooksBackAfterwards, Lessons) {
    const auto address = booked();
    EXPECT_EQ(as("teacher").post(address + "/reflection", {{"reflection", "too early"}}).status, 409);
    EXPECT_EQ(as("teacher").post(address + "/notes", {{"note", "for me alone"}}).status, 303);
    EXPECT_EQ(as("teacher").post(address + "/notes", {{"note", "for us both,\nin two lines"}, {"shared", "1"}}).status, 303);
    EXPECT_EQ(as("teacher").post(address + "/notes", {{"note", " "}}).status, 422);
    EXPECT_TRUE(shows(as("coach").get(address), "for us both,\nin two lines"));
    EXPECT_EQ(as("coach").get(address).body.find("for me alone"), std::string::npos);
    EXPECT_EQ(as("coach").post(address + "/notes/2/removal", {{"confirmed", "1"}}).status, 404) << "not hers";
    now += std::chrono::days(2);
    EXPECT_EQ(post("coach", address, "/held").status, 303);
    EXPECT_EQ(as("teacher").post(address + "/reflection", {{"reflection", "They filmed thirds"}}).status, 303);
    EXPECT_EQ(as("coach").get(address).body.find("They filmed thirds"), std::string::npos) << "not shared";
    EXPECT_EQ(as("teacher").post(address + "/reflection", {{"reflection", "They filmed halves"}, {"shared", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("coach").get(address), "They filmed halves"));
    EXPECT_EQ(as("teacher").get(address).body.find("They filmed thirds"), std::string::npos) << "replaced";
    EXPECT_EQ(as("teacher").post(address + "/notes/1/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(as("teacher").get(address).body.find("for me alone"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(LessonPages, WhatWaitsIsTakenByASpecialistOrPlaced, Lessons) {
    const auto address = asked();
    EXPECT_TRUE(shows(as("coach").get("/lessons"), "Asked for: you may take them"));
    EXPECT_EQ(as("coach").get(address).status, 404) << "not hers yet";
    auto take = as("coach").get(address + "/take");
    EXPECT_TRUE(shows(take, "Leo Peña"));
    EXPECT_EQ(take.body.find("fractions as a film"), std::string::npos) << "the goal is for whoever takes it";
    EXPECT_TRUE(shows(as("cio").get("/lessons/plan"), "1 lesson waits for a time."));
    EXPECT_EQ(as("coach").post("/lessons/plan/proposal").status, 403);
    EXPECT_EQ(as("cio").post("/lessons/plan/proposal").status, 303);
    auto plan = as("cio").get("/lessons/plan");
    EXPECT_TRUE(shows(plan, "1 lesson waits; 1 can be placed, and no plan could place more than 1."));
    for (auto word : {"Leo", "Math 7B", "Nora"}) EXPECT_EQ(plan.body.find(word), std::string::npos) << word;
    const std::string mark = "name=\"fingerprint\" value=\"";
    const auto at = plan.body.find(mark) + mark.size();
    const auto fingerprint = plan.body.substr(at, plan.body.find('"', at) - at);
    as("cio").post("/lessons/plan", {{"fingerprint", "of something else"}});
    EXPECT_EQ(text_of_store("SELECT state FROM coaching_lesson"), "asked");
    as("coach").post("/lessons/times", {{"active", "1"}, {"starts", "07:30"}, {"ends", "15:30"}, {"lunch_from", "11:30"}, {"lunch_to", "12:00"}, {"most", "2"}, {"topic", "creating"}});
    EXPECT_FALSE(shows(as("cio").get("/lessons/plan"), "name=\"fingerprint\"")) << "hours changed: it is old";
    EXPECT_EQ(as("cio").post("/lessons/plan", {{"fingerprint", fingerprint}}).status, 303);
    EXPECT_EQ(text_of_store("SELECT state FROM coaching_lesson"), "booked");
    EXPECT_TRUE(shows(as("coach").get(address), "fractions as a film"));
}

TEST_ON_EVERY_BACKEND(LessonPages, WhoGetsNoPlaceReadsWhy, Lessons) {
    const auto address = asked();
    as("coach").post("/lessons/times", {{"active", "1"}, {"starts", "10:00"}, {"ends", "15:30"}, {"lunch_from", "11:30"}, {"lunch_to", "12:00"}, {"most", "3"}, {"topic", "creating"}});
    EXPECT_EQ(as("cio").post("/lessons/plan/proposal").status, 303);
    auto plan = as("cio").get("/lessons/plan");
    EXPECT_TRUE(shows(plan, "on duty at this school"));
    const std::string mark = "name=\"fingerprint\" value=\"";
    const auto at = plan.body.find(mark) + mark.size();
    as("cio").post("/lessons/plan", {{"fingerprint", plan.body.substr(at, plan.body.find('"', at) - at)}});
    EXPECT_TRUE(shows(as("teacher").get(address), "Nobody who takes this topic is on duty"));
}

TEST_ON_EVERY_BACKEND(LessonPages, CalendarFilesAndFeedsSayTimeAndPlaceAlone, Lessons) {
    const auto address = booked();
    auto file = as("teacher").get(address + "/lesson.ics");
    EXPECT_TRUE(shows(file, "DTSTART:20260310T140000Z"));
    EXPECT_TRUE(shows(file, "SUMMARY:Lesson with technology"));
    EXPECT_TRUE(shows(file, "LOCATION:214\\, North School"));
    auto made = as("teacher").post("/lessons/feed");
    const auto at = made.body.find("/lessons/feed/");
    const auto feed = made.body.substr(at, made.body.find('"', at) - at);
    auto text = as("nobody").get(feed);
    EXPECT_EQ(text.status, 200);
    for (auto word : {"film", "Math 7B", "Making"}) EXPECT_EQ(text.body.find(word), std::string::npos) << word;
    post("teacher", address, "/cancel", {{"confirmed", "1"}});
    EXPECT_TRUE(shows(as("nobody").get(feed), "STATUS:CANCELLED"));
    EXPECT_TRUE(shows(as("nobody").get(feed), "SEQUENCE:2"));
    EXPECT_TRUE(shows(as("teacher").post("/lessons/feed/end"), "End the feed?"));
    as("teacher").post("/lessons/feed/end", {{"confirmed", "1"}});
    EXPECT_EQ(as("nobody").get(feed).status, 404);
}

TEST_ON_EVERY_BACKEND(LessonPages, BothGetALetterInTheirLanguage, Lessons) {
    booked();
    now += std::chrono::minutes(5);
    run_jobs();
    now += std::chrono::minutes(5);
    run_jobs();
    auto outbox = read([](db::Read& db) {
        return db.query("SELECT subject, text FROM mail_letter ORDER BY id").all([](const db::Row& row) { return std::string(row.text("subject")) + "|" + std::string(row.text("text")); });
    });
    ASSERT_EQ(outbox.size(), 2u);
    EXPECT_NE(outbox[0].find("Hay una clase con tecnología reservada"), std::string::npos);
    EXPECT_NE(outbox[1].find("9:00–9:50"), std::string::npos);
    for (const auto& letter : outbox) EXPECT_EQ(letter.find("film"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(LessonPages, TimesAndWaysThatCannotBeUsedAreNamed, Lessons) {
    auto refused = as("coach").post("/lessons/times", {{"active", "1"}, {"starts", "noon"}, {"ends", "15:30"}, {"lunch_from", "11:30"}, {"lunch_to", "12:00"}, {"most", "40"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "#starts"));
    EXPECT_TRUE(shows(refused, "value=\"40\""));
    EXPECT_EQ(as("teacher").get("/lessons/times").status, 403);
    EXPECT_EQ(as("tech").get("/lessons/plan").status, 403);
    const auto way = "way_" + std::to_string(north.value) + "_" + std::to_string(south.value);
    EXPECT_EQ(as("cio").post("/lessons/settings/ways", {{"usual", "20"}, {way, "soon"}}).status, 422);
    EXPECT_EQ(as("cio").post("/lessons/settings/ways", {{"usual", "20"}, {way, "35"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/lessons/settings"), "value=\"35\""));
}

TEST_ON_EVERY_BACKEND(LessonPages, StandInTheDayOfBothAndOfNobodyElse, Lessons) {
    booked();
    for (auto who : {"teacher", "coach"}) {
        const auto page = as(who).get("/my-day");
        EXPECT_TRUE(shows(page, "Lesson together")) << who;
        EXPECT_TRUE(shows(page, "Math 7B"));
        EXPECT_FALSE(shows(page, "fractions as a film")) << "the goal stays on the lesson's own page";
    }
    EXPECT_FALSE(shows(as("cio").get("/my-day"), "Math 7B"));
    EXPECT_FALSE(shows(as("student").get("/my-day"), "Math 7B"));
    now += std::chrono::days(2);
    EXPECT_TRUE(shows(as("teacher").get("/my-day"), "Look back on the lesson"));
}

TEST_ON_EVERY_BACKEND(LessonPages, OneThatWaitsIsInTheDayOfWhoMayTakeIt, Lessons) {
    asked();
    EXPECT_TRUE(shows(as("coach").get("/my-day"), "1 lesson waits for a specialist"));
    EXPECT_FALSE(shows(as("tech").get("/my-day"), "waits for a specialist"));
}

TEST(ConflictUntil, IsTwoYearsAfterTheLastLessonToTheDay) {
    const auto day = [](const char* text) { return *base::parse_day(text); };
    EXPECT_EQ(coaching::conflict_until(day("2026-03-10")), day("2028-03-10"));
    EXPECT_EQ(coaching::conflict_until(day("2024-02-29")), day("2026-02-28"));
}

TEST_ON_EVERY_BACKEND(LessonPages, WhoeverCoachedIsNoEvaluatorAndWhoeverEvaluatesIsNoCoach, Lessons) {
    licensed("coach", "administrator", "2030-06-30");
    licensed("coach", "evaluator_training", "2030-06-30");
    const http::TestClient::FormFields evaluator{{"from_email", "nora@riverbend.example"}, {"to_email", "leo@riverbend.example"}, {"kind", "evaluator_licensed"},
                                                 {"from", "2026-03-09"}, {"basis", "Board"}};
    const auto address = booked();
    const auto refused = as("cio").post("/settings/supervision", evaluator);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "until Friday, 10 March 2028"));
    ASSERT_EQ(post("coach", address, "/cancel", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(as("cio").post("/settings/supervision", evaluator).status, 303) << "they never had one together";
    EXPECT_EQ(as("teacher").get("/lessons/new?class=" + class_id).body.find("name=\"time\""), std::string::npos) << "and now nobody may come";
}

TEST_ON_EVERY_BACKEND(LessonPages, WhatWasTaughtIsNeitherCancelledNorMovedNorHandedOver, Lessons) {
    const auto address = booked();
    now += std::chrono::days(2);
    EXPECT_EQ(post("coach", address, "/cancel", {{"confirmed", "1"}}).status, 409);
    EXPECT_EQ(post("teacher", address, "/move", {{"time", "1|2026-03-12|540|590"}}).status, 409);
    EXPECT_EQ(post("coach", address, "/hand-over", {{"who", std::to_string(account("web").value)}}).status, 409);
    EXPECT_EQ(text_of_store("SELECT state FROM coaching_lesson"), "booked");
}

TEST_ON_EVERY_BACKEND(LessonPages, AnEvaluatorWhoIsASpecialistLearnsNothingOfWhatTheTeacherAsksFor, Lessons) {
    licensed("coach", "administrator", "2030-06-30");
    licensed("coach", "evaluator_training", "2030-06-30");
    const auto address = asked();
    EXPECT_TRUE(shows(as("coach").get("/lessons"), "Math 7B"));
    // From next week on: lessons of those days are offered already.
    EXPECT_EQ(as("cio").post("/settings/supervision", {{"from_email", "nora@riverbend.example"}, {"to_email", "leo@riverbend.example"}, {"kind", "evaluator_licensed"},
                                                       {"from", "2026-03-16"}, {"basis", "Board"}}).status, 303);
    EXPECT_FALSE(shows(as("coach").get("/lessons"), "Math 7B"));
    EXPECT_FALSE(shows(as("coach").get("/my-day"), "waits for a specialist"));
    EXPECT_EQ(as("coach").get(address + "/take").status, 404);
}

TEST_ON_EVERY_BACKEND(LessonPages, AFeedEndsWithTheAccount, Lessons) {
    booked();
    const auto page = as("teacher").post("/lessons/feed");
    const auto at = page.body.find("/lessons/feed/");
    const auto address = page.body.substr(at, page.body.find(".ics", at) + 4 - at);
    ASSERT_EQ(as("nobody").get(address).status, 200);
    EXPECT_TRUE(shows(as("nobody").get(address), "Clase con tecnología")) << "in the language of whose it is";
    write([&](db::Write& db) { db.query("UPDATE auth_account SET disabled_at = 1 WHERE id = :id").bind("id", account("teacher")).run(); });
    EXPECT_EQ(as("nobody").get(address).status, 404);
}
