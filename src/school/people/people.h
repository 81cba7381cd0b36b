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
#include "people/day.h"
#include "files/files.h"
#include "roster/roster.h"

namespace http {
class Call;
struct Services;
}
namespace jobs {
class Registry;
}

namespace people {

/// Assignments, titles, skills, authorities, duty and absences; everywhere only.
constexpr auth::Permission may_manage{"people.manage"};
/// Sees every licence, suspensions included, verifies them and keeps the rules of renewal; everywhere only.
constexpr auth::Permission may_manage_licences{"people.manage_licences"};
/// Write, approve and publish job descriptions; everywhere only.
constexpr auth::Permission may_write_descriptions{"people.write_descriptions"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
/// Every stored file that a row of this room names.
std::vector<files::Hash> named_files(db::Read& db);

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
/// A day on which somebody serves a school and is there, or wherever they are needed.
struct ServedDay {
    auth::AccountId account;
    roster::OrgId school;
    base::Day day;
};
/// Of these accounts at these schools from `first` to `last`: what colleagues() says of each day, for those who plan ahead, in a fixed number of
/// statements. Without the days on which they are at another school.
std::vector<ServedDay> served_days(db::Read& db, const auth::Viewer& viewer, std::span<const auth::AccountId> accounts, std::span<const roster::OrgId> schools,
                                   base::Day first, base::Day last);
/// Accounts that hold the role at the school on that day, by standing in too, whether present or not. By name.
std::vector<auth::AccountId> holders(db::Read& db, const auth::Viewer& viewer, std::string_view role_key, roster::OrgId school, base::Day day);
/// The roles that an account holds anywhere on that day: for "who am I in the department" and the queue of own teams.
std::vector<std::string> role_keys_of(db::Read& db, auth::AccountId account, base::Day day);

/// True for everybody signed in who is no student, guardian or relative of one.
bool is_staff(db::Read& db, const auth::Viewer& viewer);

// --- What ends, for a page of one's own day (licence.h keeps the licences) ---

/// A licence that ends, or hours that are missing for its renewal.
struct Expiry {
    std::int64_t licence = 0;
    std::string name;           // of the certificate; empty: `kind_key` is a message that names the kind
    std::string kind_key;
    std::string place;          // "Illinois", or the issuer
    enum class What { ends, hours_missing } what = What::ends;
    std::int64_t minutes_missing = 0;
    base::Day due;              // the licence's last day, or that of the cycle
    std::string path;           // of the page that shows it
};
/// The viewer's own that are due within so many days of `day`, or up to 30 days past; by day. Never those of others.
std::vector<Expiry> expiries(db::Read& db, const auth::Viewer& viewer, base::Day day, int within_days);
/// One sentence for the reader.
std::string expiry_words(const http::Call& call, const Expiry& expiry);

// --- Educators' licences, as other rooms need to know them ---

/// What the verified licences of somebody say on a day.
struct EducatorLicence {
    bool licensed = false;   // any educator's licence in force: teacher, endorsement, administrator, supervisor, superintendent
    bool may_teach = false;  // a teacher's licence in force; a specialist's certificate alone does not let them teach students everywhere
};
EducatorLicence educator_licence(db::Read& db, auth::AccountId account, base::Day day);

/// Who evaluates the account, or is evaluated by it, by what is in force on any of the days. For rooms that must keep the two apart.
std::vector<auth::AccountId> tied_by_evaluation(db::Read& db, auth::AccountId account, base::Day first, base::Day last);

// --- What keeps somebody from evaluating somebody, as other rooms know it ---

/// The day of the district, and what the whole process shares: a room that is asked for a conflict may keep it in a database of its own.
struct Today {
    base::Day day;
    const http::Services* services;
    Today(base::Day on, const http::Services& shared) : day(on), services(&shared) {}
    Today(const http::Call& call);  // NOLINT: a handler's call says both
};

/// Until which day, first included, `evaluator` may not evaluate `subject`; absent when nothing stands against it on `day`.
using EvaluationConflict = std::optional<base::Day> (*)(const http::Services& services, auth::AccountId evaluator, auth::AccountId subject, base::Day day);
/// Filled in app/wire.cpp before the first question; asked when somebody is named as evaluator, opens an evaluation or signs one.
std::vector<EvaluationConflict>& evaluation_conflicts();

}  // namespace people
