/// Changing who does what: all of it needs people.manage, and each change writes an event. The pages of this room use it; others read
/// people/people.h. What cannot be used is a base::Invalid with the field and the key of a message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/people.h"

namespace people {

/// One assignment as it is shown.
struct Assignment {
    std::int64_t id = 0;
    auth::AccountId account;
    std::string name;
    RoleId role;
    std::optional<roster::OrgId> org;
    std::string org_name;    // empty: everywhere
    std::string title;       // on the contract; may be empty
    base::Day from;
    std::optional<base::Day> to;
    std::optional<auth::AccountId> covers;
    std::string covers_name;
    /// The role that the district's list of titles gives this title, or the roles that are called so elsewhere, when this one is not among them.
    std::vector<RoleId> title_means;
};

/// Those that are in force on `day` or later, by role, then covers last, then name. Students and families read who does what and where,
/// without titles, ends and covers; strangers nothing (base::Forbidden).
std::vector<Assignment> assignments(db::Read& db, const auth::Viewer& viewer, base::Day day);

/// People are named by the e-mail address of their account. Throws base::Invalid naming the field.
struct NewAssignment {
    std::string email;
    std::string role_key;
    std::optional<roster::OrgId> org;
    std::string title;
    base::Day from;
    std::optional<base::Day> to;
    std::string covers_email;  // empty: the role is their own
};
std::int64_t assign(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAssignment& what);
/// The last day on which it holds. One that would end before it began is taken away;
/// of a role that asks for a teaching licence it keeps its first day (clause 2 of the policy on supervision and evaluation).
void end_assignment(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, base::Day last);

struct Title {
    std::int64_t id = 0;
    std::string title;
    RoleId role;
};
std::vector<Title> titles(db::Read& db);
/// A title that is there already gets the new role.
void save_title(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view title, std::string_view role_key);
void remove_title(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

/// What comes with a role wherever it is held; no secret.
std::vector<Authority> authorities_of_role(db::Read& db, RoleId role);

/// The words of a role on /roles. Empty ones are refused (base::Invalid), and so is to stop asking for a teaching licence while somebody holds
/// the role or held it within 24 months (field "licence").
/// `seen`: the version that the form showed; base::Conflict with the key of a message when it is another by now. Absent: whatever is there.
void change_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Role& role, std::optional<std::int64_t> seen = {});
/// Of the words of the role. Throws base::NotFound for an unknown key.
std::int64_t role_version(db::Read& db, std::string_view key);

/// All that the settings page of one person shows.
struct PersonSkill {
    Skill skill;
    int level = 0;  // 0: not known to have it
    std::string verified_by;
    std::optional<base::Instant> verified_at;
};
struct PersonAuthority {
    std::int64_t id = 0;  // 0: through a role
    Authority authority;
    std::optional<roster::OrgId> org;
    std::string org_name;
    std::optional<std::int64_t> limit_cents;
    std::string through_role;  // key, when it comes with a role held now
};
struct Absence {
    std::int64_t id = 0;
    base::Day first;
    base::Day last;
    std::string substitute;
};
struct DutyDay {
    bool on_duty = false;
    std::optional<roster::OrgId> org;
};

/// Name of an account that exists; base::NotFound otherwise. Staff only.
std::string staff_name(db::Read& db, const auth::Viewer& viewer, auth::AccountId account);
std::vector<PersonSkill> skills_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account);
std::vector<PersonAuthority> authorities_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account, base::Day day);
/// Present and coming absences, by first day.
std::vector<Absence> absences_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account, base::Day day);
/// Monday first. All off when there are no duty days, which means every day.
std::vector<DutyDay> duty_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account);

/// Level 0 takes the skill away. Whoever sets it is the one who verified it.
void set_skill(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId account, const std::pair<std::int64_t, int>& skill_level);

struct NewAuthority {
    auth::AccountId account;
    std::string authority_key;
    std::optional<roster::OrgId> org;
    std::optional<std::int64_t> limit_cents;
};
/// Giving it a second time at the same place replaces the limit.
void give_authority(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAuthority& what);
void take_authority(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

/// Seven days, Monday first; all off: there every day.
void set_duty(db::Write& db, const auth::Viewer& viewer, base::Instant now, auth::AccountId account, const std::vector<DutyDay>& days);

struct NewAbsence {
    auth::AccountId account;
    base::Day first;
    base::Day last;
    std::string substitute_email;  // empty: nobody stands in
};
std::int64_t add_absence(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAbsence& what);
void remove_absence(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

}  // namespace people
