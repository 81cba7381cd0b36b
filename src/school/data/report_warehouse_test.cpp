// Reports from brought-in files to what may leave, by the command line and through the worker: the job of a data specialist without a help desk.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "cli/cli.h"
#include "data/refresh.h"
#include "data/report.h"
#include "data/report_cli.h"
#include "data/testing_student_data.h"

using data::testing::StudentData;

namespace {

namespace json = boost::json;

class OpenDistrict : public cli::Workplace {
public:
    explicit OpenDistrict(app::House& house) : house_(house) {}
    db::Database& database() override { return house_.database(); }
    const http::Services& services() override { return house_.services(); }

private:
    app::House& house_;
};

struct Said {
    int status = 0;
    std::string out, errors;
};

/// Two schools with 40 and 30 students and twelve days of school; 12 and 15 of them missed two days.
class WarehouseReports : public StudentData {
public:
    WarehouseReports() {
        std::vector<std::pair<std::string, std::string>> students;
        std::string calendar = "SchoolId,Date,CalendarEvent\n", notes = "StudentUniqueId,SchoolId,EventDate,AttendanceEventCategory,AttendanceEventReason,EventDuration\n";
        for (int i = 0; i < 70; ++i) students.emplace_back(fmt::format("s{}", i), i < 40 ? "school-1" : "school-2");
        bring_in_roster(students);
        for (auto school : {"school-1", "school-2"}) {
            for (int day : {7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22}) calendar += fmt::format("{},2026-09-{:02},Instructional day\n", school, day);
        }
        bring_in("school-calendar", "school-calendar.csv", calendar);
        for (int i = 0; i < 70; ++i) {
            const bool chronic = i < 40 ? i < 12 : i < 55;
            const auto school = i < 40 ? "school-1" : "school-2";
            if (chronic) notes += fmt::format("s{0},{1},2026-09-07,Excused Absence,,1\ns{0},{1},2026-09-08,Unexcused Absence,,1\n", i, school);
            else notes += fmt::format("s{},{},2026-09-22,Tardy,,0.1\n", i, school);
        }
        bring_in("attendance", "attendance.csv", notes);
        refresh();
    }

    Said type(std::vector<std::string> words) {
        cli::Commands commands("1");
        data::report_commands(commands);
        commands.open_with([this](const cli::Where&) { return std::make_unique<OpenDistrict>(house()); });
        words.insert(words.begin(), "belltower");
        words.insert(words.end(), {"--data", "here"});
        std::vector<const char*> arguments;
        for (const auto& word : words) arguments.push_back(word.c_str());
        std::ostringstream out, errors;
        auto* before = std::cout.rdbuf(out.rdbuf());
        auto* errors_before = std::cerr.rdbuf(errors.rdbuf());
        const int status = commands.run(static_cast<int>(arguments.size()), arguments.data());
        std::cout.rdbuf(before);
        std::cerr.rdbuf(errors_before);
        return {status, out.str(), errors.str()};
    }
    /// Rows of a report's JSON: cells as they are shown, with | between.
    static std::vector<std::string> rows(const Said& said) {
        std::vector<std::string> all;
        if (said.status != 0) return {said.errors};
        const auto face = json::parse(said.out);
        for (const auto& row : face.at("rows").as_array()) {
            std::string line;
            for (const auto& cell : row.at("cells").as_array()) line += (line.empty() ? "" : "|") + std::string(cell.at(1).as_string());
            all.push_back(std::move(line));
        }
        return all;
    }
    static std::string file(imports::testing::Folder& folder, const std::string& name, const std::string& text) {
        folder.write(name, text);
        return folder.path() + "/" + name;
    }
};

const std::string own = "/*\nname = \"by-grade\"\ntitle = \"By grade\"\nsource = \"Roster\"\ntier = \"students\"\n[privacy]\nby = [\"grade\"]\ncount = \"students\"\n*/\n"
                        "SELECT student_id, grade_level AS grade FROM student WHERE active AND grade_level = '07'\n";

}  // namespace

TEST_ON_EVERY_BACKEND(WarehouseReports, TellChronicAbsenceByTheRuleOfThePolicy, WarehouseReports) {
    const auto told = rows(type({"report", "run", "chronic-absence", "--set", "subgroup=sex", "--format", "json"}));
    EXPECT_EQ(told, (std::vector<std::string>{"School school-1|not stated|40|30\u00A0%", "School school-2|not stated|30|50\u00A0%", "School school-1|All|40|30\u00A0%", "School school-2|All|30|50\u00A0%",
                                              "All|not stated|70|39\u00A0%", "All|All|70|39\u00A0%"}));
    for (auto group : {"race", "grade", "english_learner", "special_education", "homeless"}) {
        EXPECT_EQ(type({"report", "run", "chronic-absence", "--set", std::string("subgroup=") + group}).status, 0) << group;
    }
    EXPECT_EQ(rows(type({"report", "run", "chronic-absence", "--set", "school_year=2020", "--format", "json"})).size(), 0u) << "another year holds nothing";
}

TEST_ON_EVERY_BACKEND(WarehouseReports, EachThatShipsIsAnswered, WarehouseReports) {
    for (const auto& report : read([&](db::Read& db) { return data::reports(db, viewer("cio")); })) {
        for (auto format : {"table", "csv", "xlsx", "json"}) {
            const auto said = type({"report", "run", report.file.name, "--format", format});
            EXPECT_EQ(said.status, 0) << report.file.name << " " << said.errors;
            EXPECT_FALSE(said.out.empty());
        }
    }
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) AS n FROM data_run WHERE state <> 'done'").one_integer(); }), 0) << "each is recorded";
}

