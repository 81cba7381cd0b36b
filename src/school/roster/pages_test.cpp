#include <gtest/gtest.h>

#include "base/error.h"
#include "roster/roster.h"
#include "world/browser.h"
#include "world/world.h"

using namespace roster;

namespace {
/// With three more people of the roster: Iris and Maria at North, Ben at South.
struct Schools : World {
    Schools() {
        write([&](db::Write& db) {
            auto system = auth::Viewer::system();
            iris = create_person(db, system, now, {"Iris", "Véga", "iris.vega@river.example", "ivega", Role::student, "07", north});
            create_person(db, system, now, {"Ben", "Cole", "", "bcole", Role::student, "08", south});
            lopez = create_person(db, system, now, {"Maria", "Lopez", "m.lopez@river.example", "mlopez", Role::teacher, "", north});
        });
    }
    /// May look people up at North only.
    auth::Viewer of_north() { return {account("tech"), "Dana", {{"roster.people", auth::ScopeKind::school, north.value}}, auth::Proof::session}; }
    std::string found(const auth::Viewer& who, const PeopleQuestion& question) {
        std::string names;
        for (const auto& line : read([&](db::Read& db) { return find_people(db, who, question); }).lines) names += line.name + ";";
        return names;
    }
    static std::string path(const std::string& before, std::int64_t id) { return before + std::to_string(id); }
    PersonId iris, lopez;
};
}  // namespace

TEST_ON_EVERY_BACKEND(People, AreFoundByTheBeginningOfAnyWordOfTheirName, Schools) {
    auto cio = viewer("cio");
    EXPECT_EQ(found(cio, {.text = "veg"}), "Iris Véga;");
    EXPECT_EQ(found(cio, {.text = "VÉGA ir"}), "Iris Véga;");
    EXPECT_EQ(found(cio, {.text = "iris.vega@riv"}), "Iris Véga;");
    EXPECT_EQ(found(cio, {.text = "bcol"}), "Ben Cole;");
    EXPECT_EQ(found(cio, {.text = "ega"}), "") << "not in the middle of a word";
    EXPECT_EQ(found(cio, {.text = "--"}), "");
    EXPECT_EQ(found(cio, {}), "Ben Cole;Maria Lopez;Leo Peña;Ana Silva;Iris Véga;");
    EXPECT_EQ(found(cio, {.school = south}), "Ben Cole;");
    EXPECT_EQ(found(cio, {.role = Role::student}), "Ben Cole;Ana Silva;Iris Véga;");
    EXPECT_EQ(found(cio, {.staff_only = true}), "Maria Lopez;Leo Peña;");
}

TEST_ON_EVERY_BACKEND(People, ArePagedByKey, Schools) {
    auto cio = viewer("cio");
    auto first = read([&](db::Read& db) { return find_people(db, cio, {.limit = 2}); });
    ASSERT_EQ(first.lines.size(), 2u);
    EXPECT_TRUE(first.more);
    EXPECT_EQ(found(cio, {.limit = 3, .after = first.lines.back().id}), "Leo Peña;Ana Silva;Iris Véga;");
}

TEST_ON_EVERY_BACKEND(People, AreSeenByStaffWithinTheirSchoolsAndByStudentsNotAtAll, Schools) {
    EXPECT_EQ(found(of_north(), {}), "Maria Lopez;Leo Peña;Ana Silva;Iris Véga;");
    EXPECT_EQ(found(viewer("student"), {}), "");
    EXPECT_EQ(found(auth::Viewer(), {}), "");
    auto ben = *read([](db::Read& db) { return match_person(db, "bcole"); });
    EXPECT_FALSE(read([&](db::Read& db) { return find_person(db, of_north(), ben); }));
    EXPECT_EQ(as("student").get("/people").status, 403);
    EXPECT_EQ(as("student").get(path("/people/", iris.value)).status, 404);
}

