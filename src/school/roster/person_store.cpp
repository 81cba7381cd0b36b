#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "roster/person_words.h"
#include "roster/revision.h"
#include "roster/roster.h"

namespace roster {

static Person read_person(const db::Row& row) {
    Person person;
    person.id = {row.integer("id")};
    person.given_name = row.text("given_name");
    person.family_name = row.text("family_name");
    person.preferred_given_name = row.text("preferred_given_name");
    person.preferred_family_name = row.text("preferred_family_name");
    person.email = row.text("email");
    person.username = row.text("username");
    person.phone = row.text("phone");
    person.identifier = row.text("identifier");
    person.role = parse_role(row.text("role")).value_or(Role::other);
    person.raw_role = row.text("raw_role");
    person.grade = row.text("grade");
    if (auto org = row.maybe_integer("primary_org_id")) person.primary_org = OrgId{*org};
    if (auto account = row.maybe_integer("account_id")) person.account = auth::AccountId{*account};
    person.enabled = row.flag("enabled");
    person.active = row.flag("active");
    return person;
}

/// A post at one of the viewer's schools, or a child who has one.
static bool within_reach(db::Read& db, const auth::Reach& reach, PersonId id) {
    if (reach.everywhere) return true;
    auto orgs = db.query(R"sql(
        SELECT o.org_id FROM roster_person_org o WHERE o.person_id = :person AND o.active = 1
        UNION
        SELECT o.org_id FROM roster_guardian g JOIN roster_person_org o ON o.person_id = g.student_id AND o.active = 1
         WHERE g.guardian_id = :person AND g.active = 1
    )sql")
                    .bind("person", id)
                    .all([](const db::Row& row) { return row.integer("org_id"); });
    for (auto org : orgs) {
        if (reach.covers(org)) return true;
    }
    return false;
}

std::optional<Person> find_person(db::Read& db, const auth::Viewer& viewer, PersonId id) {
    auto person = db.query(R"sql(
        SELECT id, given_name, family_name, preferred_given_name, preferred_family_name, email, username, phone, identifier, role, raw_role,
               grade, primary_org_id, account_id, enabled, active
          FROM roster_person WHERE id = :id
    )sql")
                      .bind("id", id)
                      .maybe(read_person);
    if (!person) return std::nullopt;
    bool self = viewer.signed_in() && person->account == viewer.account();
    if (!self && !within_reach(db, viewer.reach(may_see_people), id)) return std::nullopt;
    return person;
}

std::vector<Post> posts(db::Read& db, const auth::Viewer& viewer, PersonId id) {
    if (!find_person(db, viewer, id)) return {};
    return db.query(R"sql(
        SELECT o.org_id, s.name, o.role, o.raw_role, o.is_primary, o.begin_on, o.end_on
          FROM roster_person_org o JOIN roster_org s ON s.id = o.org_id
         WHERE o.person_id = :person AND o.active = 1 ORDER BY o.is_primary DESC, o.id
    )sql")
        .bind("person", id)
        .all([](const db::Row& row) {
            return Post{{row.integer("org_id")},        std::string(row.text("name")), parse_role(row.text("role")).value_or(Role::other),
                        std::string(row.text("raw_role")), row.flag("is_primary"),        row.maybe_day("begin_on"),
                        row.maybe_day("end_on")};
        });
}

std::optional<PersonId> person_of(db::Read& db, auth::AccountId account) {
    auto id = db.query("SELECT id FROM roster_person WHERE account_id = :account").bind("account", account).maybe_integer();
    return id ? std::optional(PersonId{*id}) : std::nullopt;
}

std::optional<auth::AccountId> account_of(db::Read& db, PersonId person) {
    auto id = db.query("SELECT account_id FROM roster_person WHERE id = :id AND account_id IS NOT NULL").bind("id", person).maybe_integer();
    return id ? std::optional(auth::AccountId{*id}) : std::nullopt;
}

std::vector<OrgId> schools_of(db::Read& db, PersonId person) {
    return db.query(R"sql(
        SELECT o.org_id, max(o.is_primary) AS is_primary, min(o.id) AS first_post
          FROM roster_person_org o JOIN roster_org s ON s.id = o.org_id AND s.type = 'school' AND s.active = 1
         WHERE o.person_id = :person AND o.active = 1 GROUP BY o.org_id ORDER BY 2 DESC, 3
    )sql")
        .bind("person", person)
        .all([](const db::Row& row) { return OrgId{row.integer("org_id")}; });
}

std::optional<PersonId> match_person(db::Read& db, std::string_view text) {
    auto typed = base::trim(text);
    if (typed.empty()) return std::nullopt;
    for (std::string_view column : {"email_folded", "username_folded", "identifier"}) {
        std::string name(column);
        // The condition on '' lets the partial index be used.
        auto ids = db.query("SELECT id FROM roster_person WHERE " + name + " = :text AND " + name + " <> '' AND active = 1 LIMIT 2")
                       .bind("text", column == "identifier" ? std::string(typed) : base::fold(typed))
                       .all([](const db::Row& row) { return row.integer("id"); });
        if (ids.size() == 1) return PersonId{ids.front()};
        if (ids.size() > 1) return std::nullopt;
    }
    return std::nullopt;
}

static void may_link(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_import)) throw base::Forbidden("People are linked with accounts by whoever may import the roster.");
}

