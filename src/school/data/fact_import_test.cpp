#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <tuple>

#include "data/batch.h"
#include "data/data.h"
#include "data/fact_template.h"
#include "data/refresh.h"
#include "db/db.h"
#include "files/files.h"
#include "imports/imports.h"
#include "imports/testing.h"
#include "roster/roster.h"
#include "world/browser.h"
#include "world/world.h"

using namespace data;
using imports::State;

namespace {

/// A school with two students who have numbers, and a way to bring in files about them.
struct StudentData : World {
    StudentData() {
        write([&](db::Write& db) {
            ana = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Ana", .family_name = "Ruiz", .role = roster::Role::student, .grade = "09", .school = north});
            ben = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Ben", .family_name = "Cole", .role = roster::Role::student, .grade = "10", .school = north});
            number(db, ana, "S-1");
            number(db, ben, "S-2");
            db.query("UPDATE roster_org SET identifier = '060101' WHERE id = :id").bind("id", north).run();
        });
        options.now = now;
        options.today = base::TimeZone::utc().day_of(now);
        options.services = &services();
    }
    static void number(db::Write& db, roster::PersonId id, const char* text) {
        db.query("UPDATE roster_person SET identifier = :text WHERE id = :id").bind("text", text).bind("id", id).run();
    }

    static imports::Kind kind(std::string_view name) {
        for (auto& made : import_kinds()) {
            if (made.name == name) return made;
        }
        throw std::logic_error("no such kind");
    }
    imports::Outcome bring_in(std::string_view name, const std::vector<std::pair<std::string, std::string>>& files, bool only_check = false) {
        imports::testing::Folder folder;
        for (const auto& [file, bytes] : files) folder.write(file, bytes);
        imports::Outcome outcome;
        imports::Progress progress;
        auto package = imports::Package::open(folder.path(), "files", outcome.report);
        if (!package) return outcome;
        auto made = kind(name);
        if (only_check) return imports::check(database(), made, *package, options, progress);
        return imports::apply(database(), auth::Viewer::command_line(), made, *package, options, progress, "files");
    }
    imports::Outcome attendance(const std::string& rows) {
        return bring_in("attendance", {{"attendance.csv", "StudentUniqueId,SchoolId,EventDate,AttendanceEventCategory,AttendanceEventReason,EventDuration,Status\n" + rows}});
    }
    static std::int64_t times(const imports::Outcome& outcome, std::string_view code) {
        auto found = outcome.report.codes().find(code);
        return found == outcome.report.codes().end() ? 0 : found->second;
    }
    std::vector<BatchFile> accepted(std::string_view fact) {
        return read([&](db::Read& db) { return batches_of(db, fact); });
    }

    roster::PersonId ana, ben;
    imports::Options options;
};

std::string first_problem(const imports::Outcome& outcome) {
    if (outcome.report.problems().empty()) return "";
    const auto& problem = outcome.report.problems().front();
    return problem.code + " " + problem.column + " " + problem.value;
}

}  // namespace

TEST_ON_EVERY_BACKEND(FactImport, MakesABatchOfWhatIsNewAndNoneOfWhatIsKnown, StudentData) {
    const std::string rows = "S-1,060101,2026-03-02,Excused Absence,Doctor,1,\nS-2,060101,2026-03-02,uri://ed-fi.org/AttendanceEventCategoryDescriptor#Tardy,,0.25,active\n";
    auto first = attendance(rows);
    ASSERT_EQ(first.state, State::applied) << first_problem(first);
    EXPECT_EQ(first.total().created, 2);
    ASSERT_EQ(accepted("attendance_event").size(), 1u);
    EXPECT_TRUE(services().files->contains({accepted("attendance_event").front().hash}));

    auto again = attendance(rows);
    EXPECT_EQ(again.state, State::applied);
    EXPECT_EQ(again.total().unchanged, 2);
    EXPECT_EQ(accepted("attendance_event").size(), 1u) << "nothing changed";

    auto more = attendance("S-1,060101,2026-03-02,Excused Absence,Dentist,1,\nS-2,060101,2026-03-02,Tardy,,,tobedeleted\nS-2,060101,2026-03-03,excused,,0.5,\n");
    EXPECT_EQ(more.total().updated, 1);
    EXPECT_EQ(more.total().ended, 1) << first_problem(more);
    EXPECT_EQ(more.total().created, 1);
}

