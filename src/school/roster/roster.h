/// The district's people and places, as its student information system knows them: schools, people and their roles, classes,
/// enrolments, terms. Everyone builds on it; this is the front door of the room.
///
/// A person of the roster is not an account: an import creates people, never accounts. A person who may sign in is linked to an account.
/// What a source no longer names is no longer active and keeps its id and its history.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace base {
struct EmbeddedFile;
}
namespace db {
class Read;
class Write;
}  // namespace db
namespace auth {
struct PermissionInfo;
}
namespace html {
class View;
}
namespace http {
class ReadCall;
class Routes;
}  // namespace http
namespace imports {
struct Kind;
}
namespace jobs {
class Registry;
}

namespace roster {

struct OrgId {
    std::int64_t value = 0;
    auto operator<=>(const OrgId&) const = default;
};
struct RoomId {
    std::int64_t value = 0;
    auto operator<=>(const RoomId&) const = default;
};
struct PersonId {
    std::int64_t value = 0;
    auto operator<=>(const PersonId&) const = default;
};
struct SessionId {
    std::int64_t value = 0;
    auto operator<=>(const SessionId&) const = default;
};
struct CourseId {
    std::int64_t value = 0;
    auto operator<=>(const CourseId&) const = default;
};
struct ClassId {
    std::int64_t value = 0;
    auto operator<=>(const ClassId&) const = default;
};
struct EnrollmentId {
    std::int64_t value = 0;
    auto operator<=>(const EnrollmentId&) const = default;
};

/// Staff who may look people up, everywhere or at their schools. Students and guardians hold no such grant and see nobody but
/// themselves.
constexpr auth::Permission may_see_people{"roster.people"};
/// May create and rename schools and rooms.
constexpr auth::Permission may_edit_schools{"roster.schools"};
/// May bring in a roster, and say which account belongs to whom.
constexpr auth::Permission may_import{"roster.import"};

/// Every permission of the room.
std::span<const auth::PermissionInfo> permissions();

enum class OrgType { department, school, district, local, state, national, other };
/// The words of OneRoster, and "other".
std::string_view word(OrgType type);
std::optional<OrgType> parse_org_type(std::string_view word);

/// What a person is. Parents are guardians; principals and administrators of a district, site or system are administrators. The
/// source's own word is kept beside it.
enum class Role { student, teacher, administrator, aide, counselor, proctor, guardian, relative, other };
constexpr Role roles[] = {Role::student,   Role::teacher, Role::administrator, Role::aide, Role::counselor,
                          Role::proctor, Role::guardian, Role::relative,      Role::other};
std::string_view word(Role role);
std::optional<Role> parse_role(std::string_view word);
/// True for those who work for the district.
bool is_staff(Role role);

struct Org {
    OrgId id;
    std::string name;
    OrgType type = OrgType::school;
    std::string raw_type;    // the source's word when it is not one of ours
    std::string identifier;  // the number the state or NCES gives
    std::optional<OrgId> parent;
    bool active = true;
    bool manual = false;     // written here by a person, not imported
};

/// A place in a school: "214", "Lab 2", "Office".
struct Room {
    RoomId id;
    OrgId school;
    std::string name;
    bool active = true;
};

struct Person {
    PersonId id;
    std::string given_name;
    std::string family_name;
    std::string preferred_given_name;   // empty: none
    std::string preferred_family_name;  // empty: none
    std::string email;
    std::string username;
    std::string phone;
    std::string identifier;  // the number on the student or staff card
    Role role = Role::other;
    std::string raw_role;
    std::string grade;       // "03", "KG"; empty for those who have none
    std::optional<OrgId> primary_org;
    std::optional<auth::AccountId> account;
    bool enabled = true;
    bool active = true;

