#include <algorithm>
#include <utility>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "roster/import_words.h"
#include "roster/oneroster.h"

namespace roster {

using imports::Column;
using imports::Table;
using enum imports::Column::Need;

// Every file starts with these.
static constexpr std::size_t sourced_id = 0, status = 1;
static constexpr Column id_column{"sourcedId", required, "sourceId|sourceDId"};
static constexpr Column status_column{"status"};
static constexpr Column modified_column{"dateLastModified", ignored};

/// GUID of the binding: 1 to 255 of these characters.
static bool is_guid(std::string_view text) {
    return text.size() <= 255 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("./@_-").find(c) != std::string_view::npos;
           });
}

template <typename R>
bool OneRosterFiles::start(Section<R>& section, std::string_view file) {
    mode_ = manifest_.mode(file);
    status_noted_ = false;
    section.complete = mode_ == FileMode::bulk;
    return mode_ != FileMode::absent && in_.package.contains(file);
}

void OneRosterFiles::read_key(Table& table, Record& record) {
    record.key = in_.keep(table.require(sourced_id));
    if (!is_guid(record.key)) table.warn("row.invalid_guid", sourced_id, "at most 255 of letters, digits and . / @ _ -");
    read_status(table, record);
}

void OneRosterFiles::read_status(Table& table, Record& record) {
    auto word = table.text(status);
    bool deleted = base::equal_ignoring_ascii_case(word, "tobedeleted");
    bool inactive = base::equal_ignoring_ascii_case(word, "inactive");
    record.ends = deleted || inactive;
    if (mode_ == FileMode::bulk) {
        if (!word.empty() && !std::exchange(status_noted_, true)) {
            table.warn("row.field_forbidden_in_bulk", status, "nothing in a complete file; said once a file");
        }
    } else if (word.empty()) {
        table.refuse("row.field_required_in_delta", status, "active or tobedeleted");
    } else if (inactive) {
        table.warn("row.invalid_enum", status, "active or tobedeleted; inactive was taken as tobedeleted");
    } else if (!deleted && !base::equal_ignoring_ascii_case(word, "active")) {
        table.refuse("row.invalid_enum", status, "active or tobedeleted");
    }
}

void OneRosterFiles::read_orgs() {
    enum { name = 3, type, identifier, parent };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"name", required}, {"type", required},
                                         {"identifier"}, {"parentSourcedId"}, {"metadata.", ignored}};
    if (!start(in_.records.orgs, "orgs.csv")) return;
    read_section(in_, in_.records.orgs, "orgs.csv", columns, [&](Table& table, OrgRecord& org) {
        read_key(table, org);
        if (org.ends) return;
        org.name = in_.keep(table.require(name));
        org.raw_type = in_.keep(table.require(type));
        auto meaning = org_type_of(org.raw_type);
        org.type = meaning.value;
        if (!meaning.known && !org.raw_type.empty()) {
            table.warn("row.unknown_org_type", type, "department, school, district, local, state or national; the word is kept and counts as \"" +
                                                         std::string(word(org.type)) + "\"");
        }
        org.identifier = in_.keep(table.text(identifier));
        org.parent = in_.keep(table.text(parent));
    }, [](Table&, OrgRecord&) {});
}

void OneRosterFiles::read_sessions() {
    enum { title = 3, type, start_date, end_date, parent, school_year };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"title", required}, {"type", required},
                                         {"startDate", required}, {"endDate", required}, {"parentSourcedId"}, {"schoolYear"}};
    if (!start(in_.records.sessions, "academicSessions.csv")) return;
    read_section(in_, in_.records.sessions, "academicSessions.csv", columns, [&](Table& table, SessionRecord& session) {
        read_key(table, session);
        if (session.ends) return;
        session.title = in_.keep(table.require(title));
        session.raw_type = in_.keep(table.require(type));
        auto meaning = session_type_of(session.raw_type);
        session.type = meaning.value;
        if (!meaning.known) table.warn("row.invalid_enum", type, "gradingPeriod, semester, schoolYear or term; counts as \"other\"");
        table.require(start_date);
        table.require(end_date);
        session.start = table.day(start_date).value_or(base::Day{});
        session.end = table.day(end_date).value_or(base::Day{});
        if (session.end < session.start) table.warn("semantic.dates_inverted", end_date, "a day after startDate");
        session.parent = in_.keep(table.text(parent));
        session.school_year = table.integer(school_year);
    }, [](Table&, SessionRecord&) {});
}

