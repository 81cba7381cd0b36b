#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/setting.h"
#include "people/pack.h"
#include "people/standing.h"
#include "people/supervision_testing.h"

using namespace people;
using testing::HasSubstr;

TEST_ON_EVERY_BACKEND(Supervision, AnUnlicensedCioIsNamedEvaluatorInNoWay, Supervised) {
    // By the page, with every grant there is.
    auto page = as("cio").post("/settings/supervision", form("cio", "coach", "evaluator_licensed"));
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "Clause 6: whoever evaluates a licensed educator holds a verified, active administrator licence"));
    EXPECT_TRUE(shows(page, "Clause 7: whoever evaluates a licensed educator has verified, valid evaluator training"));
    EXPECT_TRUE(shows(page, "no way around this"));
    EXPECT_TRUE(shows(page, "value=\"ruth@riverbend.example\"")) << "the form is kept";
    // By a program.
    auto api = as("cio").send_json(http::Method::post, "/api/v1/relations",
                                   R"({"from_email":"ruth@riverbend.example","to_email":"nora@riverbend.example","kind":"evaluator_licensed","from_on":"2026-01-01"})");
    EXPECT_EQ(api.status, 422);
    EXPECT_TRUE(shows(api, "Clause 6"));
    // As an evaluator of classified staff, and in other times.
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("cio", "coach", "evaluator_classified")), "Clause 6: this person is a licensed educator"));
    EXPECT_EQ(as("cio").post("/settings/supervision", form("cio", "coach", "evaluator_licensed", "2030-01-01")).status, 422);
    EXPECT_EQ(as("cio").post("/settings/supervision", form("cio", "coach", "evaluator_licensed", "2020-01-01", "2020-02-01")).status, 422);
    // A claim that nobody verified.
    LicenceFacts facts;
    facts.kind = "administrator";
    facts.jurisdiction = "US-IL";
    facts.number = "1";
    facts.issued = day("2020-01-01");
    write([&](db::Write& db) { add_licence(db, viewer("cio"), now, account("cio"), facts); });
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("cio", "coach", "evaluator_licensed")), "Clause 6"));
    // Nor for a teacher of the roster.
    EXPECT_EQ(as("cio").post("/settings/supervision", form("cio", "teacher", "evaluator_licensed")).status, 422);
    EXPECT_TRUE(read([&](db::Read& db) { return relations_of(db, viewer("cio"), account("coach"), today()).empty(); }));
}

TEST_ON_EVERY_BACKEND(Supervision, DatesAreNoWayAroundTheRules, Supervised) {
    add("cio", "administrator", "2026-06-30");
    add("cio", "evaluator_training", "2026-06-30");
    auto id = name("cio", "coach", "evaluator_licensed", "2026-01-01", "2026-03-31");
    const auto path = "/settings/supervision/" + std::to_string(id);
    EXPECT_TRUE(shows(as("cio").get(path), "value=\"2026-03-31\""));
    auto later = as("cio").post(path, {{"from", "2026-07-01"}, {"to", "2026-12-31"}, {"basis", ""}, {"seen", "1"}});
    EXPECT_EQ(later.status, 422) << "on the first of July the licence has ended";
    EXPECT_TRUE(shows(later, "Clause 6"));
    EXPECT_EQ(as("cio").send_json(http::Method::patch, "/api/v1/relations/" + std::to_string(id), R"({"from_on":"2026-07-01","to_on":"2026-12-31","version":1})").status, 422);
    now += std::chrono::days(120);  // the evidence has lapsed
    auto longer = as("cio").post(path, {{"from", "2026-01-01"}, {"to", "2027-12-31"}, {"basis", ""}, {"seen", "1"}});
    EXPECT_EQ(longer.status, 422);
    EXPECT_EQ(as("cio").post(path, {{"from", "2026-01-01"}, {"to", "2026-03-01"}, {"basis", ""}, {"seen", "1"}}).status, 303) << "to end it is always allowed";
    EXPECT_EQ(as("cio").post(path, {{"from", "2026-01-01"}, {"to", "2026-02-01"}, {"basis", ""}, {"seen", "1"}}).status, 409) << "an old form";
    EXPECT_EQ(as("cio").send_json(http::Method::patch, "/api/v1/relations/" + std::to_string(id), R"({"to_on":"2026-02-01","version":2})").status, 200);
}

