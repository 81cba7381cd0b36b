#include "data/testing_student_data.h"

#include <gtest/gtest.h>

#include <set>

#include "data/batch.h"
#include "data/data.h"
#include "imports/package.h"

namespace data::testing {

static imports::Kind kind_called(std::string_view name) {
    for (auto& kind : import_kinds()) {
        if (kind.name == name) return kind;
    }
    return roster::import_kind();
}

imports::Outcome StudentData::bring_in(std::string_view kind, const std::vector<std::pair<std::string, std::string>>& files) {
    imports::testing::Folder folder;
    for (const auto& [name, text] : files) folder.write(name, text);
    imports::Report report;
    auto package = imports::Package::open(files.size() == 1 ? folder.path() + "/" + files[0].first : folder.path(), files[0].first, report);
    imports::Options options{.source = "sis", .today = *base::parse_day("2026-10-31"), .now = now, .services = &services()};
    imports::Progress progress;
    auto outcome = imports::apply(database(), auth::Viewer::system(), kind_called(kind), *package, options, progress, files[0].first);
    if (outcome.state != imports::State::applied) {
        ADD_FAILURE() << word(outcome.state);
        for (const auto& problem : outcome.report.problems()) ADD_FAILURE() << problem.code << " " << problem.file << ":" << problem.row << " " << problem.column << " " << problem.value;
    }
    return outcome;
}

imports::Outcome StudentData::bring_in(std::string_view kind, const std::string& file, const std::string& text) { return bring_in(kind, {{file, text}}); }

void StudentData::bring_in_roster(const std::vector<std::pair<std::string, std::string>>& students) {
    std::string orgs = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n";
    std::string users = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n";
    std::set<std::string> schools;
    for (const auto& [student, school] : students) {
        if (schools.insert(school).second) orgs += school + ",,,School " + school + ",school,1700" + std::to_string(schools.size()) + ",\n";
        users += student + ",,,true," + school + ",student," + student + ",,Given,Family,,," + student + "@sis.example,,,,07,\n";
    }
    bring_in("roster", {{"manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.orgs,bulk\nfile.users,bulk\nfile.academicSessions,bulk\n"},
                        {"orgs.csv", orgs},
                        {"users.csv", users},
                        {"academicSessions.csv", "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\ny,,,Year,schoolYear,2026-09-07,2027-06-11,,2027\n"}});
    read([&](db::Read& db) {
        for (const auto& [student, school] : students) students_[student] = roster::match_person(db, student + "@sis.example").value().value;
        for (const auto& org : roster::orgs(db)) {
            if (org.name.starts_with("School ")) schools_[org.name.substr(7)] = org.id.value;
        }
    });
}

void StudentData::take_back_last() {
    write([&](db::Write& db) { take_back(db, auth::Viewer::system(), now, batches(db, auth::Viewer::system(), 0, 1).at(0).id); });
}

base::CellTable StudentData::told(Tier tier, const std::string& sql) {
    return ask(place_of(services()), {.tier = tier, .sql = sql, .guarded = false}).table;
}

std::string StudentData::one(Tier tier, const std::string& sql) {
    auto table = told(tier, sql);
    return table.rows.empty() ? "" : base::text_of(table.rows[0][0]);
}

}  // namespace data::testing
