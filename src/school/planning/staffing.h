/// The staffing case: work that waited for a skill or an authority, and what hangs on one person.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "planning/cio.h"

namespace planning {

/// What was missing: "skill" or "authority", and which (its key in the people room; empty: the kind of request does not say).
struct MissingWhat {
    std::string reason;
    std::string key;
    auto operator<=>(const MissingWhat&) const = default;
};

/// A request stood still for it, within the period (clause 9).
struct BlockedWait {
    std::int64_t id = 0;
    std::int64_t request = 0;
    std::int64_t school = 0;
    std::int64_t category = 0;
    MissingWhat what;
    base::Instant from;               // of the wait itself
    std::optional<base::Instant> to;  // absent: it still waits
    base::Minutes minutes{0};         // of the school's working time, of the part that lies in the period
};
/// A request was handed on for it, within the period (clause 8).
struct HandedOn {
    std::int64_t id = 0;
    std::int64_t request = 0;
    std::int64_t school = 0;
    std::int64_t category = 0;
    MissingWhat what;
    std::string from_en, from_es, to_en, to_es;  // teams
    base::Instant at;
};

/// Newest first. Need planning.plan (base::Forbidden). One statement each.
std::vector<BlockedWait> blocked_waits(db::Read& db, const auth::Viewer& viewer, base::Instant now, base::Instant from);
std::vector<HandedOn> handed_on(db::Read& db, const auth::Viewer& viewer, base::Instant from);

/// Of a list that may be narrowed: /planning/waits?reason=authority&key=google_admin&from=2026-03-02. Key "-": the kind does not say.
struct MissingFilter {
    std::string reason;
    std::optional<std::string> key;
    std::optional<std::int64_t> category;
    std::optional<std::int64_t> school;
    std::optional<base::Day> from;
};
template <typename T>
bool fits(const T& one, const MissingFilter& filter) {
    return (filter.reason.empty() || one.what.reason == filter.reason) && (!filter.key || one.what.key == *filter.key) &&
           (!filter.category || one.category == *filter.category) && (!filter.school || one.school == *filter.school);
}
/// `list` is "waits" or "hand-overs".
std::string address_of(std::string_view list, const MissingFilter& filter);
MissingFilter missing_filter_of(const http::Fields& query);

// --- What hangs on one person (clauses 10 to 12) ---

/// Somebody of the department on the day, by roles that they hold in their own right.
struct CioPerson {
    std::int64_t account = 0;
    std::string name;
    std::set<std::string> roles;
    std::set<std::string> skills;       // that they can do alone: level 2 and more
    std::set<std::string> authorities;
};
struct CioCategory {
    std::int64_t id = 0;
    std::string name_en, name_es;
    std::string role_key;               // of its team
    std::optional<std::string> skill;
    std::optional<std::string> authority;
};
struct Department {
    std::vector<CioPerson> people;      // by name
    std::vector<CioCategory> categories;
    std::set<std::string> team_roles;
    std::map<std::string, std::vector<std::string>> covers;  // role key: names of those who stand in
};
/// Throws base::Forbidden without planning.plan.
Department department(db::Read& db, const auth::Viewer& viewer, base::Day day);

/// Who can do requests of this kind alone: those with the skill and the authority that it asks for; where it asks for none, the team's people.
std::vector<const CioPerson*> able_people(const Department& department, const CioCategory& category);

/// A role, skill, authority or kind of request, and who has it.
struct Hanging {
    std::string key;  // of the catalogue; a category's id
    std::vector<const CioPerson*> people;
};
/// `on` is "roles", "skills", "authorities" or "categories". Those that exactly `most` (1 or 0) people have; of what nobody has, only what the
/// help desk's teams and kinds of request ask for.
std::vector<Hanging> hanging(const Department& department, std::string_view on, std::size_t people);
constexpr std::string_view hanging_on[] = {"roles", "skills", "authorities", "categories"};

// --- Papers that end (clause 13) ---

struct EndingPaper {
    std::int64_t id = 0;
    base::Day ends;
    std::string name;   // the next four are empty unless the viewer holds people.manage_licences
    std::string kind;   // key of people.licence.kind
    std::string credential;
    std::string place;
};
constexpr int paper_days_before = 30;
constexpr int paper_days_after = 90;
/// Of people of the department: ended in the last 30 days without a newer one, or ending in the next 90. By last day. Needs planning.plan.
std::vector<EndingPaper> ending_papers(db::Read& db, const auth::Viewer& viewer, base::Day today);

}  // namespace planning
