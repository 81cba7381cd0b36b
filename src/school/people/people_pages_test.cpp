#include <gmock/gmock.h>

#include "auth/account.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "html/html.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/testing.h"
#include "people/manage.h"

using namespace people;
using testing::HasSubstr;
using testing::Not;

static const base::Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();
static const base::Day monday = base::parse_day("2026-11-23").value();
static const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"}};

namespace {

/// Ana the CIO manages; Ben is a technician at North whose contract calls him "Director of Technology".
class PeoplePages : public testing::Test {
protected:
    PeoplePages() : assets(bundle) {
        messages.add("html", html::embedded());
        messages.add("people", people::embedded());
        templates.add("html", html::embedded());
        templates.add("people", people::embedded());
        services = {.database = &*school, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example"};
        people::routes(routes);
        school->write([&](db::Write& db) {
            auto system = auth::Viewer::system();
            north = db.query("INSERT INTO roster_org (source, name, name_folded, type) VALUES ('manual', 'North', 'north', 'school') RETURNING id").one_integer();
            ana = auth::create_account(db, system, now, {"ana@school.org", "Ana Silva"});
            ben = auth::create_account(db, system, now, {"ben@school.org", "Ben <b>Okafor"});
            assign(db, system, now, {"ana@school.org", "cio", {}, "", monday, {}, ""});
            assign(db, system, now, {"ben@school.org", "technician", roster::OrgId{north}, "Director of Technology", monday, {}, ""});
        });
    }
    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), http::embedded(), roster::embedded(), people::embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(migration);
        }
        return all;
    }
    http::TestClient client(auth::Viewer viewer, html::Language language = html::Language::en) {
        return {services, routes, [] { return now; }, std::move(viewer), language};
    }
    http::TestClient manager(html::Language language = html::Language::en) {
        return client({ana, "Ana Silva", {{"people.manage"}}, auth::Proof::session}, language);
    }
    http::TestClient technician() { return client({ben, "Ben Okafor", {}, auth::Proof::session}); }
    std::string person() const { return "/settings/staff/" + std::to_string(ben.value); }

    db::testing::FreshDatabase school{migrations()};
    html::Messages messages;
    html::Templates templates{messages};
    http::Assets assets;
    http::Navigation navigation;
    http::Services services;
    http::Routes routes;
    std::int64_t north = 0;
    auth::AccountId ana, ben;
};

}  // namespace

TEST_F(PeoplePages, TheTableShowsWhoDoesWhatAndWhereTitlesDiffer) {
    auto page = technician().get("/roles");
    ASSERT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Ben &lt;b&gt;Okafor"));
    EXPECT_THAT(page.body, HasSubstr("North, Director of Technology"));
    EXPECT_THAT(page.body, HasSubstr("usually means: Chief information officer"));
    EXPECT_THAT(page.body, HasSubstr("Change student records or grades"));
    EXPECT_THAT(page.body, HasSubstr("nobody yet")) << "roles that nobody holds are said so";
    EXPECT_THAT(page.body, Not(HasSubstr("/settings/staff")));
    EXPECT_THAT(manager().get("/roles").body, HasSubstr(person()));
    EXPECT_THAT(manager(html::Language::es).get("/roles").body, HasSubstr("Cambiar expedientes o notas"));
}

TEST_F(PeoplePages, ARolesPageShowsItsPeopleAuthoritiesAndTitles) {
    auto page = technician().get("/roles/technician");
    EXPECT_THAT(page.body, HasSubstr("Reset passwords"));
    EXPECT_THAT(page.body, HasSubstr("Help Desk Technician"));
    EXPECT_THAT(page.body, HasSubstr("Ben &lt;b&gt;Okafor"));
    EXPECT_EQ(technician().get("/roles/wizard").status, 404);
    EXPECT_EQ(technician().get("/roles/technician/edit").status, 403);
}

TEST_F(PeoplePages, TheWordsOfARoleAreTheSchoolsOwn) {
    EXPECT_THAT(manager().get("/roles/webmaster/edit").body, HasSubstr("Speak for the board"));
    http::TestClient::FormFields words{{"seen", "1"}, {"name_en", "Web editor"}, {"name_es", "Editora web"}, {"expertise_en", "a"}, {"expertise_es", "b"},
                                       {"audience_en", "c"}, {"audience_es", "d"}, {"may_not_en", "One\nTwo"}, {"may_not_es", ""}};
    auto refused = manager().post("/roles/webmaster", words);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("value=\"Web editor\""));
    words.back().second = "Uno\nDos";
    EXPECT_EQ(manager().post("/roles/webmaster", {words.begin() + 1, words.end()}).status, 409) << "a form that does not say what it saw";
    EXPECT_EQ(manager().post("/roles/webmaster", words).status, 303);
    auto old = manager().post("/roles/webmaster", words);
    EXPECT_EQ(old.status, 409) << "somebody saved meanwhile";
    EXPECT_THAT(old.body, HasSubstr("Somebody else changed this while you were writing"));
    EXPECT_THAT(old.body, HasSubstr("name=\"seen\" value=\"2\""));
    EXPECT_THAT(technician().get("/roles").body, HasSubstr("<div>Two</div>"));
}

