/// What a role is made of: duties with their share of the time, qualifications and the duty that each is for, skills, published frameworks and the
/// titles under which districts advertise it. A role is as Belltower ships it until a district writes its own; then the page shows what differs.
///
/// The catalogue is no secret within the house. Changing it needs people.manage.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "people/people.h"

namespace people {

/// In an order of importance; `Text` is Words in a role and plain text in a job description, which has one language.
template <typename Text>
struct DutyOf {
    Text text;
    int share = 0;          // percent of the working time; the shares of a role add up to 100
    bool essential = true;  // the job would be another one without it
    bool operator==(const DutyOf&) const = default;
};

enum class QualificationKind { education, experience, certificate, licence, skill, other };
std::string_view word(QualificationKind kind);
std::optional<QualificationKind> parse_qualification_kind(std::string_view word);
std::span<const QualificationKind> qualification_kinds();
/// Levels of education that can be asked for, lowest first: "high_school", "associate", "bachelor", "postgraduate".
std::span<const std::string_view> education_levels();

/// What a person must have or had better have. Each can be answered by yes or no.
template <typename Text>
struct QualificationOf {
    Text text;
    bool required = true;
    QualificationKind kind = QualificationKind::other;
    std::string education;      // a level, for the kind education; else empty
    int months = 0;             // of experience asked for; 0: none
    int years_instead = 0;      // so many years of equivalent experience do as well; 0: they do not
    std::vector<int> duties;    // numbers of the duties, from 1, that need it
    bool operator==(const QualificationOf&) const = default;
};

struct SkillWanted {
    std::string skill;  // key
    int level = 1;      // 1 with help, 2 alone, 3 teaches others
    bool operator==(const SkillWanted&) const = default;
};

/// Where a published framework describes this work.
struct Reference {
    std::string framework;  // "O*NET-SOC 2019"
    std::string code;       // "15-1232.00"
    std::string name;       // as the framework has it
    std::string url;        // empty: none
    base::Day checked;      // the day on which somebody last compared it with the source
    bool operator==(const Reference&) const = default;
};

using RoleDuty = DutyOf<Words>;
using RoleQualification = QualificationOf<Words>;

struct RoleContent {
    std::vector<RoleDuty> duties;
    std::vector<RoleQualification> qualifications;
    std::vector<SkillWanted> skills;
    std::vector<Reference> references;
    std::vector<std::string> titles;  // seen in districts; the same title may stand at several roles
    bool operator==(const RoleContent&) const = default;
};

/// A role as Belltower ships it. `id` of the role is 0.
struct StandardRole {
    Role role;
    RoleContent content;
    std::vector<std::string> authorities;  // keys, in the order of the list of authorities
};
std::span<const StandardRole> standard_roles();
/// Null for a role of the district's own.
const StandardRole* find_standard(std::string_view key);

/// The field and the message of the first thing that cannot be used: shares that do not add up, a qualification without a duty, a text in one
/// language only. Throws base::Invalid.
void require_usable(const RoleContent& content);

std::string to_json(const RoleContent& content);
/// Throws std::runtime_error when it is not one.
RoleContent parse_content(std::string_view json);

/// Everything of one role, as it holds in this district.
struct CatalogueRole {
    Role role;
    RoleContent content;
    std::vector<std::string> authorities;
    bool own_content = false;                    // written here, not shipped
    std::optional<base::Instant> changed_at;     // of its content, when it is the district's own
};

/// In the order of the page, without retired roles.
std::vector<CatalogueRole> catalogue(db::Read& db);
/// Throws base::NotFound for an unknown key.
CatalogueRole catalogue_role(db::Read& db, std::string_view key);

/// One part of a role in lines of one language, for showing and comparing.
struct Part {
    std::string key;                 // "duties"; the message people.part.<key> names it
    std::vector<std::string> lines;
};
/// Always as many parts, in the same order. `skills` and `powers` give the names for the keys.
constexpr std::size_t part_count = 12;
std::vector<Part> parts_of(const CatalogueRole& role, std::string_view language, std::span<const Skill> skills, std::span<const Authority> powers);

/// A role that a typed title may mean.
struct Candidate {
    std::string role_key;
    std::string title;            // which of its titles or names fitted
    bool meant_here = false;      // the district's own list of titles says so
};
struct KnownTitle {
    std::string title;
    std::string role_key;
};
/// Roles of which a name or a title begins words like those that were typed; those meant here first, then in the order of the catalogue. A role
/// stands once in it. Empty for an empty text.
std::vector<Candidate> find_by_title(std::string_view typed, std::span<const CatalogueRole> roles, std::span<const KnownTitle> here);
/// Roles of which this is exactly a title seen in districts.
std::vector<std::string> roles_called(std::string_view title, std::span<const CatalogueRole> roles);

/// Writes the district's own content. `seen` is when it was last changed as the writer saw it; throws base::Conflict with the key of a
/// message when somebody was faster, base::Invalid, base::NotFound.
void change_content(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key, const RoleContent& content,
                    std::optional<base::Instant> seen);
/// Gives exactly these authorities with the role. Throws base::Invalid for an unknown one.
void change_role_authorities(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key, const std::vector<std::string>& keys);
/// Words, content and authorities as shipped. Throws base::NotFound for a role of the district's own.
void reset_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key);

/// A role of the district's own, with the words given; its key is made from the English name. Throws base::Invalid.
std::string add_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Role& words);
/// Takes the role out of the catalogue, with the titles that mean it. Throws base::Conflict with the key of a message while
/// somebody holds it or will.
void retire_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key);
void bring_back_role(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view key);
std::vector<Role> retired_roles(db::Read& db);

}  // namespace people
