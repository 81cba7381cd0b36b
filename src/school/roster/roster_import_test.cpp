#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "roster/testing.h"

using namespace roster;
using imports::Mode;
using imports::State;
using roster::testing::District;

TEST_ON_EVERY_BACKEND(OneRoster, BringsInAWholeDistrict, District) {
    write_oneroster_1_1();
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::applied);
    EXPECT_EQ(outcome.report.errors(), 0);
    EXPECT_EQ(count("roster_org"), 3);
    EXPECT_EQ(count("roster_person"), 4);
    EXPECT_EQ(count("roster_person_org"), 5);
    EXPECT_EQ(count("roster_enrollment"), 3);
    EXPECT_EQ(count("roster_class_session"), 2);
    EXPECT_EQ(text("SELECT o.name FROM roster_org n JOIN roster_org o ON o.id = n.parent_id WHERE n.external_id = 'N'"), "Riverbend District");
    EXPECT_EQ(text("SELECT grade FROM roster_person WHERE external_id = 'u2'"), "09");
    EXPECT_EQ(text("SELECT role FROM roster_person WHERE external_id = 'u4'"), "guardian");
    EXPECT_EQ(text("SELECT raw_role FROM roster_person WHERE external_id = 'u4'"), "parent");
    EXPECT_EQ(count("roster_person", "external_id = 'u4' AND enabled = 0"), 1);
    EXPECT_EQ(count("roster_guardian"), 1);
}

TEST_ON_EVERY_BACKEND(OneRoster, CreatesPeopleAndNoAccounts, District) {
    write_oneroster_1_1();
    import();
    EXPECT_EQ(count("auth_account"), 0);
    EXPECT_EQ(count("roster_person", "account_id IS NOT NULL"), 0);
}

TEST_ON_EVERY_BACKEND(OneRoster, ASecondRunChangesNothing, District) {
    write_oneroster_1_1();
    auto first = import().total();
    auto second = import().total();
    EXPECT_EQ(second.created + second.updated + second.ended, 0);
    EXPECT_EQ(second.unchanged, first.created);
}

TEST_ON_EVERY_BACKEND(OneRoster, ADryRunChangesNothing, District) {
    write_oneroster_1_1();
    auto outcome = check();
    EXPECT_EQ(outcome.state, State::ready);
    EXPECT_EQ(District::change(outcome, "people").created, 4);
    EXPECT_EQ(count("roster_person"), 0);
    EXPECT_EQ(count("imports_run"), 0);
}

