#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "roster/revision.h"
#include "roster/roster.h"

namespace roster {

static Class read_class(const db::Row& row) {
    Class found;
    found.id = {row.integer("id")};
    found.title = row.text("title");
    found.code = row.text("code");
    found.school = {row.integer("org_id")};
    found.school_name = row.text("school_name");
    found.location = row.text("location");
    for (auto period : base::split(row.text("periods"), ',')) {
        if (auto name = base::collapse_space(period); !name.empty()) found.periods.push_back(std::move(name));
    }
    found.students = row.integer("students");
    return found;
}

static const std::string class_columns = R"sql(
    SELECT c.id, c.title, c.code, c.org_id, o.name AS school_name, c.location, c.periods,
           (SELECT count(DISTINCT e.person_id) FROM roster_enrollment e
             WHERE e.class_id = c.id AND e.active = 1 AND e.role = 'student' AND (e.end_on IS NULL OR e.end_on > :today)) AS students
      FROM roster_class c JOIN roster_org o ON o.id = c.org_id
)sql";

std::vector<Class> classes_of(db::Read& db, const auth::Viewer& viewer, PersonId teacher, base::Day today) {
    if (!find_person(db, viewer, teacher)) return {};
    return db.query(class_columns + R"sql(
        WHERE c.active = 1
          AND c.id IN (SELECT t.class_id FROM roster_enrollment t
                        WHERE t.person_id = :teacher AND t.active = 1 AND t.role = 'teacher' AND (t.end_on IS NULL OR t.end_on > :today))
          AND (NOT EXISTS (SELECT 1 FROM roster_class_session x WHERE x.class_id = c.id)
               OR EXISTS (SELECT 1 FROM roster_class_session x JOIN roster_session s ON s.id = x.session_id
                           WHERE x.class_id = c.id AND s.active = 1 AND s.end_on >= :today))
        ORDER BY c.title, c.id
    )sql")
        .bind("teacher", teacher)
        .bind("today", today)
        .all(read_class);
}

static bool teaches(db::Read& db, const auth::Viewer& viewer, ClassId id, base::Day today) {
    if (!viewer.signed_in()) return false;
    return db.query(R"sql(
        SELECT 1 FROM roster_enrollment t JOIN roster_person p ON p.id = t.person_id
         WHERE t.class_id = :class AND t.active = 1 AND t.role = 'teacher' AND (t.end_on IS NULL OR t.end_on > :today)
           AND p.account_id = :account LIMIT 1
    )sql")
        .bind("class", id)
        .bind("today", today)
        .bind("account", viewer.account())
        .maybe_integer()
        .has_value();
}

std::optional<Class> find_class(db::Read& db, const auth::Viewer& viewer, ClassId id, base::Day today) {
    auto found = db.query(class_columns + " WHERE c.id = :id AND c.active = 1").bind("id", id).bind("today", today).maybe(read_class);
    if (!found) return std::nullopt;
    if (!viewer.may(may_see_people, found->school.value) && !teaches(db, viewer, id, today)) return std::nullopt;
    return found;
}

std::vector<PersonId> teachers_of(db::Read& db, const auth::Viewer& viewer, ClassId id, base::Day today) {
    if (!find_class(db, viewer, id, today)) return {};
    return db.query(R"sql(
        SELECT person_id, max(is_primary) AS is_primary, min(id) AS first_id FROM roster_enrollment
         WHERE class_id = :class AND active = 1 AND role = 'teacher' AND (end_on IS NULL OR end_on > :today)
         GROUP BY person_id ORDER BY 2 DESC, 3
    )sql")
        .bind("class", id)
        .bind("today", today)
        .all([](const db::Row& row) { return PersonId{row.integer("person_id")}; });
}

static void enroll(db::Write& db, ClassId id, PersonId person, Role role, std::int64_t revision) {
    db.query("INSERT INTO roster_enrollment (source, class_id, person_id, role, is_primary, revision) VALUES ('manual', :class, :person, :role, :primary, :revision)")
        .bind("revision", revision)
        .bind("class", id)
        .bind("person", person)
        .bind("role", word(role))
        .bind("primary", role == Role::teacher)
        .run();
}

ClassId create_class(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewClass& made) {
    if (!viewer.may_everywhere(may_import)) throw base::Forbidden("Classes are written by whoever may bring in a roster.");
    auto title = base::collapse_space(made.title);
    if (title.empty()) throw base::Invalid("title", "a title");
    if (!find_org(db, made.school)) throw base::NotFound("no such school");
    for (auto person : made.students) {
        if (!find_person(db, viewer, person)) throw base::NotFound("no such person");
    }
    if (!find_person(db, viewer, made.teacher)) throw base::NotFound("no such person");
    auto revision = next_revision(db);
    ClassId id{db.query(R"sql(
        INSERT INTO roster_class (source, title, type, org_id, location, periods, revision)
        VALUES ('manual', :title, 'scheduled', :school, :location, :periods, :revision)
        RETURNING id
    )sql")
                   .bind("title", title)
                   .bind("school", made.school)
                   .bind("location", base::collapse_space(made.location))
                   .bind("periods", base::join(made.periods, ","))
                   .bind("revision", revision)
                   .one_integer()};
    enroll(db, id, made.teacher, Role::teacher, revision);
    for (auto student : made.students) enroll(db, id, student, Role::student, revision);
    auth::record(db, viewer, now, {.subject_kind = "class", .subject_id = id.value, .action = "created"});
    return id;
}

}  // namespace roster
