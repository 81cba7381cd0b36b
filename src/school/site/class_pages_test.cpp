#include <gtest/gtest.h>

#include "site/testing_classes.h"
#include "world/browser.h"

using site::testing::Classes;

namespace {
std::string path_of(roster::ClassId id) { return "/website/classes/" + std::to_string(id.value); }
}  // namespace

TEST_ON_EVERY_BACKEND(ClassSpaces, EverybodyIsLedToTheirOwnClasses, Classes) {
    link(algebra, "https://lms.example.org/course/7");
    auto student = as("student").get("/classes");
    EXPECT_TRUE(shows(student, "href=\"https://lms.example.org/course/7\""));
    EXPECT_TRUE(shows(student, "Opens in lms.example.org"));
    EXPECT_TRUE(shows(student, "No page is known for this class yet. Ask Leo Peña."));
    EXPECT_TRUE(shows(student, "Choir"));
    EXPECT_TRUE(shows(as("teacher").get("/classes"), "href=\"https://lms.example.org/course/7\""));
    EXPECT_TRUE(shows(as("teacher", html::Language::es).get("/classes"), "Clases que usted imparte"));
    EXPECT_TRUE(shows(as("data").get("/classes"), "No classes here"));
    EXPECT_EQ(as("nobody").get("/classes").status, 303);
}

TEST_ON_EVERY_BACKEND(ClassSpaces, AGuardianSeesThoseOfTheirStudentsAndItIsWrittenDown, Classes) {
    link(algebra, "https://lms.example.org/course/7");
    auto page = as("coach").get("/classes");
    EXPECT_TRUE(shows(page, "Classes of Ana Silva"));
    EXPECT_TRUE(shows(page, "href=\"https://lms.example.org/course/7\""));
    EXPECT_EQ(count("SELECT count(*) FROM auth_access WHERE subject_kind = 'person' AND purpose = 'classes'"), 1);
    as("student").get("/classes");
    EXPECT_EQ(count("SELECT count(*) FROM auth_access WHERE subject_kind = 'person' AND purpose = 'classes'"), 1) << "one's own are no access to another's record";
    write([](db::Write& db) { db.query("UPDATE roster_guardian SET active = 0").run(); });
    EXPECT_TRUE(shows(as("coach").get("/classes"), "No classes here"));
    write([](db::Write& db) { db.query("UPDATE roster_guardian SET active = 1, relation = 'relative'").run(); });
    EXPECT_FALSE(shows(as("coach").get("/classes"), "Ana"));
}

TEST_ON_EVERY_BACKEND(ClassSpaces, NobodyIsLedToADeadPage, Classes) {
    link(algebra, "https://lms.example.org/course/7");
    write([](db::Write& db) { db.query("UPDATE site_class_link SET state = 'dead'").run(); });
    auto page = as("student").get("/classes");
    EXPECT_FALSE(shows(page, "lms.example.org"));
    EXPECT_TRUE(shows(page, "The page that was known for this class is gone. Ask Leo Peña."));
    EXPECT_TRUE(shows(as("teacher").get("/classes"), "/requests/new"));
}

TEST_ON_EVERY_BACKEND(ClassSpaces, AClassOfAnEndedTermIsNotShown, Classes) {
    write([&](db::Write& db) {
        auto session = db.query("INSERT INTO roster_session (source, title, type, start_on, end_on) VALUES ('manual', 'Fall', 'term', '2025-08-01', '2025-12-20') RETURNING id").one_integer();
        db.query("INSERT INTO roster_class_session (class_id, session_id) VALUES (:class, :session)").bind("class", algebra).bind("session", session).run();
    });
    EXPECT_FALSE(shows(as("student").get("/classes"), "Algebra"));
    EXPECT_FALSE(shows(as("web").get("/website/classes"), "Algebra"));
}