TEST_ON_EVERY_BACKEND(People, AreNotSeenByTheSchoolTheyLeft, Schools) {
    EXPECT_TRUE(read([&](db::Read& db) { return find_person(db, of_north(), iris); }));
    write([&](db::Write& db) {
        db.query("UPDATE roster_person_org SET active = 0 WHERE person_id = :person").bind("person", iris).run();
        db.query("INSERT INTO roster_person_org (source, person_id, org_id, role) VALUES ('test', :person, :org, 'student')").bind("person", iris).bind("org", south).run();
    });
    EXPECT_FALSE(read([&](db::Read& db) { return find_person(db, of_north(), iris); }));
    EXPECT_TRUE(read([&](db::Read& db) { return find_person(db, viewer("cio"), iris); }));
}

TEST_ON_EVERY_BACKEND(People, SeeThemselvesWhenTheirAccountIsLinked, Schools) {
    write([&](db::Write& db) { link_account(db, auth::Viewer::system(), now, iris, account("coach")); });
    EXPECT_TRUE(shows(as("coach").get(path("/people/", iris.value)), "Iris Véga"));
    EXPECT_EQ(read([&](db::Read& db) { return person_of(db, account("coach")); }), iris);
    EXPECT_EQ(read([&](db::Read& db) { return account_of(db, iris); }), account("coach"));
}

