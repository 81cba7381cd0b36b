#include <gtest/gtest.h>

#include "base/text.h"
#include "site/directory_keep.h"
#include "world/world.h"

namespace {
struct StaffDirectory : World {
    void open(bool with_email = false) {
        write([&](db::Write& db) { site::save_directory_settings(db, auth::Viewer::system(), now, {true, with_email}); });
    }
    roster::PersonId add(std::string given, std::string family, roster::Role role, roster::OrgId school) {
        return write([&](db::Write& db) {
            return roster::create_person(db, auth::Viewer::system(), now, {.given_name = given, .family_name = family, .email = base::fold(given) + "@riverbend.example", .role = role, .school = school});
        });
    }
};
}  // namespace

TEST_ON_EVERY_BACKEND(StaffDirectory, IsOffUntilTheWebmasterSwitchesItOn, StaffDirectory) {
    EXPECT_EQ(as("nobody").get("/staff").status, 404);
    EXPECT_TRUE(shows(as("web").get("/website/directory"), "Not public"));
    EXPECT_EQ(as("tech").get("/website/directory").status, 403);
    EXPECT_EQ(as("tech").post("/website/directory", {{"on", "1"}, {"seen", "00"}}).status, 403);
    EXPECT_EQ(as("web").post("/website/directory", {{"on", "1"}, {"seen", "00"}}).status, 303);
    EXPECT_EQ(as("web").post("/website/directory", {{"seen", "00"}}).status, 409) << "the page showed that it was off";
    auto page = as("nobody").get("/staff");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Leo Peña"));
    EXPECT_TRUE(shows(page, "Teacher"));
    EXPECT_TRUE(shows(page, "North School"));
    EXPECT_FALSE(shows(page, "Ana Silva")) << "students never";
    EXPECT_TRUE(shows(as("nobody").get("/es/staff"), "Docente"));
    EXPECT_TRUE(shows(as("cio").get("/audit"), "Staff directory switched"));
}

TEST_ON_EVERY_BACKEND(StaffDirectory, ShowsMailOnlyWhenTheDistrictSaysSo, StaffDirectory) {
    add("Mia", "Adams", roster::Role::teacher, north);
    open();
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "mia@riverbend.example"));
    open(true);
    EXPECT_TRUE(shows(as("nobody").get("/staff"), "href=\"mailto:mia@riverbend.example\""));
}

TEST_ON_EVERY_BACKEND(StaffDirectory, IsPickedBySchoolAndLetterInTheAddress, StaffDirectory) {
    add("Mia", "Adams", roster::Role::counselor, south);
    add("Éva", "Álvarez", roster::Role::teacher, north);
    open();
    EXPECT_TRUE(shows(as("nobody").get("/staff/south-school"), "Mia Adams"));
    EXPECT_FALSE(shows(as("nobody").get("/staff/south-school"), "Leo Peña"));
    auto letter = as("nobody").get("/staff/all/a");
    EXPECT_TRUE(shows(letter, "Mia Adams"));
    EXPECT_TRUE(shows(letter, "Éva Álvarez"));
    EXPECT_FALSE(shows(letter, "Leo Peña"));
    EXPECT_FALSE(shows(as("nobody").get("/staff/north-school/a"), "Mia Adams"));
    for (const auto* wrong : {"/staff/west-school", "/staff/all/A", "/staff/all/ab", "/staff/all/all/0", "/staff/all/all/2", "/staff/all/all/x"}) EXPECT_EQ(as("nobody").get(wrong).status, 404) << wrong;
}

TEST_ON_EVERY_BACKEND(StaffDirectory, IsSearchedByNameOnTheSearchOfTheSite, StaffDirectory) {
    add("Éva", "Álvarez", roster::Role::teacher, north);
    EXPECT_FALSE(shows(as("nobody").get("/find?q=alvarez"), "Éva Álvarez")) << "off";
    open();
    EXPECT_TRUE(shows(as("nobody").get("/find?q=alvarez"), "Éva Álvarez"));
    EXPECT_TRUE(shows(as("nobody").get("/es/find?q=eva+alv"), "Éva Álvarez"));
    EXPECT_FALSE(shows(as("nobody").get("/find?q=lvarez"), "Éva Álvarez")) << "words from their beginning";
    EXPECT_FALSE(shows(as("nobody").get("/find?q=silva"), "Ana Silva")) << "students never";
}

