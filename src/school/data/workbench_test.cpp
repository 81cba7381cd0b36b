#include "data/workbench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/account.h"
#include "auth/audit.h"
#include "data/facts.h"
#include "data/refresh.h"
#include "data/workbench_pages.h"
#include "http/message.h"
#include "world/world.h"

using namespace data;
using base::Cell;
using base::CellType;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(WorkbenchForm, ReadsValuesByTheirKind) {
    EXPECT_EQ(base::parse_cell(CellType::integer, " 2027 "), Cell(2027));
    EXPECT_EQ(base::parse_cell(CellType::integer, "2027.5"), std::nullopt);
    EXPECT_EQ(base::parse_cell(CellType::real, "0.1"), Cell(0.1));
    EXPECT_EQ(base::parse_cell(CellType::real, "0,1"), std::nullopt);
    EXPECT_EQ(base::parse_cell(CellType::real, ""), std::nullopt);
    EXPECT_EQ(base::parse_cell(CellType::day, "2026-08-24"), Cell("2026-08-24"));
    EXPECT_EQ(base::parse_cell(CellType::day, "2026-02-30"), std::nullopt);
    EXPECT_EQ(base::parse_cell(CellType::flag, "Yes"), Cell(1));
    EXPECT_EQ(base::parse_cell(CellType::flag, "no"), Cell(0));
    EXPECT_EQ(base::parse_cell(CellType::flag, "maybe"), std::nullopt);
    EXPECT_EQ(base::parse_cell(CellType::flag, "Sí"), Cell(1));
    for (auto none : {"inf", "nan", "1e400", "0x10"}) EXPECT_EQ(base::parse_cell(CellType::real, none), std::nullopt) << none;
    EXPECT_EQ(base::parse_cell(CellType::moment, "2026-08-24 10:00"), std::nullopt);
    EXPECT_EQ(base::parse_cell(CellType::text, " a "), Cell(" a "));
}

TEST(WorkbenchForm, SaysWhichFieldIsWrong) {
    WorkbenchForm form{.sql = " ", .tier = "everything", .purpose = "curiosity", .note = "", .parameters = {{"2x", "text", "a"}, {"n", "integer", "many"}, {"$ok", "date", "2026-08-24"}}};
    WorkbenchProblems problems;
    auto run = understand(form, problems);
    std::vector<std::string> fields;
    for (const auto& problem : problems) fields.push_back(problem.first);
    EXPECT_THAT(fields, ElementsAre("sql", "tier", "purpose", "name_1", "value_2"));
    EXPECT_EQ(run.parameters, (Parameters{{"ok", "2026-08-24"}}));
}

TEST(WorkbenchForm, AFormIsMadeAgainOfARun) {
    data::Run run;
    run.sql = "SELECT $a, $b, $c, $d";
    run.tier = Tier::students;
    run.parameters = {{"a", 1}, {"b", 0.5}, {"c", "2026-08-24"}, {"d", "x"}};
    auto form = form_of(run);
    WorkbenchProblems problems;
    form.purpose = "operations";
    EXPECT_EQ(understand(form, problems).parameters, run.parameters);
    EXPECT_TRUE(problems.empty());
}

TEST(WorkbenchForm, AsksForAValueThatIsMissing) {
    auto problem_of = [](std::string sql, std::vector<TypedParameter> parameters) {
        WorkbenchProblems problems;
        understand({.sql = std::move(sql), .tier = "operations", .purpose = "operations", .note = "", .parameters = std::move(parameters)}, problems);
        return problems.empty() ? std::string() : problems[0].second;
    };
    EXPECT_EQ(problem_of("SELECT $n", {}), "data.workbench.problem.value_missing");
    EXPECT_EQ(problem_of("SELECT $n", {{"n", "integer", "1"}}), "");
    EXPECT_EQ(problem_of("SELECT 'costs $n', \"$m\"", {}), "");
}

TEST(WorkbenchForm, ShowsCellsAsPeopleReadThem) {
    EXPECT_EQ(shown(Cell(1), CellType::flag), "true");
    EXPECT_EQ(shown(Cell(0), CellType::moment), "1970-01-01 00:00:00");
    EXPECT_EQ(shown(Cell(), CellType::moment), "");
    EXPECT_EQ(shown(Cell(0.1), CellType::real), "0.1");
}

