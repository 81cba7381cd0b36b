/// Microsoft School Data Sync CSV v2.1. It is not OneRoster: no status, no manifest, records known by natural keys, and words of its own for
/// roles and org types. Every file is complete.
#include <algorithm>

#include "base/text.h"
#include "roster/import_reader.h"
#include "roster/import_words.h"

namespace roster {

using imports::Column;
using imports::Table;
using enum imports::Column::Need;

static void read_orgs(Input& in) {
    enum { id, name, type, parent };
    static constexpr Column columns[] = {{"sourcedId", required}, {"name", required}, {"type", required}, {"parentSourcedId"}};
    read_section(in, in.records.orgs, "orgs.csv", columns, [&](Table& table, OrgRecord& org) {
        org.key = in.keep(table.require(id));
        org.name = in.keep(table.require(name));
        org.raw_type = in.keep(table.require(type));
        auto meaning = org_type_of(org.raw_type);
        org.type = meaning.value;
        if (!meaning.known && !org.raw_type.empty()) {
            table.warn("row.unknown_org_type", type, "school, district, department ...; the word is kept and counts as \"" +
                                                         std::string(word(org.type)) + "\"");
        }
        org.parent = in.keep(table.text(parent));
    }, [](Table&, OrgRecord&) {});
}

static void read_sessions(Input& in) {
    enum { id, title, type, year, start, end };
    static constexpr Column columns[] = {{"sourcedId", required}, {"title", required}, {"type", required},
                                         {"schoolYear"}, {"startDate", required}, {"endDate", required}};
    read_section(in, in.records.sessions, "academicSessions.csv", columns, [&](Table& table, SessionRecord& session) {
        session.key = in.keep(table.require(id));
        session.title = in.keep(table.require(title));
        session.raw_type = in.keep(table.require(type));
        auto meaning = session_type_of(session.raw_type);
        session.type = meaning.value;
        if (!meaning.known) table.warn("row.invalid_enum", type, "schoolYear, semester, term or gradingPeriod; counts as \"other\"");
        table.require(start);
        table.require(end);
        session.start = table.day(start).value_or(base::Day{});
        session.end = table.day(end).value_or(base::Day{});
        session.school_year = table.integer(year);
    }, [](Table&, SessionRecord&) {});
}

static void read_users(Input& in) {
    enum { id, username, given, middle, family, email, phone, sms, directory };
    static constexpr Column columns[] = {{"sourcedId", required}, {"username", required}, {"givenName"}, {"middleName"}, {"familyName"},
                                         {"email"}, {"phone"}, {"sms"}, {"activeDirectoryMatchId"}, {"password", secret}};
    read_section(in, in.records.people, "users.csv", columns, [&](Table& table, PersonRecord& person) {
        person.key = in.keep(table.require(id));
        person.username = in.keep(table.require(username));
        person.given_name = in.keep(table.text(given));
        person.middle_name = in.keep(table.text(middle));
        person.family_name = in.keep(table.text(family));
        if (person.given_name.empty() && person.family_name.empty()) {
            table.warn("row.missing_required_value", given, "a name; the username stands in its place");
            person.family_name = person.username;
        }
        person.phone = in.keep(table.text(phone).empty() ? table.text(sms) : table.text(phone));
        auto address = table.text(email);
        if (!address.empty() && !base::parse_email(address)) {
            table.warn("row.invalid_email", email, "one address such as name@school.org; it was left out");
            address = {};
        }
        // Accounts of the district sign in with an address as username; the e-mail column is often filled for guardians only.
        if (address.empty() && base::parse_email(person.username)) address = person.username;
        person.email = in.keep(address);
    }, [](Table&, PersonRecord&) {});
}

static void read_roles(Input& in) {
    enum { user, org, role, session, grade, primary, begin, end };
    static constexpr Column columns[] = {{"userSourcedId", required}, {"orgSourcedId", required}, {"role", required}, {"sessionSourcedId"},
                                         {"grade"}, {"isPrimary"}, {"roleStartDate"}, {"roleEndDate"}};
    std::unordered_map<std::string_view, std::string_view> grade_of_person;
    read_section(in, in.records.posts, "roles.csv", columns, [&](Table& table, PostRecord& post) {
        post.person = in.keep(table.require(user));
        post.org = in.keep(table.require(org));
        post.raw_role = in.keep(table.require(role));
        if (!table.row_is_good()) return;
        post.key = in.natural_key({post.person, post.org, post.raw_role, table.text(session)});
        post.role = read_role(table, role, post.raw_role);
        post.primary = table.flag(primary, false);
        post.begin = table.day(begin);
        post.end = table.day(end);
    }, [&](Table& table, PostRecord& post) {
        if (post.role == Role::student && !table.text(grade).empty()) grade_of_person.emplace(post.person, in.keep(table.text(grade)));
        auto code = grade_of(table.text(grade));
        if (!table.text(grade).empty() && code.empty()) table.warn("row.unknown_grade", grade, "01 to 13, PK, KG, PS1 ...; the word is kept");
    });
    for (auto& person : in.records.people.rows) {
        auto found = grade_of_person.find(person.key);
        if (found == grade_of_person.end()) continue;
        person.raw_grade = found->second;
        person.grade = in.keep(grade_of(found->second));
    }
}

static void read_courses(Input& in) {
    enum { id, org, title, code, year, subject, grade };
    static constexpr Column columns[] = {{"sourcedId", required}, {"orgSourcedId", required}, {"title", required}, {"code"},
                                         {"schoolYearSourcedId"}, {"subject"}, {"grade"}};
    read_section(in, in.records.courses, "courses.csv", columns, [&](Table& table, CourseRecord& course) {
        course.key = in.keep(table.require(id));
        course.org = in.keep(table.require(org));
        course.title = in.keep(table.require(title));
        course.code = in.keep(table.text(code));
        course.school_year = in.keep(table.text(year));
        course.subject_codes = in.keep(table.text(subject));
        course.grades = in.keep(table.text(grade));
    }, [](Table&, CourseRecord&) {});
}

static void read_classes(Input& in) {
    enum { id, org, title, sessions, course, code };
    static constexpr Column columns[] = {{"sourcedId", required}, {"orgSourcedId", required}, {"title", required},
                                         {"sessionSourcedIds"}, {"courseSourcedId"}, {"code"}};
    read_section(in, in.records.classes, "classes.csv", columns, [&](Table& table, ClassRecord& group) {
        group.key = in.keep(table.require(id));
        group.org = in.keep(table.require(org));
        group.title = in.keep(table.require(title));
        group.code = in.keep(table.text(code));
        group.type = "scheduled";
        group.course = in.keep(table.text(course));
        group.sessions = in.list(table.text(sessions));
    }, [](Table&, ClassRecord&) {});
}

static void read_enrollments(Input& in) {
    enum { group, user, role };
    static constexpr Column columns[] = {{"classSourcedId", required}, {"userSourcedId", required}, {"role", required}};
    read_section(in, in.records.enrollments, "enrollments.csv", columns, [&](Table& table, EnrollmentRecord& enrollment) {
        enrollment.group = in.keep(table.require(group));
        enrollment.person = in.keep(table.require(user));
        enrollment.raw_role = in.keep(table.require(role));
        if (!table.row_is_good()) return;
        enrollment.key = in.natural_key({enrollment.group, enrollment.person, enrollment.raw_role});
        enrollment.role = read_role(table, role, enrollment.raw_role);
    }, [](Table&, EnrollmentRecord&) {});
}

static void read_relationships(Input& in) {
    enum { user, other, role };
    static constexpr Column columns[] = {{"userSourcedId", required}, {"relationshipUserSourcedId", required}, {"relationshipRole", required}};
    read_section(in, in.records.guardians, "relationships.csv", columns, [&](Table& table, GuardianRecord& guardian) {
        guardian.student = in.keep(table.require(user));
        guardian.guardian = in.keep(table.require(other));
        guardian.raw_relation = in.keep(table.require(role));
        if (!table.row_is_good()) return;
        guardian.key = in.natural_key({guardian.student, guardian.guardian, guardian.raw_relation});
        auto meaning = read_role(table, role, guardian.raw_relation);
        guardian.relation = meaning == Role::guardian ? "guardian" : meaning == Role::relative ? "relative" : "other";
    }, [](Table&, GuardianRecord&) {});
}

static void mention_other_files(Input& in) {
    static constexpr std::string_view known[] = {"academicSessions.csv", "classes.csv", "courses.csv", "enrollments.csv", "orgs.csv",
                                                 "relationships.csv", "roles.csv", "users.csv"};
    for (const auto& name : in.package.names()) {
        if (std::ranges::find(known, name) != std::end(known)) continue;
        if (name == "userFlags.csv" || name == "demographics.csv") {
            in.report.warning("file.not_stored", {name}, "", "", "nothing: these records are not stored yet and were not read");
        } else {
            in.report.warning("package.unknown_file", {name}, "", "", "a file of SDS v2.1; it was not read");
        }
    }
}

template <typename R>
static void read_if_there(Input& in, Section<R>& section, std::string_view file, void (*read)(Input&)) {
    section.complete = true;
    if (in.package.contains(file)) {
        read(in);
    } else {
        in.report.warning("package.missing_file", {file}, "", "", "this file too; what is known of its records stays as it is");
    }
}

void read_sds(Input& in) {
    auto& records = in.records;
    mention_other_files(in);
    read_if_there(in, records.orgs, "orgs.csv", read_orgs);
    read_if_there(in, records.sessions, "academicSessions.csv", read_sessions);
    read_if_there(in, records.people, "users.csv", read_users);
    read_if_there(in, records.posts, "roles.csv", read_roles);
    read_if_there(in, records.courses, "courses.csv", read_courses);
    read_if_there(in, records.classes, "classes.csv", read_classes);
    read_if_there(in, records.enrollments, "enrollments.csv", read_enrollments);
    read_if_there(in, records.guardians, "relationships.csv", read_relationships);
}

}  // namespace roster