void OneRosterFiles::read_courses() {
    enum { school_year = 3, title, code, grades, org, subjects, subject_codes };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"schoolYearSourcedId"}, {"title", required},
                                         {"courseCode"}, {"grades"}, {"orgSourcedId", required}, {"subjects"}, {"subjectCodes"}};
    if (!start(in_.records.courses, "courses.csv")) return;
    read_section(in_, in_.records.courses, "courses.csv", columns, [&](Table& table, CourseRecord& course) {
        read_key(table, course);
        if (course.ends) return;
        course.title = in_.keep(table.require(title));
        course.org = in_.keep(table.require(org));
        course.school_year = in_.keep(table.text(school_year));
        course.code = in_.keep(table.text(code));
        course.grades = in_.keep(table.text(grades));
        course.subjects = in_.keep(table.text(subjects));
        course.subject_codes = in_.keep(table.text(subject_codes));
    }, [](Table&, CourseRecord&) {});
}

void OneRosterFiles::read_classes() {
    enum { title = 3, grades, course, code, type, location, school, terms, subjects, subject_codes, periods };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"title", required}, {"grades"}, {"courseSourcedId"},
                                         {"classCode"}, {"classType"}, {"location"}, {"schoolSourcedId", required},
                                         {"termSourcedIds"}, {"subjects"}, {"subjectCodes"}, {"periods"}};
    if (!start(in_.records.classes, "classes.csv")) return;
    read_section(in_, in_.records.classes, "classes.csv", columns, [&](Table& table, ClassRecord& group) {
        read_key(table, group);
        if (group.ends) return;
        group.title = in_.keep(table.require(title));
        group.org = in_.keep(table.require(school));
        group.course = in_.keep(table.text(course));
        group.code = in_.keep(table.text(code));
        group.raw_type = in_.keep(table.text(type));
        bool homeroom = base::equal_ignoring_ascii_case(group.raw_type, "homeroom");
        bool scheduled = base::equal_ignoring_ascii_case(group.raw_type, "scheduled");
        group.type = homeroom ? "homeroom" : scheduled ? "scheduled" : "other";
        if (!homeroom && !scheduled) table.warn("row.invalid_enum", type, "homeroom or scheduled; counts as \"other\"");
        group.location = in_.keep(table.text(location));
        group.grades = in_.keep(table.text(grades));
        group.subjects = in_.keep(table.text(subjects));
        group.subject_codes = in_.keep(table.text(subject_codes));
        group.periods = in_.keep(table.text(periods));
        group.sessions = in_.list(table.text(terms));
        if (group.sessions.empty()) table.warn("row.missing_required_value", terms, "the terms in which the class meets");
    }, [](Table&, ClassRecord&) {});
}

namespace {
enum UserColumn {
    enabled_user = 3, org_ids, role, username, given_name, family_name, middle_name, identifier, email, sms, phone, agents, grades,
    preferred_given, preferred_family, primary_org
};
constexpr Column user_columns[] = {id_column, status_column, modified_column, {"enabledUser"}, {"orgSourcedIds"}, {"role"},
                                   {"username", required}, {"givenName", required}, {"familyName", required}, {"middleName"},
                                   {"identifier"}, {"email"}, {"sms"}, {"phone"}, {"agentSourcedIds"}, {"grades"},
                                   {"preferredGivenName"}, {"preferredFamilyName"}, {"primaryOrgSourcedId"},
                                   {"password", secret}, {"userIds", ignored}, {"userMasterIdentifier", ignored},
                                   {"preferredMiddleName", ignored}, {"pronouns", ignored}, {"resourceSourcedIds", ignored}};
}  // namespace

