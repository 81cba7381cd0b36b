#include <gtest/gtest.h>

#include "data/data.h"
#include "data/figure.h"
#include "data/kept.h"
#include "data/report_finish.h"
#include "data/run_store.h"
#include "db/db.h"
#include "db/setting.h"
#include "world/world.h"

using namespace data;

namespace {

const std::string own_text = "/*\nname = \"by-team\"\ntitle = \"Requests by team\"\nsource = \"Help desk\"\ntier = \"operations\"\n*/\nSELECT team, count(*) AS requests FROM request GROUP BY team\n";

class ReportPages : public World {
protected:
    /// Answers the newest run as the worker would, with this table.
    std::int64_t answer(base::CellTable table) {
        const auto id = read([&](db::Read& db) { return RunId{db.query("SELECT max(id) AS id FROM data_run").one_integer()}; });
        const auto run = read([&](db::Read& db) { return load_run(db, id); });
        Answer given;
        given.table = std::move(table);
        const auto kept = finish_report(run, std::move(given));
        keep(place_of(services()), id, kept);
        write([&](db::Write& db) { end_run(db, now, id, {.rows = 1, .version = "v1", .as_of = now}); });
        return id.value;
    }
    static base::CellTable grades() {
        base::CellTable table{{{"student_id", base::CellType::integer}, {"school", base::CellType::text}, {"grade", base::CellType::text}}, {}};
        const int counts[3][3] = {{120, 110, 100}, {90, 3, 60}, {80, 70, 55}};
        std::int64_t id = 0;
        for (int i = 0; i < 9; ++i) {
            for (int one = 0; one < counts[i / 3][i % 3]; ++one) table.rows.push_back({++id, std::string(i < 3 ? "North" : i < 6 ? "South" : "West"), std::string(i % 3 == 0 ? "07" : i % 3 == 1 ? "08" : "09")});
        }
        return table;
    }
    static std::string next(const http::Response& response) { return std::string(response.find_header("Location").value_or("")); }
    /// Runs the report of grades and answers it.
    std::int64_t run_grades() {
        EXPECT_EQ(as("data").post("/reports/students-by-school-and-grade/run", {{"purpose", "program_evaluation"}}).status, 303);
        return answer(grades());
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(ReportPages, AreForThoseWhoReadReports, ReportPages) {
    EXPECT_TRUE(shows(as("data").get("/reports"), "Chronic absence by school and group"));
    EXPECT_TRUE(shows(as("data", html::Language::es).get("/reports?q=ausentismo"), "Ausentismo crónico"));
    EXPECT_TRUE(shows(as("data").get("/reports?q=zebra"), "No report found"));
    for (auto who : {"teacher", "student", "tech"}) {
        for (auto page : {"/reports", "/reports/chronic-absence", "/figures", "/decisions", "/reports/new"}) EXPECT_EQ(as(who).get(page).status, 403) << who << page;
    }
    EXPECT_EQ(as("nobody").get("/reports").status, 303);
    EXPECT_EQ(as("data").get("/reports/no-such").status, 404);
}

TEST_ON_EVERY_BACKEND(ReportPages, ShowTheNewestAnswerProtectedToAllReaders, ReportPages) {
    const std::string page = "/reports/students-by-school-and-grade";
    EXPECT_TRUE(shows(as("data").get(page), "Nobody has asked this yet"));
    EXPECT_EQ(as("data").post(page + "/run", {}).status, 422) << "a purpose is asked";
    run_grades();
    for (auto who : {"data", "cio"}) {
        const auto shown = as(who).get(page);
        EXPECT_TRUE(shows(shown, ">120<"));
        EXPECT_FALSE(shows(shown, ">3<"));
        EXPECT_TRUE(shows(shown, "withheld"));
        EXPECT_TRUE(shows(shown, "vega-lite/v6.json"));
        EXPECT_TRUE(shows(shown, "grade 07 at North: 120 students"));
    }
    const auto filtered = as("data").get(page + "?f-school=South");
    EXPECT_FALSE(shows(filtered, ">120<"));
    EXPECT_FALSE(shows(filtered, ">3<"));
    const auto csv = as("data").get(page + "/table.csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_NE(csv.body.find("North,07,120"), std::string::npos) << csv.body;
    EXPECT_EQ(csv.body.find(",3\r\n"), std::string::npos) << csv.body;
    const auto xlsx = as("data").get(page + "/table.xlsx");
    EXPECT_EQ(xlsx.body.substr(0, 2), "PK");
    EXPECT_EQ(as("data").get("/reports/chronic-absence?p-school_year=soon").status, 422);
    EXPECT_EQ(as("data").get("/reports/chronic-absence/table.csv").status, 404);
}

TEST_ON_EVERY_BACKEND(ReportPages, AreWrittenCheckedAndKeptInVersions, ReportPages) {
    auto bad = as("cio").post("/reports/new", {{"text", "/*\nname = \"x\"\n*/\nSELECT 1"}, {"do", "save"}});
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "title: this must be there"));
    EXPECT_TRUE(shows(as("cio").post("/reports/new", {{"text", own_text}, {"do", "check"}}), "Nothing was saved"));
    EXPECT_EQ(as("cio").get("/reports/by-team").status, 404);
    EXPECT_EQ(as("cio").post("/reports/new", {{"text", own_text}, {"do", "save"}}).status, 303);
    EXPECT_EQ(as("cio").post("/reports/new", {{"text", own_text}, {"do", "save"}}).status, 422) << "the name is taken";
    const auto changed = own_text + "ORDER BY team\n";
    EXPECT_EQ(as("cio").post("/reports/by-team/edit", {{"text", changed}, {"seen", "0"}, {"do", "save"}}).status, 409);
    EXPECT_EQ(as("cio").post("/reports/by-team/edit", {{"text", changed}, {"seen", "1"}, {"do", "save"}}).status, 303);
    const auto compared = as("cio").get("/reports/by-team/compare?from=1&to=2");
    EXPECT_TRUE(shows(compared, "ORDER BY team"));
    EXPECT_TRUE(shows(compared, "Put in"));
    EXPECT_EQ(as("cio").get("/reports/by-team/compare?from=1&to=9").status, 404);
    EXPECT_TRUE(shows(as("cio").get("/reports/by-team"), "Ruth Adler"));
}

TEST_ON_EVERY_BACKEND(ReportPages, ANewReportIsSavedAndAnOldOneGetsAVersion, ReportPages) {
    EXPECT_TRUE(shows(as("data").get("/reports/new"), ">Save</button>"));
    EXPECT_FALSE(shows(as("data").get("/reports/new"), "Save as a new version"));
    EXPECT_EQ(as("data").post("/reports/new", {{"text", own_text}, {"seen", "0"}, {"do", "save"}}).status, 303);
    EXPECT_TRUE(shows(as("data").get("/reports/by-team/edit"), "Save as a new version"));
}

TEST_ON_EVERY_BACKEND(ReportPages, AChangedShippedOneCanBeSetBack, ReportPages) {
    const std::string page = "/reports/requests-by-category-and-week";
    std::string text(shipped_report("requests-by-category-and-week"));
    text.replace(text.find("Help desk requests by category and week"), 9, "HELP DESK");
    EXPECT_EQ(as("cio").post(page + "/edit", {{"text", text}, {"seen", "0"}, {"do", "save"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get(page), "HELP DESK requests"));
    EXPECT_TRUE(read([&](db::Read& db) { return !find_report(db, viewer("cio"), "requests-by-category-and-week")->as_shipped(); })) << "it runs under the guard";
    EXPECT_TRUE(shows(as("cio").post(page + "/set-back", {{"seen", "1"}}), "Set this report back"));
    EXPECT_EQ(as("cio").post(page + "/set-back", {{"seen", "1"}, {"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get(page), "Help desk requests"));
    EXPECT_EQ(read([&](db::Read& db) { return report_versions(db, viewer("cio"), "requests-by-category-and-week").size(); }), 3u) << "every version is kept";
}

// data.md clause 14: what somebody may not ask, they may not have others ask for them.
TEST_ON_EVERY_BACKEND(ReportPages, WritingNeedsThePermissionOfTheTier, ReportPages) {
    auto writer = auth::Viewer({1}, "W", {{"data.reports"}, {"data.write_reports"}, {"data.operations"}}, auth::Proof::session);
    EXPECT_TRUE(may_write(writer, Tier::operations));
    EXPECT_FALSE(may_write(writer, Tier::students));
    write([&](db::Write& db) {
        EXPECT_THROW(save_report(db, writer, now, trusted_report(shipped_report("chronic-absence")), 0), base::Forbidden);
        EXPECT_THROW(set_back_report(db, writer, now, "chronic-absence", 0), base::Forbidden);
    });
}

TEST_ON_EVERY_BACKEND(ReportPages, AFigureStaysAsItWasFrozen, ReportPages) {
    const auto run = std::to_string(run_grades());
    const auto figure = next(as("cio").post("/figures", {{"run", run}}));
    ASSERT_TRUE(figure.starts_with("/figures/")) << figure;
    const auto before = as("cio").get(figure);
    EXPECT_TRUE(shows(before, "sha256"));
    EXPECT_TRUE(shows(before, ">120<"));
    EXPECT_FALSE(shows(before, ">3<"));
    EXPECT_TRUE(shows(before, "unchanged"));
    // The report changes and is asked anew; the figure does not.
    std::string text(shipped_report("students-by-school-and-grade"));
    text.replace(text.find("Students by school and grade"), 8, "PUPILS");
    EXPECT_EQ(as("cio").post("/reports/students-by-school-and-grade/edit", {{"text", text}, {"seen", "0"}, {"do", "save"}}).status, 303);
    EXPECT_EQ(as("cio").post("/figures", {{"run", run}}).status, 409) << "the report is not any more what was asked";
    EXPECT_TRUE(shows(as("data").get(figure), "Students by school and grade"));
    EXPECT_TRUE(shows(as("cio", html::Language::es).get(figure), "Estudiantes por escuela y grado"));
    EXPECT_EQ(as("cio").get(figure + "/table.csv").status, 200);
    EXPECT_TRUE(shows(as("cio").get("/figures"), "Students by school and grade"));
}

TEST_ON_EVERY_BACKEND(ReportPages, TheSameContentIsFrozenOnceUnlessItWasWithdrawn, ReportPages) {
    const auto run = std::to_string(run_grades());
    const auto figure = next(as("cio").post("/figures", {{"run", run}}));
    EXPECT_TRUE(shows(as("data").get(figure), "No decision cites it yet"));
    EXPECT_EQ(next(as("cio").post("/figures", {{"run", run}})), figure);
    EXPECT_NE(next(as("cio").post("/figures", {{"run", run}, {"f-school", "North"}})), figure) << "other rows are other content";
    EXPECT_EQ(as("cio").post(figure + "/withdraw", {{"why", "Counted twice"}, {"confirmed", "1"}}).status, 303);
    const auto asked = as("cio").post("/figures", {{"run", run}});
    EXPECT_EQ(asked.status, 200);
    EXPECT_TRUE(shows(asked, "was withdrawn (Counted twice)"));
    const auto again = next(as("cio").post("/figures", {{"run", run}, {"confirmed", "1"}}));
    EXPECT_TRUE(again.starts_with("/figures/") && again != figure) << again;
}

TEST_ON_EVERY_BACKEND(ReportPages, AnAnswerOlderThanTheWarehouseSaysSo, ReportPages) {
    const std::string page = "/reports/students-by-school-and-grade";
    const auto run = std::to_string(run_grades());
    write([&](db::Write& db) { db::set_setting(db, "data.warehouse_version", "v1"); });
    EXPECT_FALSE(shows(as("data").get(page), "The warehouse is newer"));
    write([&](db::Write& db) {
        db::set_setting(db, "data.warehouse_version", "v2");
        db::set_setting(db, "data.warehouse_as_of", std::to_string(base::to_ms(now + std::chrono::hours(1))));
    });
    EXPECT_FALSE(shows(as("data").get(page), "The warehouse is newer")) << "a refresh to which no student data came";
    write([&](db::Write& db) { db::set_setting(db, "data.warehouse_as_of", std::to_string(base::to_ms(now + std::chrono::hours(25)))); });
    EXPECT_TRUE(shows(as("data").get(page), "The warehouse is newer"));
    EXPECT_TRUE(shows(as("cio").post("/figures", {{"run", run}}), "Freeze it all the same?")) << "it is asked before it is frozen";
    EXPECT_TRUE(shows(as("cio").get("/figures"), "No figure yet"));
    EXPECT_EQ(as("cio").post("/figures", {{"run", run}, {"confirmed", "1"}}).status, 303);
}

TEST_ON_EVERY_BACKEND(ReportPages, ADecisionCitesFiguresAndAWithdrawnOneSaysSo, ReportPages) {
    const auto figure = next(as("cio").post("/figures", {{"run", std::to_string(run_grades())}}));
    const auto number = figure.substr(figure.rfind('/') + 1);
    auto form = [&](std::string_view figures) { return http::TestClient::FormFields{{"title", "Open a second class"}, {"why", "Grade 7 has grown."}, {"decided_by", "The board"}, {"decided_on", "2026-03-09"}, {"figures", std::string(figures)}}; };
    EXPECT_EQ(as("cio").post("/decisions", form("99")).status, 422);
    auto empty = as("cio").post("/decisions", form(""));
    EXPECT_EQ(empty.status, 422);
    EXPECT_TRUE(shows(empty, "Open a second class")) << "the form again, with what was typed";
    const auto decision = next(as("cio").post("/decisions", form(number)));
    ASSERT_TRUE(decision.starts_with("/decisions/")) << decision;
    EXPECT_TRUE(shows(as("data").get(decision), "Students by school and grade"));
    EXPECT_TRUE(shows(as("data").get(figure), "Open a second class"));
    EXPECT_FALSE(shows(as("data").get("/decisions"), "rests on a withdrawn figure"));
    EXPECT_EQ(as("cio").post(figure + "/withdraw", {{"why", ""}}).status, 422);
    EXPECT_TRUE(shows(as("cio").post(figure + "/withdraw", {{"why", "Counted twice"}}), "Withdraw this figure?"));
    EXPECT_EQ(as("cio").post(figure + "/withdraw", {{"why", "Counted twice"}, {"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("data").get(figure), "Counted twice"));
    EXPECT_TRUE(shows(as("data").get(figure), ">120<")) << "the record stays";
    EXPECT_TRUE(shows(as("data").get(decision), "Counted twice"));
    EXPECT_TRUE(shows(as("data").get("/decisions"), "rests on a withdrawn figure"));
    EXPECT_NE(as("data").get(figure + "/table.csv").body.find("WITHDRAWN"), std::string::npos);
    EXPECT_NE(as("data").get(figure + "/table.csv").body.find("Counted twice"), std::string::npos);
    EXPECT_EQ(as("cio").post("/decisions", form(number)).status, 422);
    EXPECT_EQ(as("cio").post(figure + "/withdraw", {{"why", "Again"}, {"confirmed", "1"}}).status, 409);
}

// data.md clause 14.
TEST_ON_EVERY_BACKEND(ReportPages, AnUnprotectedAnswerAboutStudentsIsNotFrozen, ReportPages) {
    data::Run run;
    run.kind = RunKind::query;
    run.tier = Tier::students;
    run.sql = "SELECT * FROM student";
    run.title = "All";
    write([&](db::Write& db) {
        EXPECT_THROW(freeze(db, viewer("cio"), now, run, {}, *services().messages, {}), base::Forbidden);
        run.tier = Tier::operations;
        EXPECT_GT(freeze(db, viewer("cio"), now, run, {}, *services().messages, {}, "Requests").value, 0);
    });
}
