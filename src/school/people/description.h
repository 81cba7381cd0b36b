/// Job descriptions: taken over from one or several roles of the catalogue, edited, checked (people/description_check.h), approved as a numbered
/// version, and compared. Clause numbers refer to docs/policies/job-descriptions.md.
///
/// Whoever may write descriptions sees drafts; all staff read what was approved.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/catalogue.h"

namespace people {

using JobDuty = DutyOf<std::string>;
using JobQualification = QualificationOf<std::string>;

struct RoleShare {
    std::string role;  // key
    int share = 100;   // percent of the job
    bool operator==(const RoleShare&) const = default;
};

enum class LicenceKind { educator, administrator, evaluator, other };
enum class LicenceWhen { application, start, months };
std::string_view word(LicenceKind kind);
std::string_view word(LicenceWhen when);
std::optional<LicenceKind> parse_licence_kind(std::string_view word);
std::optional<LicenceWhen> parse_licence_when(std::string_view word);

/// A licence that the job asks for, and by when.
struct JobLicence {
    std::string text;
    LicenceKind kind = LicenceKind::other;
    LicenceWhen when = LicenceWhen::start;
    int months = 0;  // after the start, for LicenceWhen::months
    bool operator==(const JobLicence&) const = default;
};

/// One job, in one language.
struct Description {
    std::string language = "en";  // "en" or "es": of its texts
    std::string title;
    std::string purpose;          // why the job exists
    std::vector<RoleShare> roles;
    std::optional<std::int64_t> school;  // a roster org; absent: the district
    std::string place;            // its name when it was written
    std::string reports_to;       // who leads the daily work
    std::string evaluated_by;     // who writes the evaluation
    bool evaluator_licensed = false;     // holds what the state asks of an evaluator of licensed educators
    std::string flsa;             // "exempt", "nonexempt", or empty: not said
    int term_months = 0;          // a year; 0: not said
    int week_minutes = 0;         // of work; 0: not said
    std::optional<std::int64_t> pay_from_cents;
    std::optional<std::int64_t> pay_to_cents;
    std::string pay_unit = "year";       // "hour" or "year"
    std::string currency = "USD";
    std::string benefits;
    std::string physical;         // demands and travel
    std::string background;       // check before the start
    std::string success_90;
    std::string success_365;
    std::string growth;
    std::vector<JobDuty> duties;
    std::vector<JobQualification> qualifications;
    std::vector<std::string> skills;     // with the level in words
    std::vector<std::string> authority;  // with its limits
    std::vector<std::string> not_part;   // what the job does not do
    std::vector<JobLicence> licences;
    bool operator==(const Description&) const = default;
};

std::string to_json(const Description& description);
/// Throws std::runtime_error when it is not one.
Description parse_description(std::string_view json);

/// The words that a description takes over in its language.
struct TakenOver {
    std::span<const CatalogueRole> roles;
    std::span<const Skill> skills;
    std::span<const Authority> authorities;
    std::vector<std::string> levels;  // words of the levels 0 to 3
    std::string educator_licence;     // words for the licence that a role asks for
};
/// Duties with their share of the job (they add up to 100), each qualification, skill, authority and limit once. Roles that are not in the
/// catalogue are left out.
Description compose(std::string_view language, const std::vector<RoleShare>& shares, const TakenOver& from);

/// Everything in it, in lines, for comparing; always the same parts. `people.part.<key>` names one.
std::vector<Part> parts_of(const Description& description);
/// Shares of the roles add up to 100, each once, none unknown; else base::Invalid with field "share_<role>".
void require_shares(const std::vector<RoleShare>& shares, std::span<const CatalogueRole> known);
/// Numbers that cannot be: base::Invalid with the field of the form.
void require_sane(const Description& description);

struct DescriptionId {
    std::int64_t value = 0;
    auto operator<=>(const DescriptionId&) const = default;
};

struct DescriptionLine {
    DescriptionId id;
    std::string title;
    std::string title_folded;  // for paging
    int version = 0;
    bool has_draft = false;    // false for those who may not see drafts
    base::Instant changed_at;
};
struct DescriptionPage {
    std::vector<DescriptionLine> lines;  // by title
    bool more = false;
};
/// Those behind this title and id. Throws base::Forbidden unless the viewer is staff.
DescriptionPage find_descriptions(db::Read& db, const auth::Viewer& viewer, const std::pair<std::string, std::int64_t>& after, int limit);

struct StoredDescription {
    DescriptionId id;
    std::optional<Description> draft;  // absent for those who may not see it
    int version = 0;
    base::Instant changed_at;
};
/// Throws base::NotFound when there is none that the viewer may see.
StoredDescription fetch_description(db::Read& db, const auth::Viewer& viewer, DescriptionId id);

struct DescriptionVersion {
    std::int64_t id = 0;
    DescriptionId of;
    int number = 0;
    Description description;
    base::Instant approved_at;
    std::string approved_by;  // empty: the program
    std::string note;
    std::optional<base::Day> board_on;
};
/// Newest first.
std::vector<DescriptionVersion> description_versions(db::Read& db, const auth::Viewer& viewer, DescriptionId id);
/// Throws base::NotFound.
DescriptionVersion description_version(db::Read& db, const auth::Viewer& viewer, DescriptionId id, int number);

DescriptionId create_description(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Description& description);
/// `seen` is when the description was last changed as the writer saw it; throws base::Conflict with the key of a message.
void save_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, const StoredDescription& stored, base::Instant seen);
/// A draft from the newest version; nothing when there is one.
void begin_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, DescriptionId id);
/// Freezes the draft as the next version and returns its number. Throws base::NotFound without a draft, base::Conflict as save_draft.
struct Approval {
    base::Instant seen;
    std::string note;
    std::optional<base::Day> board_on;
};
int approve_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, DescriptionId id, const Approval& approval);
/// With the description itself when nothing of it was approved.
void remove_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, DescriptionId id);

}  // namespace people