void OneRosterFiles::read_person(Table& table, PersonRecord& person) {
    person.enabled = table.flag(enabled_user, true);
    person.given_name = in_.keep(table.require(given_name));
    person.family_name = in_.keep(table.require(family_name));
    person.username = in_.keep(table.text(username));
    if (person.username.empty()) table.warn("row.missing_required_value", username, "a username");
    person.middle_name = in_.keep(table.text(middle_name));
    person.identifier = in_.keep(table.text(identifier));
    person.phone = in_.keep(table.text(phone).empty() ? table.text(sms) : table.text(phone));
    person.preferred_given_name = in_.keep(table.text(preferred_given));
    person.preferred_family_name = in_.keep(table.text(preferred_family));
    person.primary_org = in_.keep(table.text(primary_org));
    person.raw_grade = in_.keep(table.text(grades));
    auto first_grade = base::trim(person.raw_grade.substr(0, person.raw_grade.find(',')));
    person.grade = in_.keep(grade_of(first_grade));
    if (!first_grade.empty() && person.grade.empty()) table.warn("row.unknown_grade", grades, "01 to 13, PK, KG ...; the word is kept");
    auto address = table.text(email);
    if (!address.empty() && !base::parse_email(address)) {
        table.warn("row.invalid_email", email, "one address such as name@school.org; it was left out");
    } else {
        person.email = in_.keep(address);
    }
}

/// OneRoster 1.1 says role and orgs with the person; each org becomes a post, the first the primary one.
void OneRosterFiles::add_posts(Table& table, const PersonRecord& person) {
    auto raw = in_.keep(table.text(role));
    auto meaning = person.ends ? Role::other : read_role(table, role, raw);
    bool first = true;
    for (auto org : in_.list(table.text(org_ids))) {
        PostRecord post;
        post.key = in_.natural_key({person.key, org, raw});
        post.row = person.row;
        post.ends = person.ends;
        post.person = person.key;
        post.org = org;
        post.raw_role = raw;
        post.role = meaning;
        post.primary = std::exchange(first, false);
        in_.records.posts.rows.push_back(post);
    }
}

void OneRosterFiles::read_users() {
    if (!start(in_.records.people, "users.csv")) return;
    bool with_roles = format_ == Format::oneroster_1_1;
    read_section(in_, in_.records.people, "users.csv", user_columns, [&](Table& table, PersonRecord& person) {
        read_key(table, person);
        if (person.ends) return;
        read_person(table, person);
        if (with_roles) table.require(role);
        if (with_roles && table.text(org_ids).empty()) table.warn("row.missing_required_value", org_ids, "the orgs this person belongs to");
    }, [&](Table& table, PersonRecord& person) {
        if (with_roles && !person.ends) add_posts(table, person);
        for (auto agent : in_.list(table.text(agents))) relations_.push_back({person.key, agent, person.row});
    });
    auto& people = in_.records.people;
    if (with_roles && people.given()) {
        in_.records.posts.file = people.file;
        // Posts of people whose row was left out are not known to have ended.
        in_.records.posts.complete = people.complete && people.skipped.empty();
    }
    if (people.given()) {
        in_.records.guardians.file = people.file;
        in_.records.guardians.complete = people.complete && people.skipped.empty();
    }
}

void OneRosterFiles::read_roles() {
    enum { user = 3, role_type, role_word, begin, end, org };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"userSourcedId", required}, {"roleType"},
                                         {"role", required}, {"beginDate"}, {"endDate"}, {"orgSourcedId", required},
                                         {"userProfileSourcedId", ignored}};
    if (!start(in_.records.posts, "roles.csv")) return;
    read_section(in_, in_.records.posts, "roles.csv", columns, [&](Table& table, PostRecord& post) {
        read_key(table, post);
        if (post.ends) return;
        post.person = in_.keep(table.require(user));
        post.org = in_.keep(table.require(org));
        post.raw_role = in_.keep(table.require(role_word));
        if (!post.raw_role.empty()) post.role = read_role(table, role_word, post.raw_role);
        post.primary = base::equal_ignoring_ascii_case(table.text(role_type), "primary");
        post.begin = table.day(begin);
        post.end = table.day(end);
    }, [](Table&, PostRecord&) {});
}