TEST_ON_EVERY_BACKEND(FactImport, OfOneOfTwoSourcesThatNameAlikeMeansItsOwn, StudentData) {
    write([&](db::Write& db) {
        db.query("UPDATE roster_person SET source = 'north_sis', external_id = '77' WHERE id = :id").bind("id", ana).run();
        db.query("UPDATE roster_person SET source = 'south_sis', external_id = '77' WHERE id = :id").bind("id", ben).run();
        db.query("UPDATE roster_org SET source = 'north_sis', external_id = '1' WHERE id = :id").bind("id", north).run();
        db.query("UPDATE roster_org SET source = 'south_sis', external_id = '1' WHERE id = :id").bind("id", south).run();
    });
    const std::string row = "77,1,2026-03-02,Tardy,,1,\n";
    auto unsaid = attendance(row);
    EXPECT_EQ(times(unsaid, "reference.ambiguous"), 2);
    for (auto [source, student, school] : {std::tuple("north_sis", ana, north), std::tuple("south_sis", ben, south)}) {
        options.source = source;
        auto said = attendance(row);
        ASSERT_EQ(said.state, State::applied) << first_problem(said);
        refresh(database(), services(), false);
        auto told = ask(place_of(services()), {.tier = Tier::sensitive, .sql = "SELECT school_id FROM attendance_event WHERE student_id = $id", .parameters = {{"id", student.value}}});
        ASSERT_EQ(told.table.rows.size(), 1u) << source;
        EXPECT_EQ(base::text_of(told.table.rows[0][0]), std::to_string(school.value));
    }
    options.source = "other_sis";
    EXPECT_EQ(times(attendance(row), "reference.ambiguous"), 2) << "which it means is not known";
}

TEST_ON_EVERY_BACKEND(FactImport, ADryRunAcceptsNothing, StudentData) {
    auto outcome = bring_in("school-calendar", {{"c.csv", "SchoolId,Date,CalendarEvent\n060101,2026-03-02,Instructional day\n"}}, true);
    EXPECT_EQ(outcome.state, State::ready) << first_problem(outcome);
    EXPECT_EQ(outcome.total().created, 1);
    EXPECT_TRUE(accepted("calendar_event").empty());
}

TEST_ON_EVERY_BACKEND(FactImport, EveryBadCellIsToldWithItsPlace, StudentData) {
    write([&](db::Write& db) {
        auto twin = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Eve", .family_name = "Twin", .role = roster::Role::student, .school = north});
        auto other = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Eva", .family_name = "Twin", .role = roster::Role::student, .school = north});
        number(db, twin, "S-9");
        number(db, other, "S-9");
    });
    const std::string rows = "S-1,060101,2026-13-02,Tardy,,1,\nS-1,060101,2026-03-02,Asleep,,1,\nS-1,060101,2026-03-02,Tardy,,1.5,\nS-1,060101,2026-03-02,Tardy,,1,gone\n"
                             "nobody,060101,2026-03-02,Tardy,,1,\nS-9,060101,2026-03-02,Tardy,,1,\nS-1,nowhere,2026-03-02,Tardy,,1,\n"
                             "S-2,060101,2026-03-02,Tardy,,1,\nS-2,060101,2026-03-02,Tardy,,0.5,\nS-2,060101,2026-03-02,Tardy,,1,\n";
    auto strict = attendance(rows);
    EXPECT_EQ(strict.state, State::refused);
    EXPECT_EQ(times(strict, "row.invalid_date"), 1);
    EXPECT_EQ(times(strict, "row.invalid_enum"), 2);
    EXPECT_EQ(times(strict, "row.invalid_duration"), 1);
    EXPECT_EQ(times(strict, "reference.missing_target_record"), 2);
    EXPECT_EQ(times(strict, "reference.ambiguous"), 1);
    EXPECT_EQ(times(strict, "reference.duplicate_record"), 1);
    EXPECT_EQ(times(strict, "row.repeated"), 1);
    for (const auto& problem : strict.report.problems()) {
        if (problem.code != "reference.ambiguous") continue;
        EXPECT_EQ(problem.file, "attendance.csv");
        EXPECT_EQ(problem.row, 7);
        EXPECT_EQ(problem.column, "StudentUniqueId");
        EXPECT_EQ(problem.value, "S-9");
    }
    for (const auto& problem : strict.report.problems()) {
        if (problem.code != "reference.duplicate_record" && problem.code != "row.repeated") continue;
        EXPECT_TRUE(problem.value.starts_with("S-2, 060101, 2026-03-02")) << problem.value << ": as the file has it";
        EXPECT_NE(problem.expected.find("; row 9 "), std::string::npos) << problem.expected;
    }
    EXPECT_TRUE(accepted("attendance_event").empty());
    options.mode = imports::Mode::lenient;
    auto lenient = attendance(rows);
    EXPECT_EQ(lenient.state, State::applied);
    EXPECT_EQ(lenient.total().created, 1);
    EXPECT_EQ(lenient.total().skipped, 8);
}