TEST_ON_EVERY_BACKEND(ClassCoverage, IsForThoseWhoKeepTheLinksAtTheirSchools, Classes) {
    link(botany, "https://lms.example.org/b");
    auto all = as("web").get("/website/classes");
    EXPECT_TRUE(shows(all, "Algebra"));
    EXPECT_TRUE(shows(all, "Choir"));
    EXPECT_TRUE(shows(as("web").get("/website/classes?show=missing"), "Algebra"));
    EXPECT_FALSE(shows(as("web").get("/website/classes?show=missing"), "Botany"));
    EXPECT_FALSE(shows(as("web").get("/website/classes?show=dead"), "Botany"));
    auto north_only = as("tech2").get("/website/classes");
    EXPECT_TRUE(shows(north_only, "Algebra"));
    EXPECT_FALSE(shows(north_only, "Choir"));
    EXPECT_FALSE(shows(as("tech2").get("/website/classes?school=" + std::to_string(south.value)), "Choir"));
    EXPECT_EQ(as("tech2").get(path_of(choir)).status, 404);
    EXPECT_EQ(as("tech2").post(path_of(choir), {{"url", "https://lms.example.org/x"}, {"seen", "0"}}).status, 404);
    EXPECT_EQ(as("tech2").post(path_of(algebra), {{"url", "https://lms.example.org/x"}, {"seen", "0"}}).status, 303);
    EXPECT_EQ(url(algebra), "https://lms.example.org/x");
    for (const auto* stranger : {"teacher", "student", "coach"}) {
        EXPECT_EQ(as(stranger).get("/website/classes").status, 403) << stranger;
        EXPECT_EQ(as(stranger).post(path_of(algebra), {{"url", "https://lms.example.org/y"}, {"seen", "1"}}).status, 403) << stranger;
    }
}

TEST_ON_EVERY_BACKEND(ClassCoverage, PagesThroughManyClasses, Classes) {
    write([&](db::Write& db) {
        for (int i = 0; i < 60; ++i) add_class(db, "Drama " + std::to_string(100 + i), north, "", "");
    });
    auto first = as("web").get("/website/classes");
    EXPECT_TRUE(shows(first, "Algebra"));
    EXPECT_FALSE(shows(first, "Drama 159"));
    const auto begin = first.body.find("rel=\"next\" href=\"") + 17;
    auto next = first.body.substr(begin, first.body.find('"', begin) - begin);
    for (auto at = next.find("&amp;"); at != std::string::npos; at = next.find("&amp;")) next.replace(at, 5, "&");
    EXPECT_TRUE(shows(as("web").get(next), "Drama 159"));
    EXPECT_FALSE(shows(as("web").get(next), "Algebra"));
}

