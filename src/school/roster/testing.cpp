#include "roster/testing.h"

#include "auth/auth.h"
#include "db/migrations.h"
#include "jobs/jobs.h"

namespace roster::testing {

std::vector<db::Migration> migrations(db::Engine engine) {
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), jobs::embedded(), imports::embedded(), roster::embedded()}) {
        for (auto& migration : db::migrations_of(files, engine)) all.push_back(std::move(migration));
    }
    return all;
}

District::District() : database(migrations(db::testing::engine_under_test())) {
    options.now = base::from_ms(1'790'000'000'000);
    options.today = base::TimeZone::utc().day_of(options.now);
}

std::unique_ptr<imports::Package> District::package(imports::Outcome& outcome) {
    return imports::Package::open(files.path(), "district", outcome.report);
}

imports::Outcome District::import() {
    imports::Outcome outcome;
    auto files_here = package(outcome);
    if (!files_here) return outcome;
    imports::Progress progress;
    auto kind = import_kind();
    return imports::apply(*database, viewer, kind, *files_here, options, progress, "district");
}

imports::Outcome District::check() {
    imports::Outcome outcome;
    auto files_here = package(outcome);
    if (!files_here) return outcome;
    imports::Progress progress;
    auto kind = import_kind();
    return imports::check(*database, kind, *files_here, options, progress);
}

std::int64_t District::count(const std::string& table, const std::string& condition) {
    return database->read([&](db::Read& db) { return db.query("SELECT count(*) FROM " + table + " WHERE " + condition).one_integer(); });
}

std::string District::text(const std::string& sql) {
    return database->read([&](db::Read& db) { return db.query(sql).one_text(); });
}

std::int64_t District::times(const imports::Outcome& outcome, std::string_view code) {
    auto found = outcome.report.codes().find(code);
    return found == outcome.report.codes().end() ? 0 : found->second;
}

const imports::Change& District::change(const imports::Outcome& outcome, std::string_view record) {
    for (const auto& change : outcome.changes) {
        if (change.record == record) return change;
    }
    static const imports::Change none;
    return none;
}

void District::write_oneroster_1_1() {
    files.write("manifest.csv",
                "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,bulk\nfile.categories,absent\n"
                "file.classes,bulk\nfile.courses,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.users,bulk\n");
    files.write("orgs.csv",
                "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
                "D1,,,Riverbend District,district,0601,\nN,,,North School,school,060101,D1\nS,,,South School,school,060102,D1\n");
    files.write("academicSessions.csv",
                "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
                "T1,,,Fall,semester,2026-08-24,2026-12-18,Y,2027\nY,,,2026-27,schoolYear,2026-08-24,2027-06-11,,2027\n");
    files.write("courses.csv",
                "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n"
                "C1,,,Y,Biology,BIO1,\"09,10\",D1,Science,03051\n");
    files.write("classes.csv",
                "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,"
                "subjects,subjectCodes,periods\nB1,,,Biology 1,09,C1,BIO1-1,scheduled,214,N,\"T1,Y\",Science,03051,\"1,2\"\n");
    files.write("users.csv",
                "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
                "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
                "u1,,,true,N,student,apena,,Ana,Peña,,S-1,ana@river.example,,,u4,09,hunter2\n"
                "u2,,,true,N,student,bcole,,Ben,Cole,,S-2,ben@river.example,,,,9,\n"
                "u3,,,true,\"N,S\",teacher,mlopez,,Maria,Lopez,,T-1,m.lopez@river.example,,555-0100,,,\n"
                "u4,,,false,N,parent,rpena,,Rosa,Peña,,,rosa@mail.example,,,u1,,\n");
    files.write("enrollments.csv",
                "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
                "e1,,,B1,N,u1,student,,2026-08-24,\ne2,,,B1,N,u2,student,,,\ne3,,,B1,N,u3,teacher,true,,\n");
}

void District::write_oneroster_1_2() {
    write_oneroster_1_1();
    files.write("manifest.csv",
                "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.academicSessions,bulk\nfile.classes,bulk\n"
                "file.courses,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.users,bulk\nfile.roles,bulk\nfile.userProfiles,bulk\n");
    files.write("users.csv",
                "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
                "agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
                "primaryOrgSourcedId,pronouns\n"
                "u1,,,true,apena,,Ana,Peña,,S-1,ana@river.example,,,u4,09,hunter2,,Anita,,,N,she\n"
                "u3,,,true,mlopez,,Maria,Lopez,,T-1,m.lopez@river.example,,,,,,,,,,S,\n"
                "u2,,,true,bcole,,Ben,Cole,,S-2,,,,,09,,,,,,,\n"
                "u4,,,true,rpena,,Rosa,Peña,,,rosa@mail.example,,,u1,,,,,,,,\n");
    files.write("roles.csv",
                "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
                "r1,,,u1,primary,student,2026-08-24,,N,\nr2,,,u2,primary,student,,,N,\nr3,,,u3,secondary,counselor,,,N,\n"
                "r4,,,u3,primary,teacher,,,S,\nr5,,,u4,primary,guardian,,,N,\n");
    files.write("userProfiles.csv",
                "sourcedId,status,dateLastModified,userSourcedId,profileType,vendorId,applicationId,description,credentialType,username,"
                "password\np1,,,u1,x,v,,,basic,ana,hunter2\n");
}

void District::write_sds() {
    files.write("orgs.csv", "sourcedId,name,type,parentSourcedId\n10,College of Arts,college,\n11,Riverbend School,school,12\n12,Ministry,ministryOfEducation,\n");
    files.write("users.csv",
                "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
                "1,ana@river.example,Ana,Peña,hunter2,ana@river.example,,,\n2,rosa@mail.example,Rosa,Peña,hunter2,,rosa@mail.example,+1555,\n"
                "3,pru@river.example,Pru,Hall,hunter2,,,,\n");
    files.write("roles.csv",
                "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
                "1,11,student,Y,10,TRUE,2026-08-24,2027-06-11\n3,10,professor,Y,ps1,TRUE,2026-08-24,2027-06-11\n3,11,teacher,Y,,FALSE,,\n");
    files.write("academicSessions.csv", "sourcedId,title,type,schoolYear,startDate,endDate\nY,2026-27,schoolYear,2026,2026-08-24,2027-06-11\n");
    files.write("courses.csv", "sourcedId,orgSourcedId,title,code,schoolYearSourcedId,subject,grade\nC1,11,Biology,BIO,Y,03,10\n");
    files.write("classes.csv", "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\nB1,11,Biology 1,Y,C1\n");
    files.write("enrollments.csv", "classSourcedId,userSourcedId,role\nB1,1,student\nB1,3,teacher\n");
    files.write("relationships.csv", "userSourcedId,relationshipUserSourcedId,relationshipRole\n1,2,guardian\n");
    files.write("userFlags.csv", "userSourcedId,flag\n1,iep\n");
    files.write("demographics.csv", "userSourcedId,sex\n1,female\n");
}

}  // namespace roster::testing
