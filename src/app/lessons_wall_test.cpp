// Nobody but the two of a lesson reaches it: not by page, search, API, list, record or backup (docs/policies/coaching.md, clauses 1 and 2).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/archive.h"
#include "app/backup.h"
#include "coaching/testing_lessons.h"

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
    for (auto page : {"/search?q=fractions", "/search?q=unusual", "/audit", "/overview", "/lessons", "/lessons/plan", "/lessons/settings", "/settings/mail/outbox", "/jobs", "/api/v1/openapi.json",
                      "/api/v1/lessons", "/api/v1/requests", "/queue", "/people"}) {
        EXPECT_FALSE(tells(as("cio").get(page).body)) << page;
    }
    run_jobs();
    EXPECT_FALSE(tells(as("cio").get("/jobs").body));
    EXPECT_FALSE(tells(as("cio").get("/settings/mail/outbox").body));
}

TEST_ON_EVERY_BACKEND(LessonsWall, NothingOfItIsInTheDistrictsOwnDatabase, LessonsWall) {
    run_jobs();
    const auto events = read([](db::Read& db) { return db.query("SELECT detail, why FROM auth_event").all([](const db::Row& row) { return std::string(row.text("detail")) + std::string(row.text("why")); }); });
    for (const auto& event : events) EXPECT_FALSE(event.find("film") != std::string::npos || event.find("unusual") != std::string::npos) << event;
    const auto found = read([](db::Read& db) { return db.query("SELECT count(*) FROM search_document WHERE kind LIKE '%lesson%'").one_integer(); });
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