TEST(WorkbenchForm, KnowsWhoIsInAnAnswer) {
    base::CellTable table{{{"student_id", CellType::integer}, {"n", CellType::integer}}, {{7, 1}, {7, 2}, {{}, 3}, {9, 4}}};
    EXPECT_THAT(students_in(table, 0, 100), ElementsAre(7, 9));
    EXPECT_THAT(students_in(table, 0, 3), ElementsAre(7));
    EXPECT_TRUE(students_in({{{"n", CellType::integer}}, {{1}}}, 0, 100).empty());
}

class Asking : public World {
public:
    Asking() { refresh(database(), services(), true); }

    http::Response post(std::string_view who, const std::string& sql, const std::string& tier = "operations", const std::string& purpose = "operations") {
        return as(who).post("/data/workbench", {{"sql", sql}, {"tier", tier}, {"purpose", purpose}, {"do", "run"}});
    }
    /// The address of the run, after its job ran.
    std::string asked(std::string_view who, const std::string& sql, const std::string& tier = "operations") {
        auto answer = post(who, sql, tier);
        EXPECT_EQ(answer.status, 303) << answer.body;
        run_jobs();
        return std::string(answer.find_header("Location").value_or(""));
    }
};

TEST_ON_EVERY_BACKEND(Workbench, AnswersAQuestion, Asking) {
    auto page = as("data").get("/data/workbench");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "student_demographic")) << "tables of every tier that is open";
    auto run = asked("data", "SELECT name FROM org WHERE name LIKE 'North%'");
    auto answer = as("data").get(run);
    EXPECT_TRUE(shows(answer, "North School"));
    EXPECT_TRUE(shows(answer, "org.name")) << "what was read";
    EXPECT_TRUE(shows(as("data").get("/data/runs"), "SELECT name FROM org"));
    EXPECT_TRUE(shows(as("data").get("/data/workbench?run=" + run.substr(run.rfind('/') + 1)), "LIKE &#39;North%&#39;")) << "asked again";
    EXPECT_TRUE(shows(as("data", html::Language::es).get(run), "Respuesta"));
    auto lines = asked("data", "SELECT name -- the name\nFROM org");
    EXPECT_TRUE(shows(as("data").get(lines), "SELECT name -- the name\nFROM org"));
    EXPECT_TRUE(shows(as("data").get("/data/workbench?run=" + lines.substr(lines.rfind('/') + 1)), "-- the name\nFROM org</textarea>"));
}

TEST_ON_EVERY_BACKEND(Workbench, OpensOnlyTheTiersOfThePerson, Asking) {
    EXPECT_EQ(as("teacher").get("/data").status, 403);
    EXPECT_EQ(as("teacher").get("/data/workbench").status, 403);
    EXPECT_EQ(post("teacher", "SELECT 1").status, 403);
    EXPECT_EQ(as("nobody").get("/data/workbench").status, 303);
    EXPECT_EQ(post("cio", "SELECT 1", "sensitive").status, as("cio").get("/data/workbench").body.find("value=\"sensitive\"") == std::string::npos ? 403 : 303);
    auto own = asked("data", "SELECT 1 AS one");
    EXPECT_EQ(as("tech").get(own).status, 403);
    // Who audits sees that it happened, and no rows.
    auto seen = as("cio").get(own);
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.body.find("<td class=\"number\">1</td>"), std::string::npos);
    EXPECT_TRUE(shows(as("cio").get("/data/runs?who=everyone"), "Ines Costa"));
    EXPECT_FALSE(shows(as("data").get("/data/runs?who=everyone"), "Ruth Adler"));
}

TEST_ON_EVERY_BACKEND(Workbench, WhatIsWrongIsSaidAndTheFormKept, Asking) {
    auto page = as("data").post("/data/workbench", {{"sql", "SELECT 42"}, {"tier", "operations"}, {"purpose", ""}, {"name_1", "n"}, {"type_1", "integer"}, {"value_1", "many"}});
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "Choose why you look."));
    EXPECT_TRUE(shows(page, "SELECT 42"));
    EXPECT_TRUE(shows(page, "Write a whole number"));
    EXPECT_TRUE(shows(page, "value=\"many\""));
}

