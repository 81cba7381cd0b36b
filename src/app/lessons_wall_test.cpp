// Nobody but the two of a lesson reaches it: not by page, search, API, list, record or backup (docs/policies/coaching.md, clauses 1 and 2).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "app/archive.h"
#include "app/backup.h"
#include "coaching/testing_lessons.h"
#include "db/dump.h"

using coaching::testing::Lessons;
namespace fs = std::filesystem;

namespace {

class LessonsWall : public Lessons {
public:
    LessonsWall() {
        address = booked();
        EXPECT_EQ(as("teacher").post(address + "/notes", {{"note", "an unusual sentence of Leo"}, {"shared", "1"}}).status, 303);
    }
    static bool tells(const std::string& body) {
        for (auto words : {"fractions as a film", "an unusual sentence", "Math 7B"}) {
            if (body.find(words) != std::string::npos) return true;
        }
        return false;
    }
    std::string address;
};

}  // namespace

TEST_ON_EVERY_BACKEND(LessonsWall, EveryPageOfALessonIsNotFoundForEverybodyElse, LessonsWall) {
    for (auto who : {"cio", "tech", "data", "web", "student"}) {
        EXPECT_EQ(as(who).get(address).status, 404) << who;
        EXPECT_EQ(as(who).get(address + "/lesson.ics").status, 404) << who;
        EXPECT_EQ(as(who).post(address + "/plan", {{"seen", "2"}, {"goal", "x"}}).status, 404) << who;
        EXPECT_EQ(as(who).post(address + "/notes", {{"note", "x"}}).status, 404) << who;
        EXPECT_EQ(as(who).post(address + "/cancel", {{"seen", "2"}, {"confirmed", "1"}}).status, 404) << who;
        EXPECT_EQ(as(who).post(address + "/notes/1/removal", {{"confirmed", "1"}}).status, 404) << who;
        EXPECT_FALSE(tells(as(who).get("/lessons").body)) << who;
    }
    EXPECT_EQ(as("cio").get(address + "/take").status, 404) << "it is booked, whatever the CIO may do";
    EXPECT_EQ(as("nobody").get(address).status, 303) << "to sign-in";
}

TEST_ON_EVERY_BACKEND(LessonsWall, AnAdministratorWithEveryPermissionFindsItNowhere, LessonsWall) {
    const auto waiting = asked();
    run_jobs();
    for (auto page : {"/search?q=fractions", "/search?q=unusual", "/search?q=Math", "/audit", "/audit.csv", "/audit/access", "/overview", "/lessons", "/lessons/plan", "/lessons/settings", "/settings/mail/outbox",
                      "/jobs", "/queue", "/queue.csv", "/people", "/my-day", "/org-chart", "/settings/supervision/report", "/api/v1/openapi.json", "/api/v1/requests"}) {
        const auto answer = as("cio").get(page);
        EXPECT_EQ(answer.status, 200) << page << ": a page that does not open proves nothing";
        EXPECT_FALSE(tells(answer.body)) << page;
    }
    EXPECT_EQ(as("cio").get(waiting).status, 404);
    as("cio").post("/lessons/plan/proposal");
    EXPECT_FALSE(tells(as("cio").get("/lessons/plan").body));
}

TEST_ON_EVERY_BACKEND(LessonsWall, TheTeachersEvaluatorFindsItNowhere, LessonsWall) {
    licensed("tech2", "administrator", "2030-06-30");
    licensed("tech2", "evaluator_training", "2030-06-30");
    ASSERT_EQ(as("cio").post("/settings/supervision", {{"from_email", "omar@riverbend.example"}, {"to_email", "leo@riverbend.example"}, {"kind", "evaluator_licensed"}, {"from", "2026-03-09"}, {"basis", "Board"}}).status, 303);
    for (auto page : {"/evaluations", "/my-day", "/search?q=fractions", "/org-chart", "/lessons"}) {
        const auto answer = as("tech2").get(page);
        EXPECT_EQ(answer.status, 200) << page;
        EXPECT_FALSE(tells(answer.body)) << page;
    }
    EXPECT_EQ(as("tech2").get(address).status, 404);
    ASSERT_EQ(as("tech2").post("/evaluations", {{"subject", std::to_string(account("teacher").value)}}).status, 303);
    EXPECT_FALSE(tells(as("tech2").get("/evaluations").body));
}

TEST_ON_EVERY_BACKEND(LessonsWall, NothingOfItIsInTheDistrictsOwnDatabase, LessonsWall) {
    asked();
    run_jobs();
    const auto everything = read([](db::Read& db) {
        std::ostringstream out;
        db::dump(db, out);
        return std::move(out).str();
    });
    EXPECT_NE(everything.find("leo@riverbend.example"), std::string::npos) << "this is the whole of it";
    EXPECT_FALSE(everything.find("fractions as a film") != std::string::npos || everything.find("an unusual sentence") != std::string::npos);
    const auto found = read([](db::Read& db) { return db.query("SELECT count(*) FROM search_document WHERE text LIKE '%film%' OR title LIKE '%Math 7B%'").one_integer(); });
    EXPECT_EQ(found, 0);
}

TEST_ON_EVERY_BACKEND(LessonsWall, ABackupHoldsNeitherTheirWordsNorTheKey, LessonsWall) {
    app::Configuration settings;
    settings.data = fs::path(house().files().folder()).parent_path();
    const auto file = settings.data + "/district.backup";
    app::back_up(house(), settings, file);
    const auto dump = app::ArchiveReader(file).read("stores/coaching.dump");
    std::ifstream key(settings.data + "/coaching.key", std::ios::binary);
    const std::string secret{std::istreambuf_iterator<char>(key), {}};
    ASSERT_FALSE(secret.empty());
    EXPECT_EQ(dump.find(secret), std::string::npos);
    EXPECT_NE(dump.find("coaching_note"), std::string::npos) << "this is the store";
    EXPECT_EQ(dump.find("fractions as a film"), std::string::npos);
    EXPECT_EQ(dump.find("an unusual sentence"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(LessonsWall, WithoutTheKeyThePageSaysSoAndTimesStillShow, LessonsWall) {
    auto services = house().services();
    for (auto& store : services.stores) store.secrets = nullptr;
    http::TestClient teacher(services, app::rooms().routes, [this] { return now; }, viewer("teacher"));
    auto page = teacher.get(address);
    EXPECT_TRUE(shows(page, "its key is not on this server"));
    EXPECT_TRUE(shows(page, "Tuesday, 10 March"));
    EXPECT_FALSE(page.body.find("fractions as a film") != std::string::npos);
    EXPECT_EQ(teacher.post(address + "/notes", {{"note", "new"}}).status, 409);
    EXPECT_EQ(teacher.post(address + "/cancel", {{"seen", seen("teacher", address)}, {"confirmed", "1"}}).status, 303) << "a date is cancelled without it";
}