    /// As people say it, preferred names first: "Ana Peña".
    std::string name() const;
};

/// One role of a person at one place.
struct Post {
    OrgId org;
    std::string org_name;
    Role role = Role::other;
    std::string raw_role;
    bool primary = false;
    std::optional<base::Day> begin;
    std::optional<base::Day> end;  // first day on which it no longer holds
};

// --- Places. Names of schools and rooms are no secret. ---

/// The active schools, by name.
std::vector<Org> schools(db::Read& db);
/// Every org there is or was, by name.
std::vector<Org> orgs(db::Read& db);
std::optional<Org> find_org(db::Read& db, OrgId id);
/// The active rooms of a school, by name.
std::vector<Room> rooms(db::Read& db, OrgId school);
std::optional<Room> find_room(db::Read& db, RoomId id);

// --- How a school is named in public addresses: "north-school" in /schools/north-school. Made of its name, so that a person can read and guess
// it; schools of one name get their number behind it. A new name is a new address: the website's redirects lead from the old one. ---

/// Letters and digits of the folded text with hyphens between words; "school" when there is none. Pure.
std::string slug_of(std::string_view name);

struct SchoolAddress {
    Org school;
    std::string slug;
};
/// The active schools, by name; no two have one slug.
std::vector<SchoolAddress> school_addresses(db::Read& db);
/// Of an active school; throws base::NotFound for others.
std::string school_slug(db::Read& db, OrgId school);
std::optional<Org> find_school_by_slug(db::Read& db, std::string_view slug);

/// What a person types to describe a school. Each of these needs `may_edit_schools`: everywhere for schools, at the school for its
/// rooms; throws base::Forbidden, base::Invalid naming the field, base::NotFound.
struct SchoolForm {
    std::string name;
    OrgType type = OrgType::school;
    std::string identifier;
    std::optional<OrgId> parent;
    bool active = true;
};
OrgId create_school(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SchoolForm& form);
void change_school(db::Write& db, const auth::Viewer& viewer, base::Instant now, OrgId id, const SchoolForm& form);
/// A room of that name that was closed is opened again.
RoomId create_room(db::Write& db, const auth::Viewer& viewer, base::Instant now, OrgId school, std::string_view name);
void rename_room(db::Write& db, const auth::Viewer& viewer, base::Instant now, RoomId id, std::string_view name);
void close_room(db::Write& db, const auth::Viewer& viewer, base::Instant now, RoomId id);

// --- People. ---

/// What is looked for. Empty parts do not restrict.
struct PeopleQuestion {
    /// Beginnings of words of the name, or of the e-mail address or username; all of them must fit.
    std::string text;
    std::optional<OrgId> school;
    std::optional<Role> role;
    bool staff_only = false;
    bool former = false;  // those who left instead of those who are here
    int limit = 50;
    /// Paging: those after this person in the order of names.
    std::optional<PersonId> after;
};

struct PersonLine {
    PersonId id;
    std::string name;
    std::string email;
    Role role = Role::other;
    std::string raw_role;
    std::string grade;
    std::string school;  // name of the primary org, or empty
};

struct PeoplePage {
    std::vector<PersonLine> lines;  // by family name
    bool more = false;
};

/// Those whom the viewer may see and whom the question describes. Empty for viewers without `may_see_people`.
PeoplePage find_people(db::Read& db, const auth::Viewer& viewer, const PeopleQuestion& question);

/// Absent when there is none or the viewer may not see them. Everybody may see themselves.
std::optional<Person> find_person(db::Read& db, const auth::Viewer& viewer, PersonId id);
/// The roles a person has, primary first. Absence of the person or of the right to see them gives none.
std::vector<Post> posts(db::Read& db, const auth::Viewer& viewer, PersonId id);
/// Guardians of a student, or the students of a guardian, whom the viewer may see.
std::vector<PersonLine> guardians(db::Read& db, const auth::Viewer& viewer, PersonId student);
std::vector<PersonLine> wards(db::Read& db, const auth::Viewer& viewer, PersonId guardian);

/// The person an account belongs to.
std::optional<PersonId> person_of(db::Read& db, auth::AccountId account);
std::optional<auth::AccountId> account_of(db::Read& db, PersonId person);
/// Schools at which the person has a role now, primary first; for routing and for scoping what they ask.
std::vector<OrgId> schools_of(db::Read& db, PersonId person);
/// The one active person whom an e-mail address, username or card number names; absent when nobody or several. For imports and
/// incoming mail: it tells nothing but the id.
std::optional<PersonId> match_person(db::Read& db, std::string_view email_username_or_identifier);

/// Says that the account belongs to the person. Needs `may_import`; throws base::Conflict when either is linked to another already.
void link_account(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId person, auth::AccountId account);
void unlink_account(db::Write& db, const auth::Viewer& viewer, base::Instant now, PersonId person);

/// A person written by hand, for a district without an import and for tests. Needs `may_import`.
struct NewPerson {
    std::string given_name;
    std::string family_name;
    std::string email;
    std::string username;
    Role role = Role::other;
    std::string grade;
    std::optional<OrgId> school;
};
PersonId create_person(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewPerson& person);

// --- Classes. ---

/// A course taught to a group, as a teacher sees it in a list.
struct Class {
    ClassId id;
    std::string title;
    std::string code;
    OrgId school;
    std::string school_name;
    std::string location;              // the source's own word for the room, or empty
    std::vector<std::string> periods;  // the source's names of the periods in which it meets; empty when it does not say
    std::int64_t students = 0;         // enrolled on the day asked for
};

/// The classes that a person teaches in terms which have not ended on that day, by title; a class without a term counts. Empty when the
/// viewer may not see the person.
std::vector<Class> classes_of(db::Read& db, const auth::Viewer& viewer, PersonId teacher, base::Day today);
/// Absent when there is none, it is gone from the roster, or the viewer neither teaches it nor may see people at its school.
std::optional<Class> find_class(db::Read& db, const auth::Viewer& viewer, ClassId id, base::Day today);
/// Who teaches the class on that day, main teacher first; for those who may see the class.
std::vector<PersonId> teachers_of(db::Read& db, const auth::Viewer& viewer, ClassId id, base::Day today);

/// A class written by hand, for a district without an import and for tests. Needs `may_import`; throws base::Invalid for a class without
/// title, base::NotFound for an unknown school or person.
struct NewClass {
    std::string title;
    OrgId school;
    std::string location;
    std::vector<std::string> periods;
    PersonId teacher;
    std::vector<PersonId> students;
};
ClassId create_class(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewClass& made);

// --- Slots that rooms to the right fill. ---

/// A part of a person's page: a template (a <section class="panel">) and what fills it. `fill` returns false when it has nothing to show to
/// this viewer, who may see the person.
struct PersonPanel {
    std::string template_name;  // "inventory/person_devices"
    bool (*fill)(http::ReadCall& call, PersonId person, html::View& view);
};
/// In the order in which app/wire.cpp adds them.
std::vector<PersonPanel>& person_panels();

/// OneRoster 1.1 and 1.2 CSV and Microsoft SDS v2.1, told apart by what lies in the package.
imports::Kind import_kind();
/// Families' word on directory information: student and yes or no, a row each (opt_out.h).
imports::Kind opt_out_import_kind();

void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
std::span<const base::EmbeddedFile> embedded();

}  // namespace roster