TEST_ON_EVERY_BACKEND(Workbench, SaysWhyAQuestionIsRefused, Asking) {
    auto run = asked("data", "SELECT * FROM read_csv('/etc/passwd')");
    auto page = as("data").get(run);
    EXPECT_TRUE(shows(page, "uses a function that is not allowed"));
    EXPECT_TRUE(shows(page, "imports"));
    EXPECT_EQ(page.body.find("root:"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Workbench, ShowsAPlanWithoutAskingOrSayingWhy, Asking) {
    auto plan = as("data").post("/data/workbench", {{"sql", "SELECT count(*) FROM org"}, {"tier", "operations"}, {"do", "explain"}});
    EXPECT_EQ(plan.status, 200);
    EXPECT_TRUE(shows(plan, "id=\"plan-title\""));
    auto refused = as("data").post("/data/workbench", {{"sql", "FROM nowhere"}, {"tier", "operations"}, {"do", "explain"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "no table"));
    EXPECT_EQ(as("cio").post("/data/workbench", {{"sql", "SELECT 1"}, {"tier", "nothing"}, {"do", "explain"}}).status, 422);
    EXPECT_TRUE(shows(as("data").get("/data/runs"), "Nothing was asked"));
}

TEST_ON_EVERY_BACKEND(Workbench, WhatIsSeenOfStudentsIsWrittenDown, Asking) {
    auto run = asked("data", "SELECT student_id, family_name FROM student", "sensitive");
    auto page = as("data").get(run);
    EXPECT_TRUE(shows(page, "Silva"));
    auto notes = read([&](db::Read& db) { return auth::list_access(db, viewer("cio"), {}); });
    auto noted = [&](std::string_view kind, std::int64_t id) {
        return std::ranges::any_of(notes, [&](const auth::Access& note) { return note.subject_kind == kind && note.subject_id == id; });
    };
    EXPECT_TRUE(noted("person", person("student").value));
    EXPECT_TRUE(noted("data_run", std::stoll(run.substr(run.rfind('/') + 1))));
}

TEST_ON_EVERY_BACKEND(Workbench, AnAnswerLeavesAsAFileWithAPermission, Asking) {
    auto run = asked("data", "SELECT '=1+1' AS formula, name FROM org ORDER BY name");
    auto file = as("data").post(run + "/export", {});
    EXPECT_EQ(file.status, 200);
    EXPECT_THAT(file.body, HasSubstr("formula,name"));
    EXPECT_THAT(file.body, HasSubstr("'=1+1,North School"));
    auto events = read([&](db::Read& db) { return auth::list_events(db, viewer("cio"), {.subject_kind = "data_run"}); });
    EXPECT_EQ(events.front().action, "exported");
    EXPECT_EQ(as("cio").post(run + "/export", {}).status, 403) << "somebody else's";
}

TEST_ON_EVERY_BACKEND(Workbench, AQuestionThatWaitsIsCancelled, Asking) {
    auto answer = post("data", "SELECT 1");
    std::string run(answer.find_header("Location").value_or(""));
    EXPECT_TRUE(shows(as("data").get(run), "Cancel the question"));
    EXPECT_EQ(as("cio").post(run + "/cancellation", {}).status, 403);
    EXPECT_EQ(as("data").post(run + "/cancellation", {}).status, 303);
    run_jobs();
    auto page = as("data").get(run);
    EXPECT_TRUE(shows(page, "Cancelled"));
    EXPECT_FALSE(shows(page, "Cancel the question"));
}

TEST_ON_EVERY_BACKEND(Workbench, PagesLongAnswers, Asking) {
    auto run = asked("data", "SELECT range AS n FROM range(250) ORDER BY n");
    EXPECT_TRUE(shows(as("data").get(run), "Rows 1 to 100 of 250"));
    auto last = as("data").get(run + "?page=3");
    EXPECT_TRUE(shows(last, "Rows 201 to 250 of 250"));
    EXPECT_TRUE(shows(last, ">249<"));
    EXPECT_TRUE(shows(as("data").get(run + "?page=99"), "Rows 201 to 250"));
    auto cut = asked("data", "FROM range(20000)");
    EXPECT_TRUE(shows(as("data").get(cut), "Only the first 10,000 rows"));
}

TEST_ON_EVERY_BACKEND(Workbench, TheFrontPageSaysWhatThereIs, Asking) {
    auto page = as("data").get("/data");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "/data/workbench"));
    EXPECT_TRUE(shows(page, "student_program"));
    EXPECT_TRUE(shows(as("data", html::Language::es).get("/data"), "Banco de trabajo"));
}

TEST_ON_EVERY_BACKEND(Workbench, AReaderOfReportsIsToldOfReportsOnly, Asking) {
    write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("web"), {"data.reports", auth::ScopeKind::everywhere, 0}); });
    const auto page = as("web").get("/data");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "counted in reports"));
    for (auto word : {"SQL", " MB", "/data/workbench", "The warehouse<"}) EXPECT_FALSE(shows(page, word)) << word;
    EXPECT_TRUE(shows(as("data").get("/data"), "asked in SQL"));
    EXPECT_TRUE(shows(as("data").get("/data"), " MB"));
    // What a run of a report on students gave back is no more than the report told.
    EXPECT_EQ(as("web").post("/reports/chronic-absence/run", {{"purpose", "program_evaluation"}}).status, 303);
    run_jobs();
    const auto runs = as("web").get("/data/runs");
    EXPECT_TRUE(shows(runs, "Protected figures"));
    EXPECT_FALSE(shows(runs, "Everything, with names"));
}

