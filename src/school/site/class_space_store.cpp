// Classes as those see them who teach them, learn in them, or look after who does.
#include <map>

#include "site/class_row.h"

namespace site {

static const std::string person_name = R"sql(
    CASE WHEN p.preferred_given_name <> '' THEN p.preferred_given_name ELSE p.given_name END || ' ' ||
    CASE WHEN p.preferred_family_name <> '' THEN p.preferred_family_name ELSE p.family_name END AS name)sql";

static std::map<std::int64_t, std::string> teachers_beside(db::Read& db, roster::PersonId person, base::Day today) {
    std::map<std::int64_t, std::string> names;
    db.query("SELECT t.class_id, max(t.is_primary) AS is_primary, min(t.id) AS first_id, p.id AS person_id," + person_name + R"sql(
          FROM roster_enrollment t JOIN roster_person p ON p.id = t.person_id
         WHERE t.role = 'teacher' AND t.active = 1 AND (t.end_on IS NULL OR t.end_on > :today)
           AND t.class_id IN (SELECT e.class_id FROM roster_enrollment e WHERE e.person_id = :person AND e.active = 1)
         GROUP BY t.class_id, p.id, p.preferred_given_name, p.given_name, p.preferred_family_name, p.family_name ORDER BY t.class_id, 2 DESC, 3
    )sql")
        .bind("today", today)
        .bind("person", person)
        .each([&](const db::Row& row) {
            auto& list = names[row.integer("class_id")];
            list += (list.empty() ? "" : ", ") + std::string(row.text("name"));
        });
    return names;
}

/// The caller has seen to it that the viewer may know in which classes the person is.
static std::vector<ClassSpace> spaces_of(db::Read& db, roster::PersonId person, std::string_view role, base::Day today) {
    auto classes = db.query("SELECT c.id, c.title, c.periods, o.name AS school, " + link_columns + R"sql(
          FROM roster_class c JOIN roster_org o ON o.id = c.org_id LEFT JOIN site_class_link l ON l.class_id = c.id
         WHERE )sql" + is_current + R"sql(
           AND c.id IN (SELECT e.class_id FROM roster_enrollment e
                         WHERE e.person_id = :person AND e.active = 1 AND e.role = :role AND (e.end_on IS NULL OR e.end_on > :today))
         ORDER BY c.title, c.id
    )sql")
                       .bind("today", today)
                       .bind("person", person)
                       .bind("role", role)
                       .all([](const db::Row& row) {
                           return ClassSpace{{row.integer("id")}, std::string(row.text("title")), std::string(row.text("school")), std::string(row.text("periods")), "", read_link(row)};
                       });
    if (classes.empty()) return classes;
    auto teachers = teachers_beside(db, person, today);
    for (auto& one : classes) one.teachers = std::move(teachers[one.id.value]);
    return classes;
}

static std::optional<roster::PersonId> person_of(db::Read& db, const auth::Viewer& viewer) {
    if (!viewer.signed_in()) return std::nullopt;
    return roster::person_of(db, viewer.account());
}

std::vector<ClassSpace> taught(db::Read& db, const auth::Viewer& viewer, base::Day today) {
    auto person = person_of(db, viewer);
    return person ? spaces_of(db, *person, "teacher", today) : std::vector<ClassSpace>();
}

std::vector<ClassSpace> attended(db::Read& db, const auth::Viewer& viewer, base::Day today) {
    auto person = person_of(db, viewer);
    return person ? spaces_of(db, *person, "student", today) : std::vector<ClassSpace>();
}

std::vector<Spaces> of_wards(db::Read& db, const auth::Viewer& viewer, base::Day today) {
    auto person = person_of(db, viewer);
    if (!person) return {};
    // Clause 5.2: guardians, as the roster has them today. Other relatives are not led to a child's classes.
    auto wards = db.query("SELECT DISTINCT p.id, p.name_folded," + person_name + R"sql(
          FROM roster_guardian g JOIN roster_person p ON p.id = g.student_id AND p.active = 1
          JOIN roster_person me ON me.id = g.guardian_id AND me.active = 1
         WHERE g.guardian_id = :person AND g.active = 1 AND g.relation = 'guardian' ORDER BY p.name_folded, p.id
    )sql")
                     .bind("person", *person)
                     .all([](const db::Row& row) { return Spaces{{row.integer("id")}, std::string(row.text("name")), {}}; });
    for (auto& ward : wards) ward.classes = spaces_of(db, ward.person, "student", today);
    return wards;
}

}  // namespace site