TEST_ON_EVERY_BACKEND(FactImport, AttendanceOfADayToComeIsAnError, StudentData) {
    auto outcome = attendance("S-1,060101,2026-03-09,Tardy,,0.1,\nS-1,060101,2026-03-10,Tardy,,0.1,\n");
    EXPECT_EQ(outcome.state, State::refused);
    EXPECT_EQ(times(outcome, "row.date_in_future"), 1);
    EXPECT_EQ(first_problem(outcome), "row.date_in_future EventDate 2026-03-10");
    EXPECT_EQ(attendance("S-1,060101,2026-03-09,Tardy,,0.1,\n").state, State::applied) << "today was seen";
}

TEST_ON_EVERY_BACKEND(FactImport, FilesThatAreNoneAreRefused, StudentData) {
    EXPECT_EQ(times(bring_in("programs", {{"p.csv", "Student,Program\n1,2\n"}}), "table.missing_header"), 3);
    EXPECT_EQ(times(bring_in("programs", {{"p.csv", ""}}), "file.empty"), 1);
    EXPECT_EQ(times(bring_in("programs", {{"p.csv", "a"}, {"q.csv", "b"}}), "package.one_file_expected"), 1);
    EXPECT_EQ(bring_in("programs", {{"p.csv", std::string("PK\x03\x04 no text", 12)}}).state, State::refused);
    auto nothing = bring_in("programs", {{"p.csv", "StudentUniqueId,ProgramType,BeginDate,EndDate\n"}});
    EXPECT_EQ(nothing.state, State::applied) << "a file without rows changes nothing";
    EXPECT_TRUE(accepted("student_program").empty());
}

TEST_ON_EVERY_BACKEND(FactImport, TheLastDayOfAnEnrolmentBecomesTheDayAfter, StudentData) {
    const std::string header = "StudentUniqueId,SchoolId,SchoolYear,EntryDate,ExitWithdrawDate,EntryGradeLevel\n";
    auto wrong = bring_in("school-enrollments", {{"e.csv", header + "S-1,060101,2025-26,2025-08-24,2025-08-23,9\n"}});
    EXPECT_EQ(times(wrong, "semantic.dates_inverted"), 1);
    auto never = bring_in("school-enrollments", {{"e.csv", header + "S-1,060101,2026,2025-08-24,9999-12-31,9\n"}});
    EXPECT_EQ(times(never, "row.invalid_date"), 1);
    auto outcome = bring_in("school-enrollments", {{"e.csv", header + "S-1,060101,2025-26,2025-08-24,2026-02-27,9\nS-2,060101,2026,2025-08-24,,10\n"}});
    ASSERT_EQ(outcome.state, State::applied) << first_problem(outcome);
    refresh(database(), services(), true);
    auto answer = ask(place_of(services()), {.tier = Tier::sensitive, .sql = "SELECT CAST(exit_date AS VARCHAR), school_year, grade_level FROM school_enrollment_record ORDER BY exit_date NULLS LAST", .guarded = false});
    ASSERT_EQ(answer.table.rows.size(), 2u);
    EXPECT_EQ(base::text_of(answer.table.rows[0][0]), "2026-02-28");
    EXPECT_EQ(base::text_of(answer.table.rows[0][1]), "2026");
    EXPECT_EQ(base::text_of(answer.table.rows[0][2]), "09");
    EXPECT_TRUE(base::is_null(answer.table.rows[1][0]));
}