TEST_ON_EVERY_BACKEND(OneRoster, PasswordsAreNeverKept, District) {
    write_oneroster_1_2();
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::applied);
    EXPECT_EQ(times(outcome, "schema.secret_column"), 1);
    for (const auto& problem : outcome.report.problems()) EXPECT_EQ(problem.value.find("hunter"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(OneRoster, VersionOnePointTwoHasRolesOfTheirOwn, District) {
    write_oneroster_1_2();
    auto outcome = import();
    ASSERT_EQ(outcome.state, State::applied) << (outcome.report.problems().empty() ? "" : outcome.report.problems().front().code);
    EXPECT_EQ(text("SELECT role FROM roster_person WHERE external_id = 'u3'"), "teacher");
    EXPECT_EQ(text("SELECT o.name FROM roster_person p JOIN roster_org o ON o.id = p.primary_org_id WHERE p.external_id = 'u3'"), "South School");
    EXPECT_EQ(text("SELECT preferred_given_name FROM roster_person WHERE external_id = 'u1'"), "Anita");
    EXPECT_EQ(count("roster_guardian"), 1);
    EXPECT_EQ(times(outcome, "file.not_stored"), 1);
    auto again = import().total();
    EXPECT_EQ(again.created + again.updated + again.ended, 0);
}

TEST_ON_EVERY_BACKEND(OneRoster, ChangedRowsAreUpdatedAndFoundUnderTheirNewName, District) {
    write_oneroster_1_1();
    import();
    auto users = std::string("sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
                             "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
                             "u1,,,true,N,student,apena,,Ana,Quiroga,,S-1,ana@river.example,,,u4,10,\n"
                             "u2,,,true,S,student,bcole,,Ben,Cole,,S-2,ben@river.example,,,,9,\n"
                             "u3,,,true,\"N,S\",teacher,mlopez,,Maria,Lopez,,T-1,m.lopez@river.example,,555-0100,,,\n"
                             "u4,,,false,N,parent,rpena,,Rosa,Peña,,,rosa@mail.example,,,u1,,\n");
    files.write("users.csv", users);
    options.confirm_ends = true;
    auto outcome = import();
    EXPECT_EQ(District::change(outcome, "people").updated, 1);
    EXPECT_EQ(District::change(outcome, "roles").created, 1);
    EXPECT_EQ(District::change(outcome, "roles").ended, 1);
    EXPECT_EQ(text("SELECT o.name FROM roster_person p JOIN roster_org o ON o.id = p.primary_org_id WHERE p.external_id = 'u2'"), "South School");
    auto found = [&](const char* name) {
        return database->read([&](db::Read& db) { return find_people(db, viewer, {.text = name}).lines.size(); });
    };
    EXPECT_EQ(found("quir"), 1u);
    EXPECT_EQ(found("pena"), 1u);  // her mother
}

TEST_ON_EVERY_BACKEND(OneRoster, WhatACompleteFileNoLongerNamesEndsAndMayComeBack, District) {
    write_oneroster_1_1();
    import();
    files.write("enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
                                   "e1,,,B1,N,u1,student,,2026-08-24,\ne3,,,B1,N,u3,teacher,true,,\n");
    auto held = import();
    EXPECT_EQ(held.state, State::held);
    EXPECT_EQ(times(held, "guard.too_many_ends"), 1);
    EXPECT_EQ(count("roster_enrollment", "active = 1"), 3);

    options.confirm_ends = true;
    EXPECT_EQ(import().state, State::applied);
    EXPECT_EQ(count("roster_enrollment", "active = 1"), 2);
    EXPECT_EQ(count("roster_enrollment"), 3);

    write_oneroster_1_1();
    EXPECT_EQ(District::change(import(), "enrollments").updated, 1);
    EXPECT_EQ(count("roster_enrollment", "active = 1"), 3);
}

TEST_ON_EVERY_BACKEND(OneRoster, AFileOfChangesTouchesOnlyWhatItNames, District) {
    write_oneroster_1_1();
    import();
    for (auto file : {"academicSessions", "courses", "classes", "orgs", "enrollments"}) std::filesystem::remove(files.path() + "/" + file + ".csv");
    files.write("manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,delta\n");
    files.write("users.csv", "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName\n"
                             "u2,tobedeleted,2026-09-01T00:00:00.000Z,true,N,student,bcole,Ben,Cole\n"
                             "u5,active,2026-09-01T00:00:00.000Z,true,S,student,dkim,Dee,Kim\n"
                             "u6,,2026-09-01T00:00:00.000Z,true,S,student,x,X,X\n");
    options.mode = Mode::lenient;
    options.confirm_ends = true;
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::applied);
    EXPECT_EQ(times(outcome, "row.field_required_in_delta"), 1);
    EXPECT_EQ(count("roster_person", "active = 1"), 4);
    EXPECT_EQ(count("roster_enrollment", "active = 1"), 2);
    EXPECT_EQ(text("SELECT o.name FROM roster_person p JOIN roster_org o ON o.id = p.primary_org_id WHERE p.external_id = 'u5'"), "South School");
}

TEST_ON_EVERY_BACKEND(OneRoster, StrictStopsAndLenientLeavesBadRowsOut, District) {
    write_oneroster_1_1();
    files.write("enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
                                   "e1,,,B1,N,u1,student,,08/24/2026,\ne2,,,B1,N,nobody,student,,,\ne3,,,B1,N,u3,teacher,perhaps,,\ne4,,,B1,N,u2,student,,,\n"
                                   "e4,,,B1,N,u1,student,,,\n");
    auto strict = import();
    EXPECT_EQ(strict.state, State::refused);
    EXPECT_EQ(count("roster_person"), 0);
    EXPECT_EQ(times(strict, "row.invalid_date"), 1);
    EXPECT_EQ(times(strict, "row.invalid_boolean"), 1);
    EXPECT_EQ(times(strict, "reference.missing_target_record"), 1);
    EXPECT_EQ(times(strict, "reference.duplicate_sourced_id"), 1);

    options.mode = Mode::lenient;
    auto lenient = import();
    EXPECT_EQ(lenient.state, State::applied);
    EXPECT_EQ(count("roster_enrollment"), 1);
    EXPECT_EQ(District::change(lenient, "enrollments").skipped, 4);
}

TEST_ON_EVERY_BACKEND(OneRoster, ARowLeftOutDoesNotEndWhatIsStored, District) {
    write_oneroster_1_1();
    import();
    files.write("enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
                                   "e1,,,B1,N,u1,student,,yesterday,\ne2,,,B1,N,u2,student,,,\ne3,,,B1,N,u3,teacher,true,,\n");
    options.mode = Mode::lenient;
    EXPECT_EQ(District::change(import(), "enrollments").ended, 0);
    EXPECT_EQ(count("roster_enrollment", "active = 1"), 3);
}

TEST_ON_EVERY_BACKEND(OneRoster, ADanglingReferenceIsToldWithItsPlace, District) {
    write_oneroster_1_1();
    files.write("courses.csv", "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n"
                               "C0,,,Y,Art,A,,D1,,\nC1,,,Y,Biology,BIO1,09,D9,Science,03051\n");
    auto outcome = check();
    ASSERT_EQ(times(outcome, "reference.missing_target_record"), 2);  // the course, and the class that is of it
    const auto& problem = *std::ranges::find(outcome.report.problems(), "reference.missing_target_record", &imports::Problem::code);
    EXPECT_EQ(problem.file, "courses.csv");
    EXPECT_EQ(problem.row, 3);
    EXPECT_EQ(problem.column, "orgSourcedId");
    EXPECT_EQ(problem.value, "D9");
}

TEST_ON_EVERY_BACKEND(OneRoster, HeadersInAnyCaseAndStrangeColumnsAreReadWithWarnings, District) {
    write_oneroster_1_1();
    files.write("orgs.csv", "SourcedID,Status,DATELASTMODIFIED,Name,Type,identifier,parentSourcedId,metadata.county,colour\n"
                            "D1,active,,Riverbend District,district,0601,,x,red\nN,active,,North School,school,060101,D1,x,red\n"
                            "S,active,,South School,school,060102,D1,x,red\n");
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::applied);
    EXPECT_EQ(times(outcome, "schema.unknown_column"), 1);
    EXPECT_GE(times(outcome, "schema.header_case"), 3);
    EXPECT_EQ(times(outcome, "row.field_forbidden_in_bulk"), 1);
}

