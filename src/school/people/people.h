/// The front door of the people room: who does what in the department, who can and may do what, and who is there.
///
/// A person here is an account. Nothing of this is secret among staff; students and families see who does what and where, and no more.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/time.h"
#include "roster/roster.h"

namespace people {

/// Assignments, titles, skills, authorities, duty and absences; everywhere only.
constexpr auth::Permission may_manage{"people.manage"};
/// Write, approve and publish job descriptions; everywhere only.
constexpr auth::Permission may_write_descriptions{"people.write_descriptions"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);

struct RoleId {
    std::int64_t value = 0;
    auto operator<=>(const RoleId&) const = default;
};

/// A text in both languages.
struct Words {
    std::string en;
    std::string es;
    const std::string& in(std::string_view language) const { return language == "es" ? es : en; }
    bool operator==(const Words&) const = default;
};

struct Role {
    RoleId id;
    std::string key;  // "technician", "network", "integration_specialist", "data_specialist", "webmaster", "cio"
    Words name;
    Words expertise;
    Words audience;
    Words may_not;    // one sentence a line
    bool holds_teaching_licence = false;  // the job asks for a valid educator's licence
};

/// The catalogue is public within the house: in the order of the page, without what a district has retired. What a role is made of beyond its
/// words is in people/catalogue.h.
std::vector<Role> roles(db::Read& db);
/// Throws base::NotFound for an unknown key.
Role role(db::Read& db, std::string_view key);

struct Skill {
    std::int64_t id = 0;
    std::string key;
    Words name;
};
struct Authority {
    std::int64_t id = 0;
    std::string key;
    Words name;
    bool has_limit = false;
};
std::vector<Skill> skills(db::Read& db);
std::vector<Authority> authorities(db::Read& db);

/// What the help desk needs to know of somebody to give them work (helpdesk/handover.h).
struct Colleague {
    auth::AccountId account;
    std::string name;
    std::vector<std::string> role_keys;   // held on the day at the school, own ones and by standing in
    struct Level {
        std::string skill;
        int level = 1;
    };
    std::vector<Level> skills;
    std::vector<std::string> authorities; // that hold at the school
    bool serves = false;                  // holds any role at the school or everywhere
    bool present = false;                 // on duty that day and not absent
    std::optional<roster::OrgId> present_at;
    /// The next day, within 60, on which they are on duty and not absent; not asked of the calendar of school days.
    std::optional<base::Day> next_day;
};

/// Everybody who holds a role anywhere on that day, by name; what they are at this school. Throws base::Forbidden unless the viewer is staff.
std::vector<Colleague> colleagues(db::Read& db, const auth::Viewer& viewer, roster::OrgId school, base::Day day);
/// Accounts that hold the role at the school on that day, by standing in too, whether present or not. By name.
std::vector<auth::AccountId> holders(db::Read& db, const auth::Viewer& viewer, std::string_view role_key, roster::OrgId school, base::Day day);
/// The roles that an account holds anywhere on that day: for "who am I in the department" and the queue of own teams.
std::vector<std::string> role_keys_of(db::Read& db, auth::AccountId account, base::Day day);

/// True for everybody signed in who is no student, guardian or relative of one.
bool is_staff(db::Read& db, const auth::Viewer& viewer);

}  // namespace people