TEST_ON_EVERY_BACKEND(FactImport, ABatchTakenBackCountsNoMore, StudentData) {
    attendance("S-1,060101,2026-03-02,Excused Absence,,1,\n");
    attendance("S-1,060101,2026-03-02,Excused Absence,,0.5,\n");
    auto count = [&] {
        refresh(database(), services(), false);
        return base::text_of(ask(place_of(services()), {.tier = Tier::sensitive, .sql = "SELECT sum(day_thousandths) FROM attendance_event", .guarded = false}).table.rows.at(0).at(0));
    };
    EXPECT_EQ(count(), "500");
    auto newest = accepted("attendance_event").back().id;
    // A later batch holds what differed from the earlier: that one cannot go before it.
    EXPECT_THROW(write([&](db::Write& db) { take_back(db, auth::Viewer::command_line(), now, accepted("attendance_event").front().id); }), base::Conflict);
    write([&](db::Write& db) { take_back(db, auth::Viewer::command_line(), now, newest); });
    EXPECT_EQ(count(), "1000");
    EXPECT_THROW(write([&](db::Write& db) { take_back(db, auth::Viewer::command_line(), now, newest); }), base::Conflict);
    EXPECT_EQ(attendance("S-1,060101,2026-03-02,Excused Absence,,1,\n").total().unchanged, 1);
    EXPECT_EQ(read([&](db::Read& db) { return named_files(db).size(); }), 1u);
}

namespace {
struct Results : StudentData {
    Results() {
        write([&](db::Write& db) {
            auto made = roster::create_class(db, auth::Viewer::system(), now, {.title = "Biology", .school = north, .location = {}, .periods = {}, .teacher = person("teacher"), .students = {ana, ben}});
            db.query("UPDATE roster_class SET external_id = 'B1' WHERE id = :id").bind("id", made).run();
        });
    }
    imports::Outcome gradebook(const std::string& mode, const std::string& results) {
        return bring_in("results", {{"manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.categories,bulk\nfile.lineItems,bulk\nfile.results," + mode + "\n"},
                                    {"categories.csv", "sourcedId,status,dateLastModified,title,weight\nc1,,,Quizzes,50\n"},
                                    {"lineItems.csv", "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,academicSessionSourcedId,"
                                                      "resultValueMin,resultValueMax,schoolSourcedId\nl1,,,Quiz 1,secret words,2026-03-01,2026-03-05,B1,c1,,0,100,\n"},
                                    {"results.csv", "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment\n" + results}});
    }
};
}  // namespace

TEST_ON_EVERY_BACKEND(ResultImport, BringsInAGradebookAndEndsWhatACompleteFileNoLongerNames, Results) {
    auto first = gradebook("bulk", "r1,,,l1,S-1,fully graded,87.5,2026-03-06,a comment\nr2,,,l1,S-2,exempt,,2026-03-06,\n");
    ASSERT_EQ(first.state, State::applied) << first_problem(first);
    EXPECT_EQ(first.total().created, 3);
    auto again = gradebook("bulk", "r1,,,l1,S-1,fully graded,87.5,2026-03-06,another\nr2,,,l1,S-2,exempt,,2026-03-06,\n");
    EXPECT_EQ(again.total().created + again.total().updated + again.total().ended, 0) << "comments are never read";

    auto held = gradebook("bulk", "r1,,,l1,S-1,fully graded,90,2026-03-06,\n");
    EXPECT_EQ(held.state, State::held);
    options.confirm_ends = true;
    auto done = gradebook("bulk", "r1,,,l1,S-1,fully graded,90,2026-03-06,\n");
    EXPECT_EQ(done.total().updated, 1);
    EXPECT_EQ(done.total().ended, 1);
    EXPECT_EQ(gradebook("delta", "r1,tobedeleted,2026-03-07T00:00:00.000Z,,,,,,\n").total().ended, 1);
}