TEST_F(PeoplePages, ARoleIsGivenAndEnded) {
    EXPECT_EQ(manager().get("/settings/staff/new").status, 200);
    auto refused = manager().post("/settings/staff", {{"email", "nobody@school.org"}, {"role", "webmaster"}, {"from", "2026-08-01"}, {"title", "Web lady"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("may sign in here"));
    EXPECT_THAT(refused.body, HasSubstr("Web lady"));
    EXPECT_EQ(manager().post("/settings/staff", {{"email", "ben@school.org"}, {"role", "webmaster"}, {"from", "2026-08-01"}, {"covers", "ana@school.org"}}).status, 303);
    EXPECT_THAT(technician().get("/roles").body, HasSubstr("for Ana Silva"));
    EXPECT_THAT(manager().get("/settings/staff").body, HasSubstr("for Ana Silva"));

    auto list = school->read([](db::Read& db) { return assignments(db, auth::Viewer::system(), monday); });
    auto end = "/settings/assignments/" + std::to_string(list[1].id) + "/end";
    EXPECT_THAT(manager().post(end).body, HasSubstr("End this role today?"));
    EXPECT_EQ(manager().post(end, {{"confirmed", "1"}, {"account", std::to_string(ben.value)}}).status, 303);
    EXPECT_THAT(technician().get("/roles").body, Not(HasSubstr("for Ana Silva")));
}

TEST_F(PeoplePages, SkillsAuthoritiesDutyAndAbsencesAreSetOnThePersonsPage) {
    auto hardware = school->read([](db::Read& db) { return skills(db).at(0).id; });
    EXPECT_EQ(manager().post(person() + "/skills", {{"skill" + std::to_string(hardware), "2"}}).status, 303);
    EXPECT_EQ(manager().post(person() + "/duty", {{"day1", std::to_string(north)}, {"day3", "0"}}).status, 303);
    EXPECT_EQ(manager().post(person() + "/absences", {{"first", "2026-11-23"}, {"last", "2026-11-24"}, {"substitute", "ana@school.org"}}).status, 303);
    EXPECT_EQ(manager().post(person() + "/authorities", {{"authority", "spend"}, {"limit", "$250"}}).status, 303);

    auto page = manager().get(person()).body;
    EXPECT_THAT(page, HasSubstr("verified by Ana Silva"));
    EXPECT_THAT(page, HasSubstr("up to $250.00"));
    EXPECT_THAT(page, HasSubstr("Ana Silva stands in"));
    EXPECT_THAT(page, HasSubstr("as Technician"));
    EXPECT_THAT(technician().get("/roles").body, HasSubstr("(away today)"));
}

TEST_F(PeoplePages, WhatCannotBeUsedIsSaidAndKept) {
    auto refused = manager().post(person() + "/absences", {{"first", "2026-11-24"}, {"last", "2026-11-23"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("cannot come before the first"));
    EXPECT_THAT(refused.body, HasSubstr("value=\"2026-11-24\""));
    EXPECT_EQ(manager().post(person() + "/authorities", {{"authority", "spend"}}).status, 422);
    EXPECT_EQ(manager().post(person() + "/authorities", {{"authority", "spend"}, {"limit", "much"}}).status, 422);
    EXPECT_EQ(manager().get("/settings/staff/99999").status, 404);
}

TEST_F(PeoplePages, TitlesAreMappedToRoles) {
    EXPECT_EQ(manager().post("/settings/titles", {{"title", "Director of Technology"}, {"role", "technician"}}).status, 303);
    EXPECT_THAT(technician().get("/roles").body, Not(HasSubstr("usually means")));
    EXPECT_EQ(manager().post("/settings/titles", {{"title", " "}, {"role", "technician"}}).status, 422);
    auto title = school->read([](db::Read& db) { return titles(db).at(0).id; });
    EXPECT_EQ(manager().post("/settings/titles/" + std::to_string(title) + "/removal", {{"confirmed", "1"}}).status, 303);
}

TEST_F(PeoplePages, TheSameIsJson) {
    auto answer = technician().get("/api/v1/roles");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("\"key\":\"integration_specialist\""));
    EXPECT_THAT(technician().get("/api/v1/roles/technician").body, HasSubstr("\"title\":\"Director of Technology\""));
    EXPECT_EQ(technician().get("/api/v1/roles/wizard").status, 404);
}

TEST_F(PeoplePages, AStudentSeesWhoDoesWhatAndStrangersDoNot) {
    EXPECT_NE(client({}).get("/roles").status, 200);
    school->write([&](db::Write& db) {
        db.query(R"sql(
            INSERT INTO roster_person (source, given_name, family_name, name_folded, role, account_id, changed_at)
            VALUES ('manual', 'Ben', 'Okafor', 'okafor ben', 'student', :account, 0)
        )sql").bind("account", ben).run();
    });
    auto page = technician().get("/roles");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Change student records or grades"));
    EXPECT_THAT(page.body, Not(HasSubstr("Director of Technology"))) << "what is on a contract";
    EXPECT_THAT(page.body, Not(HasSubstr("Cover"))) << "who stands in";
    EXPECT_EQ(technician().get("/roles/technician").status, 200);
    EXPECT_EQ(technician().get("/api/v1/roles").status, 403);
    EXPECT_EQ(technician().get("/settings/staff").status, 403);
}