void OneRosterFiles::read_enrollments() {
    enum { group = 3, school, user, role_word, primary, begin, end };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"classSourcedId", required}, {"schoolSourcedId", ignored},
                                         {"userSourcedId", required}, {"role", required}, {"primary"}, {"beginDate"}, {"endDate"}};
    if (!start(in_.records.enrollments, "enrollments.csv")) return;
    read_section(in_, in_.records.enrollments, "enrollments.csv", columns, [&](Table& table, EnrollmentRecord& enrollment) {
        read_key(table, enrollment);
        if (enrollment.ends) return;
        enrollment.group = in_.keep(table.require(group));
        enrollment.person = in_.keep(table.require(user));
        enrollment.raw_role = in_.keep(table.require(role_word));
        if (!enrollment.raw_role.empty()) enrollment.role = read_role(table, role_word, enrollment.raw_role);
        enrollment.primary = table.flag(primary, false);
        enrollment.begin = table.day(begin);
        enrollment.end = table.day(end);
    }, [](Table&, EnrollmentRecord&) {});
}

static std::string_view sex_of(Table& table, std::size_t column) {
    auto raw = table.text(column);
    if (raw.empty()) return {};
    for (std::string_view word : {"male", "female", "unspecified", "other"}) {
        if (base::equal_ignoring_ascii_case(word, raw)) return word;
    }
    table.warn("row.invalid_enum", column, "male, female, unspecified or other; counts as \"other\"");
    return "other";
}

void OneRosterFiles::read_demographics() {
    enum { birth = 3, sex, american_indian, asian, black, pacific_islander, white, two_or_more, hispanic, country, state, city, residence };
    static constexpr Column columns[] = {id_column, status_column, modified_column, {"birthDate", optional, "birthdate"}, {"sex"},
                                         {"americanIndianOrAlaskaNative"}, {"asian"}, {"blackOrAfricanAmerican"},
                                         {"nativeHawaiianOrOtherPacificIslander"}, {"white"}, {"demographicRaceTwoOrMoreRaces"},
                                         {"hispanicOrLatinoEthnicity"}, {"countryOfBirthCode"}, {"stateOfBirthAbbreviation"}, {"cityOfBirth"},
                                         {"publicSchoolResidenceStatus"}};
    if (!start(in_.records.demographics, "demographics.csv")) return;
    read_section(in_, in_.records.demographics, "demographics.csv", columns, [&](Table& table, DemographicRecord& record) {
        read_key(table, record);
        if (record.ends) return;
        record.birth = table.day(birth);
        if (record.birth && *record.birth > in_.options.today) table.refuse("row.invalid_date", birth, "a day that is not in the future");
        record.sex = sex_of(table, sex);
        record.raw_sex = in_.keep(table.text(sex));
        record.american_indian = table.maybe_flag(american_indian);
        record.asian = table.maybe_flag(asian);
        record.black = table.maybe_flag(black);
        record.pacific_islander = table.maybe_flag(pacific_islander);
        record.white = table.maybe_flag(white);
        record.two_or_more = table.maybe_flag(two_or_more);
        record.hispanic = table.maybe_flag(hispanic);
        record.birth_country = in_.keep(table.text(country));
        record.birth_state = in_.keep(table.text(state));
        record.birth_city = in_.keep(table.text(city));
        record.residence_status = in_.keep(table.text(residence));
    }, [](Table&, DemographicRecord&) {});
}

/// agentSourcedIds say that two people belong together, from either side: a student names guardians, a guardian names students.
void OneRosterFiles::add_guardians() {
    std::unordered_map<std::string_view, Role> role_of_person;
    for (const auto& post : in_.records.posts.rows) {
        if (!post.ends) role_of_person.emplace(post.person, post.role);
    }
    std::unordered_set<std::string_view> seen;
    for (const auto& relation : relations_) {
        auto found = role_of_person.find(relation.user);
        bool from_guardian = found != role_of_person.end() && (found->second == Role::guardian || found->second == Role::relative);
        GuardianRecord record;
        record.student = from_guardian ? relation.other : relation.user;
        record.guardian = from_guardian ? relation.user : relation.other;
        record.key = in_.natural_key({record.student, record.guardian});
        record.row = relation.row;
        auto guardian_role = role_of_person.find(record.guardian);
        record.relation = guardian_role != role_of_person.end() && guardian_role->second == Role::relative ? "relative" : "guardian";
        if (seen.insert(record.key).second) in_.records.guardians.rows.push_back(record);
    }
}

void OneRosterFiles::read() {
    read_orgs();
    read_sessions();
    read_courses();
    read_classes();
    read_users();
    if (format_ == Format::oneroster_1_2) read_roles();
    read_enrollments();
    read_demographics();
    add_guardians();
}

}  // namespace roster