TEST_ON_EVERY_BACKEND(Supervision, WhoMayNotLeadMayDirectDailyWork, Supervised) {
    auto page = as("cio").post("/settings/supervision", form("cio", "coach", "line_manager"));
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "Clause 9"));
    EXPECT_TRUE(shows(page, "directs daily work only?"));
    EXPECT_TRUE(shows(page, "<option value=\"work_director\" selected>"));
    EXPECT_EQ(as("cio").post("/settings/supervision", form("cio", "coach", "work_director")).status, 303);
    EXPECT_EQ(as("cio").post("/settings/supervision", form("cio", "tech", "line_manager")).status, 303) << "a technician is no licensed educator";
    EXPECT_EQ(as("cio").post("/settings/supervision", form("tech2", "coach", "line_manager")).status, 303) << "the principal holds the licence and the training";
}

TEST_ON_EVERY_BACKEND(Supervision, KinAndCirclesAreRefused, Supervised) {
    name("tech2", "coach", "related");
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("tech2", "coach", "evaluator_licensed")), "Clause 5"));
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("coach", "tech2", "line_manager")), "Clause 5")) << "in both directions";
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("tech2", "tech2", "evaluator_classified")), "Clause 4"));
    EXPECT_EQ(as("cio").post("/settings/supervision", form("tech", "tech", "work_director")).status, 422);
    name("cio", "tech", "line_manager");
    name("tech", "data", "line_manager");
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("data", "cio", "line_manager")), "Clause 10"));
    EXPECT_EQ(as("cio").post("/settings/supervision", form("web", "data", "line_manager")).status, 422) << "one line manager at a time";
    EXPECT_EQ(as("cio").post("/settings/supervision", form("cio", "nobody", "wizard")).status, 422);
    // Nobody takes their own kinship off the record.
    auto own = name("cio", "web", "related");
    EXPECT_EQ(as("cio").post("/settings/supervision/" + std::to_string(own) + "/removal", {{"confirmed", "1"}}).status, 403);
}

TEST_ON_EVERY_BACKEND(Supervision, WhoeverWasAboveMayStandBelowLater, Supervised) {
    name("cio", "tech", "line_manager", "2026-01-01", "2026-06-30");
    name("tech", "data", "line_manager", "2026-01-01", "2026-12-31");
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("tech", "cio", "line_manager", "2026-06-30")), "Clause 10"));
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("data", "cio", "line_manager", "2026-06-01", "2026-12-31")), "Clause 10"));
    EXPECT_EQ(as("cio").post("/settings/supervision", form("tech", "cio", "line_manager", "2026-07-01")).status, 303);
}

static base::Day until_then;
static std::optional<base::Day> coached(const http::Services&, auth::AccountId, auth::AccountId, base::Day) { return until_then; }

TEST_ON_EVERY_BACKEND(Supervision, AsksOtherRoomsAboutConflicts, Supervised) {
    until_then = day("2027-01-31");
    evaluation_conflicts().push_back(coached);
    auto page = as("cio").post("/settings/supervision", form("tech2", "coach", "evaluator_licensed"));
    auto later = as("cio").post("/settings/supervision", form("tech2", "tech", "evaluator_classified", "2027-02-01"));
    evaluation_conflicts().pop_back();
    EXPECT_TRUE(shows(page, "Clause 8: whoever coached this person does not evaluate them until Sunday, 31 January 2027"));
    EXPECT_EQ(later.status, 303);
}

TEST_ON_EVERY_BACKEND(Supervision, IsNotChangedByOthers, Supervised) {
    for (auto who : {"tech", "data", "web", "coach", "teacher", "student"}) {
        EXPECT_EQ(as(who).post("/settings/supervision", form("tech2", "coach", "evaluator_licensed")).status, 403) << who;
        EXPECT_EQ(as(who).get("/settings/supervision").status, 403) << who;
        EXPECT_EQ(as(who).get("/settings/supervision/report").status, 403) << who;
        EXPECT_EQ(as(who).get("/api/v1/relations").status, 403) << who;
    }
    auto id = name("tech2", "coach", "evaluator_licensed");
    EXPECT_EQ(as("tech").post("/settings/supervision/" + std::to_string(id) + "/removal", {{"confirmed", "1"}}).status, 403);
    EXPECT_TRUE(shows(as("cio").get("/api/v1/relations"), "\"kind\":\"evaluator_licensed\""));
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision?q=nora"), "Evaluates (licensed educator)"));
}