TEST_ON_EVERY_BACKEND(People, HaveOneAccountEach, Schools) {
    write([&](db::Write& db) { link_account(db, auth::Viewer::system(), now, iris, account("coach")); });
    EXPECT_THROW(write([&](db::Write& db) { link_account(db, auth::Viewer::system(), now, lopez, account("coach")); }), base::Conflict);
    EXPECT_THROW(write([&](db::Write& db) { link_account(db, auth::Viewer::system(), now, iris, account("web")); }), base::Conflict);
    EXPECT_THROW(write([&](db::Write& db) { link_account(db, viewer("tech"), now, lopez, account("web")); }), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(PeoplePage, ListsFiltersAndOpensAPerson, Schools) {
    auto page = as("tech").get("/people?q=veg");
    EXPECT_TRUE(shows(page, "Iris Véga"));
    EXPECT_FALSE(shows(page, "Maria Lopez"));
    EXPECT_TRUE(shows(as("tech").get("/people?q=zz"), "Nobody fits"));
    auto person = as("tech").get(path("/people/", iris.value));
    EXPECT_TRUE(shows(person, "North School"));
    EXPECT_TRUE(shows(person, "ivega"));
    EXPECT_TRUE(shows(as("tech", html::Language::es).get("/people"), "Personas"));
    EXPECT_TRUE(shows(as("tech").get("/people/suggestions?q=iris"), "\"label\":\"Iris Véga\""));
}

TEST_ON_EVERY_BACKEND(PeoplePage, WritesDownWhoLookedAtAStudent, Schools) {
    auto notes = [&] { return read([](db::Read& db) { return db.query("SELECT count(*) FROM auth_access").one_integer(); }); };
    as("tech").get(path("/people/", lopez.value));
    EXPECT_EQ(notes(), 0);
    as("tech").get(path("/people/", iris.value));
    EXPECT_EQ(notes(), 1);
}

TEST_ON_EVERY_BACKEND(PeoplePage, WritesDownWhoTookAListOrSawAFamily, Schools) {
    auto notes = [&](std::string subject, std::string purpose) {
        return read([&](db::Read& db) {
            return db.query("SELECT count(*) FROM auth_access WHERE subject_kind = :kind AND purpose = :purpose").bind("kind", subject).bind("purpose", purpose).one_integer();
        });
    };
    as("tech").get("/people?q=zz");
    EXPECT_EQ(notes("people", "list"), 0) << "nobody was shown";
    as("tech").get("/people");
    EXPECT_EQ(notes("people", "list"), 1);
    as("cio").get("/people/suggestions?q=iris");
    EXPECT_EQ(notes("people", "list"), 2);

    write([&](db::Write& db) {
        db.query("INSERT INTO roster_guardian (source, guardian_id, student_id, relation) VALUES ('test', :guardian, :student, 'guardian')").bind("guardian", lopez).bind("student", iris).run();
    });
    EXPECT_TRUE(shows(as("tech").get(path("/people/", lopez.value)), "Iris Véga"));
    EXPECT_EQ(notes("person", "wards"), 1);
    EXPECT_TRUE(shows(as("cio").get("/audit/access"), "<td data-label=\"On what\">people</td>"));
}

TEST_ON_EVERY_BACKEND(PeoplePage, LinksAnAccountByItsAddress, Schools) {
    auto cio = as("cio");
    EXPECT_EQ(cio.post(path("/people/", lopez.value) + "/account", {{"email", "nobody@riverbend.example"}}).status, 303);
    EXPECT_FALSE(read([&](db::Read& db) { return account_of(db, lopez); }));
    cio.post(path("/people/", lopez.value) + "/account", {{"email", "nora@riverbend.example"}});
    EXPECT_EQ(read([&](db::Read& db) { return account_of(db, lopez); }), account("coach"));
    EXPECT_TRUE(shows(cio.get(path("/people/", lopez.value)), "Signs in as"));
    cio.post(path("/people/", lopez.value) + "/account/removal");
    EXPECT_FALSE(read([&](db::Read& db) { return account_of(db, lopez); }));
}

TEST_ON_EVERY_BACKEND(SchoolPages, ASchoolAndItsRoomsAreWrittenByHand, Schools) {
    auto cio = as("cio");
    auto made = cio.post("/settings/schools", {{"name", "  West   School "}, {"type", "school"}});
    ASSERT_EQ(made.status, 303);
    auto address = location(made);
    EXPECT_TRUE(shows(cio.get(address), "West School"));
    cio.post(address + "/rooms", {{"rooms", "214\r\nLab 2\r\n\r\n"}});
    auto page = cio.get(address);
    EXPECT_TRUE(shows(page, "214"));
    EXPECT_TRUE(shows(page, "Lab 2"));
    EXPECT_TRUE(shows(cio.get("/settings/schools"), "West School"));
}

TEST_ON_EVERY_BACKEND(SchoolPages, SayWhatIsWrongAndKeepWhatWasTyped, Schools) {
    auto answer = as("cio").post("/settings/schools", {{"name", " "}, {"identifier", "060199"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(shows(answer, "A name of 1 to 200 letters is needed."));
    EXPECT_TRUE(shows(answer, "060199"));
    EXPECT_EQ(as("tech").get("/settings/schools").status, 403);
}

TEST_ON_EVERY_BACKEND(SchoolPages, ClosedRoomsOpenAgainUnderTheirName, Schools) {
    auto room = write([&](db::Write& db) { return create_room(db, auth::Viewer::system(), now, north, "214"); });
    as("cio").post(path("/settings/rooms/", room.value), {{"close", "1"}, {"name", "214"}});
    EXPECT_TRUE(read([&](db::Read& db) { return rooms(db, north); }).empty());
    EXPECT_EQ(write([&](db::Write& db) { return create_room(db, auth::Viewer::system(), now, north, "214"); }), room);
    EXPECT_EQ(read([&](db::Read& db) { return rooms(db, north); }).size(), 1u);
}

TEST_ON_EVERY_BACKEND(SchoolPages, ASchoolIsNotBelowItself, Schools) {
    EXPECT_THROW(write([&](db::Write& db) { change_school(db, auth::Viewer::system(), now, north, {.name = "North", .parent = north}); }), base::Invalid);
}

TEST_ON_EVERY_BACKEND(OptOutPanel, NotesTheFamilysWordAndLiftsIt, World) {
    auto address = "/people/" + std::to_string(person("student").value);
    EXPECT_TRUE(shows(as("cio").get(address), "Directory information"));
    EXPECT_FALSE(shows(as("student").get(address), "Directory information"));
    EXPECT_EQ(as("tech").post(address + "/directory-opt-out").status, 403);
    EXPECT_EQ(as("cio").post(address + "/directory-opt-out").status, 303);
    EXPECT_TRUE(shows(as("cio").get(address), "Noted by"));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get(address), "La familia lo permite de nuevo"));
    EXPECT_EQ(as("cio").post(address + "/directory-opt-out/end").status, 303);
    EXPECT_FALSE(shows(as("cio").get(address), "Noted by"));
    EXPECT_EQ(as("cio").post("/people/" + std::to_string(person("teacher").value) + "/directory-opt-out").status, 404);
}