TEST_ON_EVERY_BACKEND(OneRoster, WithoutAManifestOnlyALenientImportGoesOn, District) {
    write_oneroster_1_1();
    std::filesystem::remove(files.path() + "/manifest.csv");
    EXPECT_EQ(import().state, State::refused);
    options.mode = Mode::lenient;
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::applied);
    EXPECT_EQ(times(outcome, "package.missing_manifest"), 1);
}

TEST_ON_EVERY_BACKEND(OneRoster, AFileTheManifestAnnouncesMustBeThere, District) {
    write_oneroster_1_1();
    std::filesystem::remove(files.path() + "/courses.csv");
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::refused);
    EXPECT_EQ(times(outcome, "manifest.file_missing"), 1);
}

TEST_ON_EVERY_BACKEND(OneRoster, ZeroRowsOfACompleteFileAreHeldBack, District) {
    write_oneroster_1_1();
    import();
    files.write("enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n");
    EXPECT_EQ(import().state, State::held);
}

TEST_ON_EVERY_BACKEND(Sds, BringsInAnotherFormatAndKeepsItsWords, District) {
    write_sds();
    auto outcome = import();
    ASSERT_EQ(outcome.state, State::applied) << (outcome.report.problems().empty() ? "" : outcome.report.problems().front().code);
    EXPECT_EQ(text("SELECT raw_type FROM roster_org WHERE external_id = '12'"), "ministryOfEducation");
    EXPECT_EQ(text("SELECT type FROM roster_org WHERE external_id = '12'"), "other");
    EXPECT_EQ(text("SELECT type FROM roster_org WHERE external_id = '10'"), "school");
    EXPECT_EQ(text("SELECT role FROM roster_person WHERE external_id = '3'"), "teacher");
    EXPECT_EQ(text("SELECT raw_role FROM roster_person WHERE external_id = '3'"), "professor");
    EXPECT_EQ(text("SELECT role FROM roster_person WHERE external_id = '2'"), "guardian");
    EXPECT_EQ(text("SELECT grade FROM roster_person WHERE external_id = '1'"), "10");
    EXPECT_EQ(text("SELECT email FROM roster_person WHERE external_id = '1'"), "ana@river.example");
    EXPECT_EQ(times(outcome, "row.unknown_role"), 1);
    EXPECT_EQ(times(outcome, "row.unknown_org_type"), 2);
    EXPECT_EQ(times(outcome, "file.not_stored"), 2);
    EXPECT_EQ(count("roster_enrollment"), 2);
    auto again = import().total();
    EXPECT_EQ(again.created + again.updated + again.ended, 0);
}

TEST_ON_EVERY_BACKEND(Formats, WhatIsNeitherIsAClearError, District) {
    files.write("devices.csv", "Asset Tag,Serial\n1,2\n");
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::refused);
    EXPECT_EQ(times(outcome, "package.unknown_format"), 1);
}

TEST_ON_EVERY_BACKEND(Formats, FilesFromAMacOfManyYearsAgoAreRead, District) {
    write_sds();
    files.write("users.csv", "sourcedId;username;givenName;familyName\r1;ana@river.example;Ana;Pe\x96"
                             "a\r2;rosa@mail.example;Ren\x8e"
                             "e;Pe\x96"
                             "a\r3;pru@river.example;Pru;Hall\r");
    auto outcome = import();
    EXPECT_EQ(outcome.state, State::applied);
    EXPECT_EQ(text("SELECT family_name FROM roster_person WHERE external_id = '1'"), "Peña");
    EXPECT_EQ(text("SELECT given_name FROM roster_person WHERE external_id = '2'"), "Renée");
}

TEST_ON_EVERY_BACKEND(Runs, EachIsWrittenDownWithItsProblems, District) {
    write_oneroster_1_1();
    import();
    EXPECT_EQ(text("SELECT state FROM imports_run"), "applied");
    EXPECT_EQ(text("SELECT actor FROM imports_run"), viewer.name());
    EXPECT_EQ(count("imports_problem"), 1);  // the password column
    EXPECT_EQ(count("auth_event", "subject_kind = 'import'"), 1);
}

TEST_ON_EVERY_BACKEND(Runs, SourcesDoNotTouchEachOther, District) {
    write_oneroster_1_1();
    import();
    options.source = "charter";
    auto outcome = import();
    EXPECT_EQ(District::change(outcome, "people").created, 4);
    EXPECT_EQ(count("roster_person", "active = 1"), 8);
}
