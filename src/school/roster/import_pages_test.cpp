#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "imports/testing.h"
#include "roster/roster.h"
#include "world/browser.h"
#include "world/world.h"

namespace {
/// A CIO at the page on which files are brought in.
struct ImportPages : World {
    using Files = std::vector<std::pair<std::string, std::string>>;

    /// A district of one school with this many students.
    static Files district(int students) {
        std::string users = "sourcedId,username,givenName,familyName,password\n";
        std::string roles = "userSourcedId,orgSourcedId,role\n";
        for (int i = 1; i <= students; ++i) {
            auto id = std::to_string(i);
            users += id + ",s" + id + "@river.example,Student,Number" + id + ",hunter2\n";
            roles += id + ",10,student\n";
        }
        return {{"orgs.csv", "sourcedId,name,type,parentSourcedId\n10,River School,school,\n"}, {"users.csv", users}, {"roles.csv", roles}};
    }

    std::string send(const Files& files, const std::string& mode = "strict") {
        imports::testing::Folder folder;
        std::ifstream in(imports::testing::zip(folder, files), std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        auto answer = as("cio").upload("/imports", {{"kind", "roster"}, {"mode", mode}}, {{"file", "../roster.zip", "application/zip", bytes.str()}});
        EXPECT_EQ(answer.status, 303);
        return location(answer);
    }
    std::int64_t people() {
        return read([](db::Read& db) { return db.query("SELECT count(*) FROM roster_person WHERE active = 1 AND source = 'roster'").one_integer(); });
    }
};
}  // namespace

TEST_ON_EVERY_BACKEND(ImportPages, SendingAFileShowsWhatWouldChangeAndChangesNothing, ImportPages) {
    auto page = send(district(3));
    EXPECT_TRUE(shows(as("cio").get(page), "Being checked"));
    run_jobs();
    auto ready = as("cio").get(page);
    EXPECT_TRUE(shows(ready, "Nothing was changed yet"));
    EXPECT_TRUE(shows(ready, "schema.secret_column"));
    EXPECT_FALSE(shows(ready, "hunter2"));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get(page), "Una columna con secretos, no se guarda"));
    EXPECT_EQ(people(), 0);
}

TEST_ON_EVERY_BACKEND(ImportPages, ThenAButtonBringsItIn, ImportPages) {
    auto page = send(district(3));
    run_jobs();
    EXPECT_EQ(as("cio").post(page + "/application").status, 303);
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get(page), "This was brought in."));
    EXPECT_EQ(people(), 3);
    EXPECT_TRUE(shows(as("cio").get("/imports"), "roster.zip"));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get(page), "Se incorporó."));
    EXPECT_EQ(as("cio").post(page + "/application").status, 409) << "only once";
}

TEST_ON_EVERY_BACKEND(ImportPages, MassEndingsWaitForAnExplicitWord, ImportPages) {
    auto first = send(district(20));
    run_jobs();
    as("cio").post(first + "/application");
    run_jobs();
    auto second = send(district(10));
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get(second), "More than a tenth"));
    as("cio").post(second + "/application");
    run_jobs();
    EXPECT_EQ(people(), 20);
    as("cio").post(second + "/application", {{"confirm_ends", "1"}});
    run_jobs();
    EXPECT_EQ(people(), 10);
}

TEST_ON_EVERY_BACKEND(ImportPages, ProblemsAreFilteredByCodeAndDownloaded, ImportPages) {
    auto files = district(2);
    files[2].second += "9,10,student\n1,99,student\n";
    auto page = send(files);
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get(page), "Refused"));
    auto filtered = as("cio").get(page + "?code=reference.missing_target_record");
    EXPECT_TRUE(shows(filtered, "roles.csv"));
    EXPECT_FALSE(shows(filtered, "no passwords in a file"));
    auto csv = as("cio").get(page + "/problems.csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_NE(csv.body.find("reference.missing_target_record,roles.csv,4"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(ImportPages, AFileThatIsNoneIsRefusedWithAReason, ImportPages) {
    auto answer = as("cio").upload("/imports", {{"kind", "roster"}}, {{"file", "notes.txt", "text/plain", "hello"}});
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get(location(answer)), "package.unknown_format"));
    EXPECT_EQ(as("cio").upload("/imports", {{"kind", "roster"}}, {}).status, 422);
}

TEST_ON_EVERY_BACKEND(ImportPages, AWaitingImportCanBeCancelled, ImportPages) {
    auto page = send(district(2));
    run_jobs();
    as("cio").post(page + "/cancellation");
    EXPECT_TRUE(shows(as("cio").get(page), "Cancelled"));
    EXPECT_EQ(as("cio").post(page + "/application").status, 409);
    EXPECT_EQ(people(), 0);
}

TEST_ON_EVERY_BACKEND(ImportPages, AreForThoseWhoMayImport, ImportPages) {
    auto page = send(district(2));
    for (auto path : {std::string("/imports"), std::string("/imports/new")}) {
        EXPECT_EQ(as("coach").get(path).status, 403) << path;
        EXPECT_EQ(as("cio").get(path).status, 200) << path;
    }
    EXPECT_EQ(as("tech").get(page).status, 404);
    EXPECT_EQ(as("tech").upload("/imports", {{"kind", "roster"}}, {{"file", "a.zip", "", "x"}}).status, 403);
}