TEST_ON_EVERY_BACKEND(StaffDirectory, LeavesOutWhoMustNotBeFound, StaffDirectory) {
    const auto mia = add("Mia", "Adams", roster::Role::teacher, north);
    open();
    EXPECT_TRUE(shows(as("web").get("/website/directory?q=adams"), "Mia Adams"));
    const auto id = std::to_string(mia.value);
    EXPECT_EQ(as("web").post("/website/directory/left-out", {{"person", id}}).status, 303);
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "Mia Adams"));
    EXPECT_TRUE(shows(as("web").get("/website/directory"), "Mia Adams"));
    EXPECT_EQ(as("web").post("/website/directory/left-out/" + id + "/end").status, 303);
    EXPECT_TRUE(shows(as("nobody").get("/staff"), "Mia Adams"));
    EXPECT_EQ(as("web").post("/website/directory/left-out", {{"person", std::to_string(person("student").value)}}).status, 404);
    EXPECT_EQ(as("web").post("/website/directory/left-out", {{"person", "x"}}).status, 422);
    EXPECT_EQ(as("tech").post("/website/directory/left-out", {{"person", id}}).status, 403);
}

TEST_ON_EVERY_BACKEND(StaffDirectory, LooksAtEveryRoleOfAPerson, StaffDirectory) {
    const auto pupil = add("Ida", "Adams", roster::Role::student, north);
    const auto former = add("Max", "Adams", roster::Role::aide, north);
    const auto parent = add("Zoe", "Adams", roster::Role::guardian, north);
    const auto give = [&](roster::PersonId person, const std::string& role) {
        write([&](db::Write& db) {
            db.query("INSERT INTO roster_person_org (source, person_id, org_id, role) VALUES ('test', :person, :org, :role)").bind("person", person).bind("org", south).bind("role", role).run();
        });
    };
    give(pupil, "aide");
    give(former, "student");
    give(parent, "aide");
    open();
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "Ida Adams")) << "a student who helps is a student";
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "Max Adams")) << "whichever role comes first";
    EXPECT_TRUE(shows(as("nobody").get("/staff"), "Zoe Adams"));
    EXPECT_FALSE(shows(as("web").get("/website/directory?q=adams"), "Ida Adams"));
    EXPECT_TRUE(shows(as("web").get("/website/directory?q=adams"), "Zoe Adams"));
    EXPECT_EQ(as("web").post("/website/directory/left-out", {{"person", std::to_string(pupil.value)}}).status, 404);
    EXPECT_EQ(as("web").post("/website/directory/left-out", {{"person", std::to_string(parent.value)}}).status, 303);
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "Zoe Adams"));
    EXPECT_FALSE(shows(as("web").get("/website/directory?q=adams"), "value=\"" + std::to_string(parent.value) + "\"")) << "left out already";
}

TEST_ON_EVERY_BACKEND(StaffDirectory, HasOnlyPostsThatHoldToday, StaffDirectory) {
    const auto mia = add("Mia", "Adams", roster::Role::teacher, north);
    open();
    write([&](db::Write& db) { db.query("UPDATE roster_person_org SET end_on = '2026-03-09' WHERE person_id = :id").bind("id", mia).run(); });
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "Mia Adams")) << "its end is the first day on which it no longer holds";
    write([&](db::Write& db) { db.query("UPDATE roster_person_org SET end_on = '2026-03-10' WHERE person_id = :id").bind("id", mia).run(); });
    EXPECT_TRUE(shows(as("nobody").get("/staff"), "Mia Adams"));
    write([&](db::Write& db) { db.query("UPDATE roster_person SET active = 0 WHERE id = :id").bind("id", mia).run(); });
    EXPECT_FALSE(shows(as("nobody").get("/staff"), "Mia Adams"));
}

TEST_ON_EVERY_BACKEND(StaffDirectory, PagesThroughALargeDistrict, StaffDirectory) {
    write([&](db::Write& db) {
        for (int i = 0; i < 70; ++i) {
            roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Person", .family_name = "Number" + std::to_string(100 + i), .role = roster::Role::aide, .school = south});
        }
    });
    open();
    auto first = as("nobody").get("/staff/south-school");
    EXPECT_TRUE(shows(first, "70 entries"));
    EXPECT_TRUE(shows(first, "href=\"/staff/south-school/all/2\""));
    EXPECT_TRUE(shows(as("nobody").get("/staff/south-school/all/2"), "Number169"));
    EXPECT_FALSE(shows(first, "Number169"));
}