TEST_ON_EVERY_BACKEND(WarehouseReports, ThatCannotRunAreNotSaved, WarehouseReports) {
    data::refresh(database(), services(), false);
    auto text = own;
    text.replace(text.find("grade_level AS grade"), 20, "grade_levl AS grade");
    for (auto wish : {"check", "save"}) {
        const auto page = as("data").post("/reports/new", {{"text", text}, {"seen", "0"}, {"do", wish}});
        EXPECT_EQ(page.status, 422) << wish;
        EXPECT_TRUE(shows(page, "grade_levl"));
    }
    EXPECT_EQ(as("data").get("/reports/by-grade").status, 404);
    EXPECT_EQ(as("data").post("/reports/new", {{"text", own}, {"seen", "0"}, {"do", "check"}}).status, 200);
    EXPECT_EQ(as("data").post("/reports/new", {{"text", own}, {"seen", "0"}, {"do", "save"}}).status, 303);
    auto choosing = own;
    choosing.replace(choosing.find("[privacy]"), 9, "[[parameter]]\nname = \"level\"\ntype = \"choice\"\nlabel = \"Level\"\ndefault = \"07\"\nchoices = [\"07\", \"08\"]\n\n[privacy]");
    choosing.replace(choosing.find("by-grade"), 8, "by-level");
    choosing.replace(choosing.find("grade_level = '07'"), 18, "grade_level = $level");
    const auto warned = as("data").post("/reports/new", {{"text", choosing}, {"seen", "0"}, {"do", "check"}});
    EXPECT_EQ(warned.status, 200) << warned.body;
    EXPECT_TRUE(shows(warned, "$level picks or sorts students"));
}

TEST_ON_EVERY_BACKEND(WarehouseReports, AreBroughtInAndRunByScript, WarehouseReports) {
    imports::testing::Folder folder;
    const auto path = file(folder, "by-grade.sql", own);
    EXPECT_NE(type({"import", "report", path, "--dry-run"}).out.find("1 created"), std::string::npos);
    EXPECT_EQ(type({"report", "run", "by-grade"}).status, 1) << "a dry run saves nothing";
    EXPECT_EQ(json::parse(type({"import", "report", path, "--json"}).out).at("created").as_int64(), 1);
    EXPECT_EQ(json::parse(type({"import", "report", path, "--json"}).out).at("unchanged").as_int64(), 1) << "a second time changes nothing";
    const auto told = rows(type({"report", "run", "by-grade", "--format", "json"}));
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0], "07|70");
    EXPECT_NE(type({"report", "list"}).out.find("by-grade"), std::string::npos);
    const auto out = folder.path() + "/by-grade.csv";
    EXPECT_EQ(type({"report", "run", "by-grade", "--format", "csv", "--out", out}).status, 0);
    EXPECT_TRUE(std::ifstream(out).good());
    const auto unknown = type({"report", "run", "by-grade", "--set", "grade=7"});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_NE(unknown.errors.find("by-grade has no parameters."), std::string::npos) << unknown.errors;
    const auto other = type({"report", "run", "chronic-absence", "--set", "grade=7"});
    EXPECT_NE(other.errors.find("chronic-absence takes: --set school_year=2027, --set subgroup=race|sex|grade"), std::string::npos) << other.errors;
    EXPECT_NE(type({"report", "list"}).out.find("    --set subgroup=race|sex|grade"), std::string::npos);
    EXPECT_EQ(type({"report", "run", "by-grade", "--format", "pdf"}).status, 2);
    auto misspelt = own;
    misspelt.replace(misspelt.find("grade_level AS grade"), 20, "grade_levl AS grade");
    for (auto words : {std::vector<std::string>{"report", "add"}, {"import", "report", "--dry-run"}}) {
        words.push_back(file(folder, "misspelt.sql", misspelt));
        const auto said = type(words);
        EXPECT_EQ(said.status, 1);
        EXPECT_NE(said.out.find("grade_levl"), std::string::npos) << said.out;
    }
    EXPECT_EQ(rows(type({"report", "run", "by-grade", "--format", "json"})).at(0), "07|70") << "the one before is still there";
    const auto bad = type({"import", "report", file(folder, "bad.sql", "SELECT 1"), "--json"});
    EXPECT_EQ(bad.status, 1);
    EXPECT_EQ(json::parse(bad.out).at("problems").at(0).at("code").as_string(), "begin");
}

// data.md clauses 5 and 14: what a person wrote runs under the guard, and may not name a student by way of a label.
TEST_ON_EVERY_BACKEND(WarehouseReports, OfAPersonCannotTellWhoAStudentIs, WarehouseReports) {
    imports::testing::Folder folder;
    auto named = own;
    named.replace(named.find("grade_level AS grade"), 20, "family_name AS grade");
    named.replace(named.find("tier = \"students\""), 17, "tier = \"sensitive\"");
    EXPECT_EQ(type({"import", "report", file(folder, "named.sql", named)}).status, 0);
    const auto said = type({"report", "run", "by-grade"});
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.errors.find("tells who a student is"), std::string::npos) << said.errors;
    auto reading = own;
    reading.replace(reading.find("FROM student"), 12, "FROM read_csv('/etc/passwd')");
    const auto refused = type({"import", "report", file(folder, "reading.sql", reading)});
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.out.find("read_csv"), std::string::npos) << refused.out;
    // Also where it was saved before there was a warehouse to refuse it.
    write([&](db::Write& db) { data::save_report(db, auth::Viewer::command_line(), now, data::read_report(reading).file, 1); });
    const auto still = type({"report", "run", "by-grade"});
    EXPECT_EQ(still.status, 1);
    EXPECT_NE(still.errors.find("read_csv"), std::string::npos) << still.errors;
}