void link_account(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId person, auth::AccountId account) {
    may_link(viewer);
    if (!find_person(db, auth::Viewer::system(), person)) throw base::NotFound("no such person");
    auto linked_account = account_of(db, person);
    auto linked_person = person_of(db, account);
    if (linked_account == account) return;
    if (linked_account) throw base::Conflict("This person has another account already. Unlink it first.");
    if (linked_person) throw base::Conflict("This account belongs to another person already. Unlink it first.");
    db.query("UPDATE roster_person SET account_id = :account WHERE id = :id").bind("account", account).bind("id", person).run();
    auth::record(db, viewer, now,
                 {.subject_kind = "person", .subject_id = person.value, .action = "linked", .detail = "{\"account\":" + std::to_string(account.value) + "}"});
}

void unlink_account(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId person) {
    may_link(viewer);
    auto account = account_of(db, person);
    if (!account) return;
    db.query("UPDATE roster_person SET account_id = NULL WHERE id = :id").bind("id", person).run();
    auth::record(db, viewer, now,
                 {.subject_kind = "person", .subject_id = person.value, .action = "unlinked", .detail = "{\"account\":" + std::to_string(account->value) + "}"});
}

PersonId create_person(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewPerson& person) {
    if (!viewer.may_everywhere(may_import)) throw base::Forbidden("People are added by whoever may import the roster.");
    auto given = base::collapse_space(person.given_name);
    auto family = base::collapse_space(person.family_name);
    if (given.empty() && family.empty()) throw base::Invalid("family_name", "a name");
    if (!person.email.empty() && !base::parse_email(person.email)) throw base::Invalid("email", "an address such as name@school.org");
    auto revision = next_revision(db);
    PersonId id{db.query(R"sql(
        INSERT INTO roster_person (source, given_name, family_name, name_folded, username, username_folded, email, email_folded, role, grade,
                                   primary_org_id, changed_at, revision)
        VALUES ('manual', :given, :family, :folded, :username, :username_folded, :email, :email_folded, :role, :grade, :school, :now, :revision) RETURNING id
    )sql")
                    .bind("given", given)
                    .bind("family", family)
                    .bind("folded", sort_name(given, family, "", ""))
                    .bind("username", person.username)
                    .bind("username_folded", base::fold(person.username))
                    .bind("email", person.email)
                    .bind("email_folded", base::fold(person.email))
                    .bind("role", word(person.role))
                    .bind("grade", person.grade)
                    .bind("school", person.school ? std::optional(person.school->value) : std::nullopt)
                    .bind("now", now)
                    .bind("revision", revision)
                    .one_integer()};
    for (const auto& found : person_words({given, "", family, "", "", person.username, person.email})) {
        db.query("INSERT INTO roster_person_word (word, person_id) VALUES (:word, :id)").bind_bytes("word", found).bind("id", id).run();
    }
    if (person.school) {
        db.query("INSERT INTO roster_person_org (source, person_id, org_id, role, is_primary, revision) VALUES ('manual', :person, :org, :role, 1, :revision)")
            .bind("revision", revision)
            .bind("person", id)
            .bind("org", *person.school)
            .bind("role", word(person.role))
            .run();
    }
    auth::record(db, viewer, now, {.subject_kind = "person", .subject_id = id.value, .action = "created"});
    return id;
}

}  // namespace roster
