/// A roster as it was read from files, before it is compared with what is here. Every format ends in this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "imports/texts.h"
#include "roster/roster.h"

namespace roster {

/// What every record has. `key` is the external id: the source's own, or made of the natural key where the format has none.
struct Record {
    std::string_view key;
    std::int64_t row = 0;  // in the section's file
    bool ends = false;     // a delta file says that it is to be deleted
};

struct OrgRecord : Record {
    std::string_view name, raw_type, identifier, parent;
    OrgType type = OrgType::other;
};

struct SessionRecord : Record {
    std::string_view title, type, raw_type, parent;
    base::Day start, end;
    std::optional<std::int64_t> school_year;
};

struct PersonRecord : Record {
    std::string_view given_name, middle_name, family_name, preferred_given_name, preferred_family_name;
    std::string_view username, email, phone, identifier, grade, raw_grade;
    std::string_view primary_org;  // empty: the source does not say; then the first post decides
    bool enabled = true;
};

struct PostRecord : Record {
    std::string_view person, org, raw_role;
    Role role = Role::other;
    bool primary = false;
    std::optional<base::Day> begin, end;
};

struct GuardianRecord : Record {
    std::string_view student, guardian, relation, raw_relation;
};

struct CourseRecord : Record {
    std::string_view title, code, org, school_year, grades, subjects, subject_codes;
};

struct ClassRecord : Record {
    std::string_view title, code, type, raw_type, course, org, location, periods, grades, subjects, subject_codes;
    std::vector<std::string_view> sessions;
};

struct EnrollmentRecord : Record {
    std::string_view person, group, raw_role;  // group: the class
    Role role = Role::other;
    bool primary = false;
    std::optional<base::Day> begin, end;
};

/// The key is the person's. Absent flags are not false.
struct DemographicRecord : Record {
    std::optional<base::Day> birth;
    std::string_view sex, raw_sex;
    std::optional<bool> hispanic, american_indian, asian, black, pacific_islander, white, two_or_more;
    std::string_view birth_country, birth_state, birth_city, residence_status;
};

/// One file's records of one kind.
template <typename R>
struct Section {
    std::string file;       // empty: nothing of this kind was in the package
    bool complete = false;  // what the file does not name has ended
    std::vector<R> rows;
    /// Keys of rows that were left out because of an error: what is stored under them neither changes nor ends.
    std::vector<std::string_view> skipped;
    std::int64_t skipped_rows = 0;

    bool given() const { return !file.empty(); }
};

struct RosterRecords {
    std::string source;
    imports::Texts texts;
    Section<OrgRecord> orgs;
    Section<SessionRecord> sessions;
    Section<PersonRecord> people;
    Section<PostRecord> posts;
    Section<GuardianRecord> guardians;
    Section<CourseRecord> courses;
    Section<ClassRecord> classes;
    Section<EnrollmentRecord> enrollments;
    Section<DemographicRecord> demographics;
};

}  // namespace roster