TEST_ON_EVERY_BACKEND(Supervision, TheStateSaysWhatIsAsked, Supervised) {
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision"), "the strictest rule"));
    EXPECT_EQ(as("cio").post("/settings/supervision/state", {{"jurisdiction", "US-NJ"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision"), "New Jersey, N.J.A.C. 6A:9B-12.3"));
    EXPECT_EQ(as("cio").post("/settings/supervision/state", {{"jurisdiction", "Atlantis"}}).status, 422);
    EXPECT_TRUE(shows(as("cio").post("/settings/supervision", form("tech2", "coach", "evaluator_licensed")), "N.J.A.C.")) << "a licence of Illinois is none of New Jersey";
    EXPECT_EQ(as("cio").post("/settings/supervision/state", {{"jurisdiction", "US-IL"}}).status, 303);
    EXPECT_EQ(as("cio").post("/settings/supervision", form("tech2", "coach", "evaluator_licensed")).status, 303);
    EXPECT_EQ(as("cio").post("/settings/supervision/state", {{"jurisdiction", "US-HI"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision"), "the strictest rule")) << "nothing is known of Hawaii";
    // A district writes down what its state asks, but not that it asks nothing.
    http::TestClient::FormFields pack{{"jurisdiction", "US-HI"}, {"evaluate", "administrator"}, {"supervise", "administrator"}, {"valid_from", "2020-01-01"}, {"source", "Our counsel"}};
    EXPECT_EQ(as("cio").post("/settings/supervision/packs", pack).status, 303);
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision"), "Our counsel"));
    pack.erase(pack.begin() + 1);
    auto nothing = as("cio").post("/settings/supervision/packs", pack);
    EXPECT_EQ(nothing.status, 422);
    EXPECT_TRUE(shows(nothing, "a state that asks for nothing is not recorded"));
    // Nor that anybody's paper is enough, in a pack that is shipped or in one of the district's own.
    for (const auto& [field, error] : {std::pair("evaluate", "evaluate_kinds"), std::pair("supervise", "supervise_kinds")}) {
        for (const char* kind : {"other", "credential", "endorsement", "evaluator_training", "wizard"}) {
            http::TestClient::FormFields loose{{"jurisdiction", "US-IL"}, {"evaluate", "administrator"}, {"supervise", "administrator"}, {"valid_from", "2012-09-01"}, {"source", "105 ILCS 5/24A-3"}, {"seen", "1"}, {field, kind}};
            for (const char* where : {"/settings/supervision/packs", "/settings/supervision/packs/1"}) {
                auto refused = as("cio").post(where, loose);
                EXPECT_EQ(refused.status, 422) << field << kind;
                EXPECT_TRUE(shows(refused, std::string("href=\"#") + error)) << field << kind;
            }
        }
    }
    EXPECT_FALSE(shows(as("cio").get("/settings/supervision/packs/1"), "value=\"endorsement\"")) << "not offered either";
    http::TestClient::FormFields old{{"jurisdiction", "US-IL"}, {"evaluate", "administrator"}, {"supervise", "administrator"}, {"valid_from", "2012-09-01"}, {"source", "Our reading"}, {"seen", "0"}};
    auto stale = as("cio").post("/settings/supervision/packs/1", old);
    EXPECT_EQ(stale.status, 409);
    EXPECT_TRUE(shows(stale, "Our reading"));
    EXPECT_TRUE(shows(as("cio").get("/settings/supervision/packs"), "105 ILCS 5/24A-3"));
    EXPECT_EQ(as("tech").get("/settings/supervision/packs").status, 403);
}

TEST_ON_EVERY_BACKEND(Supervision, OneWhoseLicenceEndedStaysAnEducatorForOthers, Supervised) {
    add("data", "teacher_standard", "2026-03-01");
    EXPECT_TRUE(read([&](db::Read& db) { return is_licensed_educator(db, account("data"), today()); }));
    EXPECT_FALSE(read([&](db::Read& db) { return is_licensed_educator(db, account("web"), today()); }));
    EXPECT_TRUE(read([&](db::Read& db) { return is_licensed_educator(db, account("teacher"), today()); })) << "by the roster";
}

TEST_ON_EVERY_BACKEND(OrgChart, MarksLineManagersWhoseEvidenceLapsed, Supervised) {
    name("tech2", "coach", "line_manager");
    name("cio", "web", "line_manager");
    const auto report = [&] { return as("cio").get("/settings/supervision/report"); };
    EXPECT_TRUE(shows(report(), "Every line manager of licensed educators holds"));
    const auto chart = [&](const char* who) { return as("tech").get("/org-chart/" + std::to_string(account(who).value)); };
    EXPECT_FALSE(shows(chart("coach"), "evidence lapsed"));
    // Whom the CIO leads becomes a licensed educator later.
    add("web", "teacher_standard", "2027-06-30");
    EXPECT_TRUE(shows(chart("web"), "Ruth Adler (evidence lapsed)"));
    EXPECT_FALSE(shows(chart("coach"), "evidence lapsed"));
    EXPECT_TRUE(shows(report(), "Ruth Adler</a> <small class=\"muted\">Licensed educators led: 1<"));
    EXPECT_FALSE(shows(report(), "Every line manager"));
    // And the training of the principal, which the strictest rule asks for, ends.
    now += std::chrono::days(300);
    EXPECT_TRUE(shows(chart("coach"), "Omar Haddad (evidence lapsed)"));
    EXPECT_TRUE(shows(report(), "Omar Haddad</a> <small class=\"muted\">Licensed educators led: 1<"));
}

TEST_ON_EVERY_BACKEND(OrgChart, NamesEachOnceAndSaysHowManyItLeavesOut, Supervised) {
    write([&](db::Write& db) { db.query("UPDATE auth_account SET name = 'Dana' WHERE id = :id").bind("id", account("data")).run(); });
    name("tech", "coach", "work_director");
    name("data", "coach", "work_director");
    name("data", "coach", "work_director", "2026-02-01");
    EXPECT_TRUE(shows(as("tech").get("/org-chart/" + std::to_string(account("coach").value)), "Daily work only (dotted line): Dana Reyes, Dana<")) << "one name is part of the other";
    write([&](db::Write& db) {
        for (int number = 0; number < 102; ++number) {
            const auto text = std::to_string(number);
            const auto id = auth::create_account(db, auth::Viewer::system(), now, {"helper" + text + "@riverbend.example", "Helper " + text});
            db.query("INSERT INTO people_relation (from_id, to_id, kind, from_on) VALUES (:from, :to, 'work_director', '2026-01-01')").bind("from", account("tech")).bind("to", id).run();
        }
    });
    EXPECT_TRUE(shows(as("tech").get("/org-chart/" + std::to_string(account("tech").value)), "and 3 more")) << "of 103, 100 are shown";
    EXPECT_TRUE(shows(as("tech").get("/org-chart"), "and 83 more")) << "of 103, 20 are shown";
}

TEST_ON_EVERY_BACKEND(OrgChart, DrawsSupervisionSolidAndDailyWorkDotted, Supervised) {
    name("tech2", "coach", "line_manager");
    name("tech2", "coach", "evaluator_licensed");
    name("cio", "coach", "work_director");
    name("cio", "tech", "line_manager");
    auto whole = as("tech").get("/org-chart");
    EXPECT_EQ(whole.status, 200);
    EXPECT_TRUE(shows(whole, "Ruth Adler"));
    EXPECT_TRUE(shows(whole, "Line manager of 1 people"));
    EXPECT_TRUE(shows(whole, "chart-dotted")) << "the coach under the CIO";
    const auto led = whole.body.find("Dana Reyes");
    ASSERT_NE(led, std::string::npos);
    EXPECT_EQ(whole.body.substr(led, 400).find("Line manager of"), std::string::npos) << "who leads nobody is not shown with the count of another";
    auto cio = as("tech").get("/org-chart/" + std::to_string(account("cio").value));
    EXPECT_TRUE(shows(cio, "Daily work only (dotted line): Ruth Adler"));
    EXPECT_TRUE(shows(cio, "Line manager (solid line): Omar Haddad"));
    EXPECT_TRUE(shows(cio, "Evaluated by Omar Haddad"));
    EXPECT_TRUE(shows(cio, "chart-dotted"));
    EXPECT_TRUE(shows(as("tech").get("/org-chart/" + std::to_string(account("tech").value)), "is above"));
    EXPECT_EQ(as("student").get("/org-chart").status, 403);
    EXPECT_EQ(as("tech").get("/org-chart/99999").status, 404);
    EXPECT_TRUE(shows(as("cio").get("/settings/staff/" + std::to_string(account("coach").value)), "Daily work directed by Ruth Adler"));
    auto statements = read([&](db::Read& db) {
        as("tech").get("/org-chart");
        return db.statements_run();
    });
    EXPECT_LT(statements, 20);
}

TEST_ON_EVERY_BACKEND(Supervision, AnOldFormIsShownAgainInTheReadersLanguage, Supervised) {
    const auto id = name("tech2", "coach", "evaluator_licensed");
    const auto path = "/settings/supervision/" + std::to_string(id);
    auto old = as("cio", html::Language::es).post(path, {{"seen", "0"}, {"from", "2026-01-01"}, {"to", "2026-05-05"}, {"basis", "the new board"}});
    EXPECT_EQ(old.status, 409);
    EXPECT_TRUE(shows(old, "Otra persona cambió esto"));
    EXPECT_TRUE(shows(old, "value=\"the new board\""));
    EXPECT_TRUE(shows(old, "name=\"seen\" value=\"1\""));
    draft("tech2", "coach");
    auto removal = as("cio", html::Language::es).post(path + "/removal", {{"confirmed", "1"}});
    EXPECT_EQ(removal.status, 409);
    EXPECT_TRUE(shows(removal, "Póngale un último día"));
}

/// Every way in which somebody who manages everything might take the protection away before naming herself (clause 2).
TEST_ON_EVERY_BACKEND(Supervision, ProtectionFollowsTheClaim, Supervised) {
    const auto refused = [&](const char* who) { return shows(as("cio").post("/settings/supervision", form("cio", who, "evaluator_classified")), "Clause 6"); };
    // The flag of a role that is held, or was.
    const auto untick = [&] { return as("cio").post("/roles/integration_specialist", {{"seen", "1"}, {"name_en", "Coach"}, {"name_es", "Guía"}, {"expertise_en", "x"}, {"expertise_es", "x"}, {"audience_en", "x"}, {"audience_es", "x"}, {"may_not_en", "x"}, {"may_not_es", "x"}}); };
    auto page = untick();
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "held it in the last 24 months"));
    EXPECT_TRUE(refused("coach"));
    // The assignment is ended, long ago and before it began.
    const auto assignment = read([&](db::Read& db) {
        for (const auto& one : assignments(db, viewer("cio"), today())) {
            if (one.account == account("coach")) return one.id;
        }
        return std::int64_t{0};
    });
    for (auto last : {"2025-09-01", "2020-01-01"}) {
        write([&](db::Write& db) { end_assignment(db, viewer("cio"), now, assignment, day(last)); });
        EXPECT_TRUE(refused("coach")) << last;
    }
    EXPECT_EQ(untick().status, 422);
    const auto licensed_on = [&](std::string_view on) { return read([&](db::Read& db) { return is_licensed_educator(db, account("coach"), day(on)); }); };
    EXPECT_TRUE(licensed_on("2028-03-08"));
    EXPECT_FALSE(licensed_on("2028-03-20")) << "24 months after it was ended";
    // The licence: verification withdrawn, removed, made another kind.
    const auto held = add("web", "teacher_standard", "2027-06-30");
    const auto path = "/licences/" + std::to_string(held);
    EXPECT_TRUE(refused("web"));
    EXPECT_EQ(as("cio").post(path + "/verification/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(refused("web"));
    auto removal = as("cio").post(path + "/removal", {{"confirmed", "1"}});
    EXPECT_EQ(removal.status, 409);
    EXPECT_TRUE(shows(removal, "mark it inactive"));
    auto facts = read([&](db::Read& db) {
        const auto one = fetch_licence(db, viewer("cio"), held);
        return std::pair(LicenceFacts{"other", {}, one.jurisdiction, one.number, "", "", one.issued, one.expires, "active", "", {}}, one.version);
    });
    EXPECT_THROW(write([&](db::Write& db) { change_licence(db, viewer("cio"), now, held, facts.first, facts.second); }), base::Invalid);
    facts.first.kind = "teacher_initial";
    facts.first.status = "inactive";
    write([&](db::Write& db) { change_licence(db, viewer("cio"), now, held, facts.first, facts.second); });
    EXPECT_TRUE(refused("web"));
    // What nobody ever verified protects too.
    facts.first.number = "claimed";
    EXPECT_FALSE(refused("data"));
    write([&](db::Write& db) { remove_relation(db, viewer("cio"), now, relations_of(db, viewer("cio"), account("data"), today()).front().id); });
    write([&](db::Write& db) { add_licence(db, viewer("data"), now, account("data"), facts.first); });
    EXPECT_TRUE(refused("data"));
}
