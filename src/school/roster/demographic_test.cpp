#include <gtest/gtest.h>

#include <filesystem>

#include "base/embedded.h"
#include "base/text.h"
#include "roster/opt_out.h"
#include "roster/revision.h"
#include "roster/testing.h"

using namespace roster;
using imports::State;
using roster::testing::District;

namespace {

constexpr std::string_view header =
    "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,"
    "white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus\n";

/// The small district with a file on birth, sex and race.
struct Demographics : District {
    Demographics() {
        write_oneroster_1_1();
        announce("bulk");
        write("u1,,,2012-03-04,female,,,,,true,,true,US,NM,Taos,\nu2,,,2012-05-06,Male,,true,true,,false,,false,,,,\n");
    }
    void announce(const std::string& mode) {
        files.write("manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,bulk\nfile.classes,bulk\n"
                                    "file.courses,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.users,bulk\nfile.demographics," + mode + "\n");
    }
    void write(const std::string& rows) { files.write("demographics.csv", std::string(header) + rows); }
    std::int64_t number(const std::string& sql) {
        return database->read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    std::string fact(const std::string& name) {
        for (const auto& file : embedded()) {
            if (file.path.find("facts.sql") == std::string_view::npos) continue;
            std::string text(file.bytes);
            auto at = text.find("-- fact " + name + " ");
            auto sql = text.find("\nSELECT ", at);
            return text.substr(sql, text.find(";\n", sql) - sql);
        }
        return {};
    }
    std::string race(const std::string& user) {
        return text("SELECT f.race_reported FROM (" + fact("student_demographic") + ") f JOIN roster_person p ON p.id = f.student_id WHERE p.external_id = '" + user + "'");
    }
};

/// What somebody must read again who has seen everything up to this number.
struct Revisions : Demographics {
    std::int64_t newest() { return number("SELECT value FROM roster_revision"); }
    std::int64_t since(const std::string& table, std::int64_t seen) { return count(table, "revision > " + std::to_string(seen)); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Demographics, AreStoredAndNothingSaidIsNotFalse, Demographics) {
    auto outcome = import();
    ASSERT_EQ(outcome.state, State::applied) << (outcome.report.problems().empty() ? "" : outcome.report.problems().front().code);
    EXPECT_EQ(District::change(outcome, "demographics").created, 2);
    EXPECT_EQ(text("SELECT birth_on FROM roster_demographic WHERE external_id = 'u1'"), "2012-03-04");
    EXPECT_EQ(text("SELECT sex FROM roster_demographic WHERE external_id = 'u2'"), "male");
    EXPECT_EQ(count("roster_demographic", "external_id = 'u1' AND asian IS NULL AND hispanic = 1"), 1);
    EXPECT_EQ(count("roster_demographic", "external_id = 'u2' AND white = 0 AND american_indian IS NULL"), 1);
    auto again = import();
    EXPECT_EQ(again.total().created + again.total().updated + again.total().ended, 0);
}

TEST_ON_EVERY_BACKEND(Demographics, BadCellsAreToldWithTheirPlace, Demographics) {
    write("u1,,,04.03.2012,female,,,,,maybe,,,,,,\nu9,,,,,,,,,,,,,,,\nu2,,,2999-01-01,x,,,,,,,,,,,\n");
    auto outcome = check();
    EXPECT_EQ(times(outcome, "row.invalid_date"), 2);
    EXPECT_EQ(times(outcome, "row.invalid_boolean"), 1);
    EXPECT_EQ(times(outcome, "row.invalid_enum"), 1);
    EXPECT_EQ(times(outcome, "reference.missing_target_record"), 1);
    EXPECT_EQ(outcome.state, State::refused);
}

TEST_ON_EVERY_BACKEND(Demographics, AWithdrawnOneIsNoLongerToldAndComesBack, Demographics) {
    import();
    announce("delta");
    write("u1,tobedeleted,2026-09-01T00:00:00.000Z,,,,,,,,,,,,,\n");
    options.confirm_ends = true;
    EXPECT_EQ(District::change(import(), "demographics").ended, 1);
    EXPECT_EQ(race("u1"), "MISSING");
    write("u1,active,2026-09-01T00:00:00.000Z,,,,,,,true,,,,,,\n");
    EXPECT_EQ(District::change(import(), "demographics").updated, 1);
    EXPECT_EQ(race("u1"), "WH7");
}

TEST_ON_EVERY_BACKEND(Demographics, RacesAreRolledUpAsEdFactsWantsThem, Demographics) {
    import();
    EXPECT_EQ(race("u1"), "HI7");
    EXPECT_EQ(race("u2"), "MU7");
    struct Case {
        const char* row;
        const char* expected;
    };
    for (auto [row, expected] : {Case{"u1,,,,,true,,,,,,,,,,\n", "AM7"}, Case{"u1,,,,,,true,,,,,false,,,,\n", "AS7"}, Case{"u1,,,,,,,true,,,,,,,,\n", "BL7"},
                                 Case{"u1,,,,,,,,true,,,,,,,\n", "PI7"}, Case{"u1,,,,,,,,,true,true,,,,,\n", "MU7"}, Case{"u1,,,,,,,,,,,,,,,\n", "MISSING"},
                                 Case{"u1,,,,,false,false,false,false,false,false,false,,,,\n", "MISSING"}, Case{"u1,,,,,,,,,,,true,,,,\n", "HI7"}}) {
        write(std::string(row) + "u2,,,,,,,,,,,,,,,\n");
        ASSERT_EQ(import().state, State::applied);
        EXPECT_EQ(race("u1"), expected) << row;
    }
}

TEST_ON_EVERY_BACKEND(Facts, OfTheRosterRunOnBothEngines, Demographics) {
    import();
    for (const char* name : {"org", "academic_session", "course", "class", "student", "student_demographic", "roster_post", "class_enrollment"}) {
        EXPECT_GT(number("SELECT count(*) FROM (" + fact(name) + ") f WHERE f.revision > -1"), 0) << name;
    }
    EXPECT_EQ(number("SELECT count(*) FROM (" + fact("student") + ") f"), 2) << "neither teachers nor parents";
    EXPECT_EQ(number("SELECT count(*) FROM (" + fact("class_enrollment") + ") f"), 2);
}

TEST_ON_EVERY_BACKEND(Revisions, GrowWithEveryChangeAndOnlyThen, Revisions) {
    import();
    auto first = newest();
    EXPECT_EQ(since("roster_person", first - 1), 4);
    EXPECT_EQ(since("roster_enrollment", first - 1), 3);
    import();
    EXPECT_EQ(newest(), first);
    write("u1,,,2012-03-04,female,,,,,true,,false,US,NM,Taos,\nu2,,,2012-05-06,Male,,true,true,,false,,false,,,,\n");
    import();
    EXPECT_EQ(since("roster_demographic", first), 1);
    EXPECT_EQ(since("roster_person", first), 1) << "what is told of a student holds the birth date";
    EXPECT_EQ(since("roster_enrollment", first), 0);
}

TEST_ON_EVERY_BACKEND(Revisions, GrowWithWhatPeopleWriteToo, Revisions) {
    auto seen = newest();
    auto school = database->write([&](db::Write& db) { return create_school(db, viewer, options.now, {.name = "West"}); });
    EXPECT_EQ(since("roster_org", seen), 1);
    seen = newest();
    database->write([&](db::Write& db) { change_school(db, viewer, options.now, school, {.name = "Wester"}); });
    EXPECT_EQ(since("roster_org", seen), 1);
    seen = newest();
    auto person = database->write([&](db::Write& db) {
        return create_person(db, viewer, options.now, {.given_name = "Ana", .family_name = "Silva", .role = Role::student, .school = school});
    });
    EXPECT_EQ(since("roster_person", seen) + since("roster_person_org", seen), 2);
    seen = newest();
    database->write([&](db::Write& db) { return create_class(db, viewer, options.now, {.title = "Art", .school = school, .location = {}, .periods = {}, .teacher = person, .students = {}}); });
    EXPECT_EQ(since("roster_class", seen) + since("roster_enrollment", seen), 2);
}

TEST_ON_EVERY_BACKEND(Revisions, AStudentWhoTurnsOutToBeNoneIsToldAsOneWhoLeft, Revisions) {
    import();
    auto seen = newest();
    files.write("enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
                                   "e1,,,B1,N,u1,student,,2026-08-24,\ne2,,,B1,N,u2,teacher,,,\ne3,,,B1,N,u3,teacher,true,,\n");
    files.write("users.csv", "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
                             "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
                             "u1,,,true,N,student,apena,,Ana,Peña,,S-1,ana@river.example,,,u4,09,\n"
                             "u2,,,true,N,teacher,bcole,,Ben,Cole,,S-2,ben@river.example,,,,9,\n"
                             "u3,,,true,\"N,S\",teacher,mlopez,,Maria,Lopez,,T-1,m.lopez@river.example,,555-0100,,,\n"
                             "u4,,,false,N,parent,rpena,,Rosa,Peña,,,rosa@mail.example,,,u1,,\n");
    options.confirm_ends = true;
    ASSERT_EQ(import().state, State::applied);
    auto changed = " f WHERE f.active = 0 AND f.revision > " + std::to_string(seen);
    EXPECT_EQ(number("SELECT count(*) FROM (" + fact("student") + ")" + changed), 1);
    EXPECT_EQ(number("SELECT count(*) FROM (" + fact("class_enrollment") + ")" + changed), 1);
    EXPECT_EQ(number("SELECT count(*) FROM (" + fact("roster_post") + ")" + changed), 1);
}

TEST_ON_EVERY_BACKEND(OptOuts, AreRespectedFromTheMomentTheyAreNotedUntilLiftedOrOver, Revisions) {
    import();
    auto seen = newest();
    PersonId ana{number("SELECT id FROM roster_person WHERE external_id = 'u1'")};
    auto out = [&] { return number("SELECT directory_opt_out FROM (" + fact("student") + ") f WHERE f.student_id = " + std::to_string(ana.value)); };
    auto tomorrow = base::Day(options.today + std::chrono::days(1));
    auto events = [&] { return count("auth_event", "subject_kind = 'person' AND action LIKE 'directory%'"); };
    database->write([&](db::Write& db) { opt_out(db, viewer, options.now, ana, tomorrow, std::nullopt); });
    EXPECT_EQ(out(), 1);
    EXPECT_EQ(since("roster_person", seen), 1);
    EXPECT_EQ(events(), 1);
    database->write([&](db::Write& db) { opt_out(db, viewer, options.now, ana, tomorrow, std::nullopt); });
    EXPECT_EQ(events(), 1) << "it was so already";
    seen = newest();
    database->write([&](db::Write& db) { lift_opt_out(db, viewer, options.now, options.today, ana); });
    EXPECT_EQ(out(), 0);
    EXPECT_EQ(since("roster_person", seen), 1);
    database->write([&](db::Write& db) { opt_out(db, viewer, options.now, ana, options.today, tomorrow); });
    seen = newest();
    database->write([&](db::Write& db) { end_opt_outs(db, options.now, options.today); });
    EXPECT_EQ(out(), 1);
    database->write([&](db::Write& db) { end_opt_outs(db, options.now, tomorrow); });
    EXPECT_EQ(out(), 0);
    EXPECT_EQ(since("roster_person", seen), 1);
    EXPECT_THROW(database->write([&](db::Write& db) { opt_out(db, viewer, options.now, ana, tomorrow, tomorrow); }), std::exception);
}

TEST_ON_EVERY_BACKEND(OptOuts, ComeInFromAFile, Revisions) {
    import();
    auto bring_in = [&](const std::string& rows) {
        imports::testing::Folder folder;
        folder.write("opt_outs.csv", rows);
        imports::Report report;
        imports::Progress progress;
        auto package = imports::Package::open(folder.path() + "/opt_outs.csv", "opt_outs.csv", report);
        auto kind = opt_out_import_kind();
        options.confirm_ends = true;
        return imports::apply(*database, viewer, kind, *package, options, progress, "opt_outs.csv");
    };
    const std::string file = "studentSourcedId,identifier,optOut,beginDate,endDate\nu1,,true,2026-08-24,\n,S-2,true,,2027-06-11\n";
    EXPECT_EQ(bring_in(file).total().created, 2);
    EXPECT_EQ(count("roster_directory_opt_out", "active = 1"), 2);
    EXPECT_EQ(bring_in(file).total().unchanged, 2);
    EXPECT_EQ(bring_in("identifier,optOut\nS-1,false\n").total().ended, 1);
    EXPECT_EQ(count("roster_directory_opt_out", "active = 1"), 1);
    auto bad = bring_in("studentSourcedId,identifier,optOut,endDate\nu3,,true,\nu2,,perhaps,\n,,true,\nu1,,true,soon\nu2,,true,\n,S-2,false,\n");
    EXPECT_EQ(bad.state, State::refused);
    EXPECT_EQ(times(bad, "reference.missing_target_record"), 1) << "u3 is a teacher";
    EXPECT_EQ(times(bad, "row.invalid_boolean"), 1);
    EXPECT_EQ(times(bad, "row.missing_required_value"), 1);
    EXPECT_EQ(times(bad, "row.invalid_date"), 1);
    EXPECT_EQ(times(bad, "reference.duplicate_record"), 1);
}