TEST_ON_EVERY_BACKEND(ClassLinks, ALinkIsSetChangedAndTakenAwayByHand, Classes) {
    auto page = path_of(algebra);
    EXPECT_EQ(as("web").post(page, {{"url", "lms.example.org"}, {"seen", "0"}}).status, 422);
    EXPECT_TRUE(shows(as("web").post(page, {{"url", "lms.example.org"}, {"seen", "0"}}), "beginning with https://"));
    EXPECT_EQ(as("web").post(page, {{"url", "https://lms.example.org/1"}, {"provider", "Campus"}, {"seen", "0"}}).status, 303);
    EXPECT_TRUE(shows(as("student").get("/classes"), "Opens in Campus"));
    auto late = as("tech2").post(page, {{"url", "https://lms.example.org/2"}, {"seen", "0"}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "https://lms.example.org/2")) << "what was typed is kept";
    EXPECT_TRUE(shows(late, "It is now: https://lms.example.org/1"));
    EXPECT_EQ(as("tech2").post(page, {{"url", "https://lms.example.org/2"}, {"seen", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("web").post(page + "/removal"), "Take the link of this class away?"));
    EXPECT_EQ(url(algebra), "https://lms.example.org/2");
    EXPECT_EQ(as("web").post(page + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(url(algebra), "none");
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE subject_kind = 'class_link'"), 3);
    EXPECT_TRUE(shows(as("cio").get("/audit"), "Page of a class taken away"));
}

TEST_ON_EVERY_BACKEND(ClassPatterns, AreShownBeforeTheyFillAllClasses, Classes) {
    link(botany, "https://elsewhere.example.org/b");
    const std::string pattern = "https://lms.example.org/course/{sourcedId}";
    auto preview = as("web").post("/website/classes/patterns", {{"pattern", pattern}, {"provider", "Campus"}, {"seen", "0"}});
    EXPECT_TRUE(shows(preview, "https://lms.example.org/course/c-1"));
    EXPECT_TRUE(shows(preview, "1 class gets a link."));
    EXPECT_TRUE(shows(preview, "1 class keeps the link"));
    EXPECT_TRUE(shows(preview, "1 class stays without")) << "Choir has no id";
    EXPECT_EQ(url(algebra), "none") << "a preview changes nothing";
    EXPECT_EQ(as("web").post("/website/classes/patterns", {{"pattern", pattern}, {"provider", "Campus"}, {"seen", "0"}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(url(algebra), "https://lms.example.org/course/c-1");
    EXPECT_EQ(url(botany), "https://elsewhere.example.org/b") << "set by hand goes before a pattern";
    EXPECT_EQ(url(choir), "none");
    EXPECT_TRUE(shows(as("web").get("/website/classes/patterns"), "course/{sourcedId}"));
    EXPECT_TRUE(shows(as("web", html::Language::es).get("/website/classes/patterns/edit"), "Patrón"));
    auto late = as("web").post("/website/classes/patterns", {{"pattern", pattern + "/x"}, {"seen", "0"}, {"confirmed", "1"}});
    EXPECT_EQ(late.status, 409);
}

TEST_ON_EVERY_BACKEND(ClassPatterns, ASchoolsOwnGoesBeforeTheDistricts, Classes) {
    const auto school = std::to_string(north.value);
    const auto save = [&](const char* who, const std::string& where, const std::string& pattern) {
        return as(who).post("/website/classes/patterns", {{"school", where}, {"pattern", pattern}, {"seen", "0"}, {"confirmed", "1"}}).status;
    };
    EXPECT_EQ(save("tech2", school, "https://north.example.org/{code}"), 303);
    EXPECT_EQ(save("tech2", "", "https://lms.example.org/{code}"), 403) << "the district's is not theirs";
    EXPECT_EQ(save("tech2", std::to_string(south.value), "https://lms.example.org/{code}"), 403);
    EXPECT_EQ(save("web", "", "https://lms.example.org/{code}"), 303);
    EXPECT_EQ(url(algebra), "https://north.example.org/ALG");
    EXPECT_EQ(save("web", school, "https://north.example.org/"), 422);
    EXPECT_TRUE(shows(as("web").post("/website/classes/patterns/removal", {{"school", school}}), "Take this pattern away"));
    EXPECT_EQ(as("web").post("/website/classes/patterns/removal", {{"school", school}, {"confirmed", "1"}}).status, 303);
    EXPECT_EQ(url(algebra), "none");
    EXPECT_EQ(as("web").post("/website/classes/patterns/removal", {{"school", school}, {"confirmed", "1"}}).status, 404);
}

TEST_ON_EVERY_BACKEND(ClassPatterns, FillWhatARosterBrings, Classes) {
    as("web").post("/website/classes/patterns", {{"pattern", "https://lms.example.org/{code}"}, {"seen", "0"}, {"confirmed", "1"}});
    roster::ClassId drama;
    write([&](db::Write& db) {
        drama = add_class(db, "Drama", south, "DRA", "c-9");
        site::fill_soon(db, now);
    });
    run_jobs();
    EXPECT_EQ(url(drama), "https://lms.example.org/DRA");
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE action = 'set_by_pattern'"), 3);
    write([&](db::Write& db) { site::fill_soon(db, now); });
    run_jobs();
    EXPECT_EQ(count("SELECT count(*) FROM auth_event WHERE action = 'set_by_pattern'"), 3) << "a second time changes nothing";
}

TEST_ON_EVERY_BACKEND(ClassImport, BringsLinksByIdAndByCode, Classes) {
    const std::string csv = "classSourcedId,classCode,url,provider\nc-1,,https://lms.example.org/1,Campus\n,BOT,https://lms.example.org/2,\n,XXX,https://lms.example.org/3,\nc-2,,notanaddress,\n";
    auto sent = as("web").upload("/imports", {{"kind", "class-links"}, {"mode", "lenient"}}, {{"file", "links.csv", "text/csv", csv}});
    EXPECT_EQ(sent.status, 303);
    run_jobs();
    auto report = as("web").get(location(sent));
    EXPECT_TRUE(shows(report, "reference.missing_target_record"));
    EXPECT_TRUE(shows(report, "row.invalid_url"));
    EXPECT_TRUE(shows(report, "Pages of classes"));
    EXPECT_EQ(url(algebra), "none") << "a dry run changes nothing";
    EXPECT_EQ(as("web").post(location(sent) + "/application").status, 303);
    run_jobs();
    EXPECT_EQ(url(algebra), "https://lms.example.org/1");
    EXPECT_EQ(url(botany), "https://lms.example.org/2");
}

TEST_ON_EVERY_BACKEND(ClassCheck, FindsDeadLinksAndSaysSinceWhen, Classes) {
    link(algebra, "https://lms.example.org/1");
    link(botany, "https://lms.example.org/2");
    answer([](const std::string& asked) { return asked.ends_with("/1") ? page(404, asked) : page(200, "https://login.example.org/"); });
    auto started = as("web").post("/website/classes/check");
    EXPECT_EQ(started.status, 303);
    run_jobs();
    EXPECT_EQ(state(algebra), "dead");
    EXPECT_EQ(state(botany), "sign_in");
    EXPECT_TRUE(shows(as("web").get(location(started)), "Done"));
    auto list = as("web").get("/website/classes?show=dead");
    EXPECT_TRUE(shows(list, "Algebra"));
    EXPECT_TRUE(shows(list, "answer 404"));
    EXPECT_FALSE(shows(list, "Botany"));
    EXPECT_TRUE(shows(as("student").get("/classes"), "https://lms.example.org/2"));
    EXPECT_TRUE(shows(as("web", html::Language::es).get("/website/classes?show=dead"), "Roto"));
}

TEST_ON_EVERY_BACKEND(ClassCheck, LooksOnceAWeekAndAtTheDeadEachDay, Classes) {
    link(algebra, "https://lms.example.org/1");
    link(botany, "https://lms.example.org/2");
    int asked = 0;
    answer([&](const std::string& url) {
        ++asked;
        return url.ends_with("/1") ? page(404, url) : page(200, url);
    });
    run_jobs();  // the schedule begins
    now += std::chrono::hours(25);
    run_jobs();
    EXPECT_EQ(asked, 2);
    now += std::chrono::hours(24);
    run_jobs();
    EXPECT_EQ(asked, 3) << "the dead one again";
    now += std::chrono::hours(24 * 6);
    run_jobs();
    EXPECT_EQ(asked, 5);
}

TEST_ON_EVERY_BACKEND(ClassCheck, LeavesASilentHostAlone, Classes) {
    write([&](db::Write& db) {
        for (int i = 0; i < 10; ++i) site::set_link(db, auth::Viewer::system(), now, add_class(db, "Drama", north, "", ""), {"https://lms.example.org/" + std::to_string(i), "", "person"});
    });
    int asked = 0;
    answer([&](const std::string&) {
        ++asked;
        http::Fetched silent;
        silent.trouble = http::FetchTrouble::timed_out;
        return silent;
    });
    as("web").post("/website/classes/check");
    run_jobs();
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(count("SELECT count(*) FROM site_class_link WHERE state = 'unknown'"), 3);
    EXPECT_EQ(count("SELECT count(*) FROM site_class_link WHERE state = 'unchecked'"), 7);
}

TEST_ON_EVERY_BACKEND(ClassCheck, OfASchoolLooksAtItsOwnLinks, Classes) {
    link(algebra, "https://lms.example.org/1");
    link(choir, "https://lms.example.org/2");
    answer([](const std::string& url) { return page(200, url); });
    EXPECT_EQ(as("tech2").post("/website/classes/check").status, 303);
    run_jobs();
    EXPECT_EQ(state(algebra), "alive");
    EXPECT_EQ(state(choir), "unchecked");
}
