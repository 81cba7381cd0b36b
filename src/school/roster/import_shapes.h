/// What each kind of imported record is in the database: its table, its columns, what it refers to.
#pragma once

#include "base/text.h"
#include "imports/content_hash.h"
#include "roster/import_store.h"
#include "roster/person_words.h"

namespace roster {

using imports::Value;
using imports::Values;

/// References of a row that are being looked at.
class References {
public:
    References(imports::Report& report, imports::Place place, imports::Mode mode) : report_(report), place_(place), mode_(mode) {}
    /// The row is nothing without it.
    void need(const Targets& targets, std::string_view key, std::string_view column) {
        if (targets.present(key)) return;
        report_.error("reference.missing_target_record", place_, column, key, "the id of a record in this package or, where files hold only changes, in the roster");
        good_ = false;
    }
    /// The row is kept without it when the import is lenient.
    void want(const Targets& targets, std::string_view key, std::string_view column) {
        if (key.empty() || targets.present(key)) return;
        report_.error("reference.missing_target_record", place_, column, key,
                      mode_ == imports::Mode::lenient ? "the id of a record in this package; the row was kept without it"
                                                      : "the id of a record in this package");
    }
    bool good() const { return good_; }

private:
    imports::Report& report_;
    imports::Place place_;
    imports::Mode mode_;
    bool good_ = true;
};

inline Value flag(bool value) { return std::int64_t{value}; }
inline Value day(const std::optional<base::Day>& value) {
    if (!value) return std::nullopt;
    return base::to_iso(*value);
}
inline Value flag(const std::optional<bool>& value) {
    if (!value) return std::nullopt;
    return std::int64_t{*value};
}
inline Value number(const std::optional<std::int64_t>& value) {
    if (!value) return std::nullopt;
    return *value;
}

inline void add_to_hash(imports::ContentHash& hash, const Value& value) {
    if (auto* integer = std::get_if<std::int64_t>(&value)) {
        hash.add(*integer);
    } else if (auto* view = std::get_if<std::string_view>(&value)) {
        hash.add(*view);
    } else if (auto* text = std::get_if<std::string>(&value)) {
        hash.add(*text);
    } else {
        hash.add(std::int64_t{-1});
    }
}

template <>
struct Shape<OrgRecord> {
    static constexpr std::string_view table = "roster_org", record = "orgs";
    static constexpr bool is_referred_to = true;
    static constexpr std::array<std::string_view, 6> columns{"name", "name_folded", "type", "raw_type", "identifier", "parent_id"};
    static Values values(const OrgRecord& r, const AllTargets& t) {
        return {r.name, base::fold(r.name), word(r.type), r.raw_type, r.identifier, t.orgs.id(r.parent)};
    }
    static void references(const OrgRecord&, const AllTargets&, References&) {}
};

template <>
struct Shape<SessionRecord> {
    static constexpr std::string_view table = "roster_session", record = "sessions";
    static constexpr bool is_referred_to = true;
    static constexpr std::array<std::string_view, 7> columns{"title", "type", "raw_type", "start_on", "end_on", "school_year", "parent_id"};
    static Values values(const SessionRecord& r, const AllTargets& t) {
        return {r.title, r.type, r.raw_type, base::to_iso(r.start), base::to_iso(r.end), number(r.school_year), t.sessions.id(r.parent)};
    }
    static void references(const SessionRecord&, const AllTargets&, References&) {}
};

/// Role and primary org are not here: they follow from the posts.
template <>
struct Shape<PersonRecord> {
    static constexpr std::string_view table = "roster_person", record = "people";
    static constexpr bool is_referred_to = true;
    static constexpr std::array<std::string_view, 15> columns{
        "given_name", "middle_name", "family_name", "preferred_given_name", "preferred_family_name", "name_folded", "username",
        "username_folded", "email", "email_folded", "phone", "identifier", "grade", "raw_grade", "enabled"};
    static Values values(const PersonRecord& r, const AllTargets&) {
        return {r.given_name, r.middle_name, r.family_name, r.preferred_given_name, r.preferred_family_name,
                sort_name(r.given_name, r.family_name, r.preferred_given_name, r.preferred_family_name), r.username, base::fold(r.username), r.email,
                base::fold(r.email), r.phone, r.identifier, r.grade, r.raw_grade, flag(r.enabled)};
    }
    static void references(const PersonRecord& r, const AllTargets& t, References& refs) {
        refs.want(t.orgs, r.primary_org, "primaryOrgSourcedId");
    }
};

template <>
struct Shape<PostRecord> {
    static constexpr std::string_view table = "roster_person_org", record = "roles";
    static constexpr bool is_referred_to = false;
    static constexpr std::array<std::string_view, 7> columns{"person_id", "org_id", "role", "raw_role", "is_primary", "begin_on", "end_on"};
    static Values values(const PostRecord& r, const AllTargets& t) {
        return {t.people.id(r.person), t.orgs.id(r.org), word(r.role), r.raw_role, flag(r.primary), day(r.begin), day(r.end)};
    }
    static void references(const PostRecord& r, const AllTargets& t, References& refs) {
        refs.need(t.people, r.person, "userSourcedId");
        refs.need(t.orgs, r.org, "orgSourcedId");
    }
};

template <>
struct Shape<GuardianRecord> {
    static constexpr std::string_view table = "roster_guardian", record = "guardians";
    static constexpr bool is_referred_to = false;
    static constexpr std::array<std::string_view, 4> columns{"student_id", "guardian_id", "relation", "raw_relation"};
    static Values values(const GuardianRecord& r, const AllTargets& t) {
        return {t.people.id(r.student), t.people.id(r.guardian), r.relation, r.raw_relation};
    }
    static void references(const GuardianRecord& r, const AllTargets& t, References& refs) {
        refs.need(t.people, r.student, "userSourcedId");
        refs.need(t.people, r.guardian, "agentSourcedIds");
    }
};

template <>
struct Shape<CourseRecord> {
    static constexpr std::string_view table = "roster_course", record = "courses";
    static constexpr bool is_referred_to = true;
    static constexpr std::array<std::string_view, 7> columns{"title", "code", "org_id", "school_year_id", "grades", "subjects", "subject_codes"};
    static Values values(const CourseRecord& r, const AllTargets& t) {
        return {r.title, r.code, t.orgs.id(r.org), t.sessions.id(r.school_year), r.grades, r.subjects, r.subject_codes};
    }
    static void references(const CourseRecord& r, const AllTargets& t, References& refs) {
        refs.need(t.orgs, r.org, "orgSourcedId");
        refs.want(t.sessions, r.school_year, "schoolYearSourcedId");
    }
};

template <>
struct Shape<ClassRecord> {
    static constexpr std::string_view table = "roster_class", record = "classes";
    static constexpr bool is_referred_to = true;
    static constexpr std::array<std::string_view, 11> columns{"title", "code", "type", "raw_type", "course_id", "org_id",
                                                             "location", "periods", "grades", "subjects", "subject_codes"};
    static Values values(const ClassRecord& r, const AllTargets& t) {
        return {r.title, r.code, r.type, r.raw_type, t.courses.id(r.course), t.orgs.id(r.org),
                r.location, r.periods, r.grades, r.subjects, r.subject_codes};
    }
    static void references(const ClassRecord& r, const AllTargets& t, References& refs) {
        refs.need(t.orgs, r.org, "schoolSourcedId");
        refs.want(t.courses, r.course, "courseSourcedId");
        for (auto session : r.sessions) refs.want(t.sessions, session, "termSourcedIds");
    }
};

template <>
struct Shape<EnrollmentRecord> {
    static constexpr std::string_view table = "roster_enrollment", record = "enrollments";
    static constexpr bool is_referred_to = false;
    static constexpr std::array<std::string_view, 7> columns{"class_id", "person_id", "role", "raw_role", "is_primary", "begin_on", "end_on"};
    static Values values(const EnrollmentRecord& r, const AllTargets& t) {
        return {t.classes.id(r.group), t.people.id(r.person), word(r.role), r.raw_role, flag(r.primary), day(r.begin), day(r.end)};
    }
    static void references(const EnrollmentRecord& r, const AllTargets& t, References& refs) {
        refs.need(t.classes, r.group, "classSourcedId");
        refs.need(t.people, r.person, "userSourcedId");
    }
};

template <>
struct Shape<DemographicRecord> {
    static constexpr std::string_view table = "roster_demographic", record = "demographics";
    static constexpr bool is_referred_to = false;
    static constexpr std::array<std::string_view, 15> columns{
        "person_id", "birth_on", "sex", "raw_sex", "hispanic", "american_indian", "asian", "black", "pacific_islander", "white", "two_or_more",
        "birth_country", "birth_state", "birth_city", "residence_status"};
    static Values values(const DemographicRecord& r, const AllTargets& t) {
        return {t.people.id(r.key), day(r.birth), r.sex, r.raw_sex, flag(r.hispanic), flag(r.american_indian), flag(r.asian), flag(r.black),
                flag(r.pacific_islander), flag(r.white), flag(r.two_or_more), r.birth_country, r.birth_state, r.birth_city, r.residence_status};
    }
    static void references(const DemographicRecord& r, const AllTargets& t, References& refs) {
        refs.need(t.people, r.key, "sourcedId");
    }
};

/// Rows that carry the number of their last change (revision.h).
template <typename R>
constexpr bool counts_changes = !std::is_same_v<R, GuardianRecord>;

/// What does not lie in the record's own columns but is part of what its row said.
template <typename R>
void hash_more(const R&, const AllTargets&, imports::ContentHash&) {}
inline void hash_more(const PersonRecord& r, const AllTargets& t, imports::ContentHash& hash) { add_to_hash(hash, t.orgs.id(r.primary_org)); }
inline void hash_more(const ClassRecord& r, const AllTargets& t, imports::ContentHash& hash) {
    for (auto session : r.sessions) add_to_hash(hash, t.sessions.id(session));
}

/// References enter as ids, so a row that refers to one that does not exist yet is never "unchanged".
template <typename R>
std::int64_t hash_of(const R& record, const Values& values, const AllTargets& targets) {
    imports::ContentHash hash;
    for (const auto& value : values) add_to_hash(hash, value);
    hash_more(record, targets, hash);
    return hash.value();
}

}  // namespace roster