TEST_ON_EVERY_BACKEND(ResultImport, ToldProblems, Results) {
    auto bad = gradebook("bulk", "r1,,,l9,S-1,fully graded,87.5,2026-03-06,\nr2,,,l1,S-7,exempt,,,\nr3,,,l1,S-1,perhaps,many,,\n");
    EXPECT_EQ(bad.state, State::refused);
    EXPECT_EQ(times(bad, "reference.missing_target_record"), 2);
    EXPECT_EQ(times(bad, "row.invalid_enum"), 1);
    EXPECT_EQ(times(bad, "row.invalid_float"), 1);
}

TEST_ON_EVERY_BACKEND(BatchPages, ListBatchesAskBeforeTakingBackAndGiveEmptyFiles, StudentData) {
    auto who = "data";
    EXPECT_TRUE(shows(as(who).get("/data/batches"), "Nothing was brought in yet"));
    attendance("S-1,060101,2026-03-02,Excused Absence,,1,\n");
    auto id = accepted("attendance_event").front().id;
    auto address = "/data/batches/" + std::to_string(id);
    EXPECT_TRUE(shows(as(who).get("/data/batches"), address));
    EXPECT_TRUE(shows(as(who, html::Language::es).get(address), "¿Retirar este lote?"));
    // From the command line too a batch leads to its import, and one of an earlier time says that it does not.
    auto import_run = read([&](db::Read& db) { return find_batch(db, viewer("data"), id); })->import_run;
    ASSERT_TRUE(import_run);
    EXPECT_TRUE(shows(as(who).get(address), "href=\"/imports/" + std::to_string(*import_run) + "\""));
    EXPECT_EQ(as(who).get("/imports/" + std::to_string(*import_run)).status, 200);
    write([&](db::Write& db) { db.query("UPDATE data_batch SET import_run_id = NULL").run(); });
    EXPECT_TRUE(shows(as(who).get(address), "On the command line"));
    EXPECT_EQ(as(who).post(address + "/taken-back").status, 303);
    EXPECT_TRUE(shows(as(who).get("/data/batches"), "Taken back"));
    EXPECT_EQ(as(who).post(address + "/taken-back").status, 409);
    for (const auto& made : fact_templates()) {
        auto file = as(who).get("/data/templates/" + std::string(made.kind));
        EXPECT_EQ(file.status, 200);
        EXPECT_EQ(file.body, empty_file(made));
    }
    EXPECT_EQ(as("tech").get("/data/batches").status, 403);
    EXPECT_EQ(as("tech").post(address + "/taken-back").status, 403);
    EXPECT_EQ(as(who).get("/data/batches/999999").status, 404);
}

namespace {
/// Somebody who presses cancel at once.
struct CancelledProgress : imports::Progress {
    bool cancelled() const override { return true; }
};

std::size_t leftovers(const http::Services& services) {
    std::size_t count = 0;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(place_of(services).folder, none)) count += entry.path().filename().string().starts_with("stage-");
    return count;
}
}  // namespace

TEST_ON_EVERY_BACKEND(FactImport, CancelLeavesNothingBehind, StudentData) {
    imports::testing::Folder folder;
    folder.write("c.csv", "SchoolId,Date,CalendarEvent\n060101,2026-03-02,Instructional day\n");
    imports::Report report;
    CancelledProgress progress;
    auto package = imports::Package::open(folder.path(), "c.csv", report);
    auto made = kind("school-calendar");
    EXPECT_THROW(imports::apply(database(), auth::Viewer::command_line(), made, *package, options, progress, "c.csv"), imports::Cancelled);
    EXPECT_TRUE(accepted("calendar_event").empty());
    EXPECT_EQ(leftovers(services()), 0u);
}

TEST_ON_EVERY_BACKEND(FactImport, AProgramThatDiesIsTheServersFaultAndChangesNothing, StudentData) {
    ::setenv("BELLTOWER_DATA_PROGRAM", "/bin/false", 1);
    EXPECT_THROW(attendance("S-1,060101,2026-03-02,Excused Absence,,1,\n"), std::exception);
    ::unsetenv("BELLTOWER_DATA_PROGRAM");
    EXPECT_TRUE(accepted("attendance_event").empty());
    EXPECT_EQ(leftovers(services()), 0u);
    EXPECT_EQ(attendance("S-1,060101,2026-03-02,Excused Absence,,1,\n").total().created, 1);
}