TEST_ON_EVERY_BACKEND(Workbench, AnAnswerWithoutRowsShowsItsColumns, Asking) {
    const auto run = asked("data", "SELECT name AS school_name FROM org WHERE name = 'Nowhere'");
    const auto page = as("data").get(run);
    EXPECT_TRUE(shows(page, "school_name</th>"));
    EXPECT_TRUE(shows(page, "No row fits."));
    EXPECT_FALSE(shows(page, "Rows 0 to 0"));
}

TEST_ON_EVERY_BACKEND(Workbench, ATableSaysWhoHoldsItBeforeItIsOpened, Asking) {
    const auto page = as("data").get("/data/workbench").body;
    const auto at = page.find("<code>student_program</code>");
    ASSERT_NE(at, page.npos);
    const auto row = page.substr(at, page.find("</summary>", at) - at);
    EXPECT_THAT(row, HasSubstr("Everything, with names"));
    EXPECT_THAT(row, Not(HasSubstr("The department")));
}

TEST_ON_EVERY_BACKEND(Workbench, TablesAreDescribedInBothLanguages, Asking) {
    const auto& messages = *services().messages;
    for (const auto& fact : facts()) {
        EXPECT_EQ(messages.find(html::Language::en, "data.fact." + fact.name), fact.words) << fact.name;
        EXPECT_TRUE(messages.find(html::Language::es, "data.fact." + fact.name)) << fact.name;
    }
    EXPECT_TRUE(shows(as("data", html::Language::es).get("/data/workbench"), "Un curso del catálogo."));
}

TEST_ON_EVERY_BACKEND(Workbench, AnAnswerOnTheDepartmentsWorkIsFrozenFromItsPage, Asking) {
    const auto run = asked("data", "SELECT name FROM org ORDER BY name");
    const auto number = run.substr(run.rfind('/') + 1);
    EXPECT_TRUE(shows(as("data").get(run), "Freeze as a figure"));
    EXPECT_EQ(as("data").post("/figures", {{"run", number}, {"title", " "}}).status, 422);
    EXPECT_EQ(as("cio").post("/figures", {{"run", number}, {"title", "Schools"}}).status, 404) << "an answer of the workbench is its asker's alone";
    const auto frozen = as("data").post("/figures", {{"run", number}, {"title", "Schools of the district"}});
    EXPECT_EQ(frozen.status, 303);
    const auto figure = as("data").get(std::string(frozen.find_header("Location").value_or("")));
    EXPECT_TRUE(shows(figure, "Schools of the district"));
    EXPECT_TRUE(shows(figure, "North School"));
    const auto rows = asked("data", "SELECT student_id FROM student", "students");
    EXPECT_FALSE(shows(as("data").get(rows), "Freeze as a figure")) << "nothing protects it";
    EXPECT_EQ(as("data").post("/figures", {{"run", rows.substr(rows.rfind('/') + 1)}, {"title", "Students"}}).status, 403);
}

TEST_ON_EVERY_BACKEND(Workbench, TheWarehouseIsBroughtUpToDateByWhoWritesReports, Asking) {
    EXPECT_TRUE(shows(as("data").get("/data"), "Bring it up to date"));
    EXPECT_EQ(as("tech").post("/data/refresh", {}).status, 403);
    EXPECT_EQ(as("data").post("/data/refresh", {}).status, 303);
    run_jobs();
    EXPECT_TRUE(shows(as("data").get("/data"), "As of"));
}
