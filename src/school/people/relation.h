/// Who stands to whom how: supervision, direction of daily work, leave and evaluation are separate records.
/// Clause numbers refer to docs/policies/supervision-and-evaluation.md.
///
/// Nothing here has an override: who may not evaluate cannot be named, cannot open and cannot sign, whatever their grants. Only evidence mends it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "people/people.h"

namespace people {

/// "line_manager", "work_director", "leave_approver", "evaluator_classified", "evaluator_licensed", "related": people.supervision.kind.<kind>.
std::span<const std::string_view> relation_kinds();
bool is_evaluator_kind(std::string_view kind);

/// What a state asks of whoever evaluates or line-manages a licensed educator. Dated data (clause 3).
struct JurisdictionPack {
    std::int64_t id = 0;
    std::string jurisdiction;                  // "US-IL"; empty: the strictest, of no state
    std::vector<std::string> evaluate_kinds;   // one of these licences; empty: none is asked for
    bool evaluate_training = true;
    std::optional<int> training_months = {};   // how long a training counts; absent: as long as it says itself
    std::vector<std::string> supervise_kinds;
    bool supervise_training = false;
    std::string notes = {};
    base::Day valid_from;
    std::optional<base::Day> valid_to = {};
    std::string source = {};
    std::string link = {};
    std::optional<base::Day> checked = {};
    bool from_source = false;
    std::int64_t version = 1;
};
/// Clause 3: where the state is unknown or none is set, an administrator's licence and evaluator training, for supervision and evaluation alike.
JurisdictionPack strictest_pack();

/// One licence or training of the person who would evaluate or supervise.
struct Proof {
    std::int64_t id = 0;
    std::string kind;
    std::string jurisdiction;
    bool verified = false;
    std::string status = "active";
    base::Day issued;
    std::optional<base::Day> expires = {};
};

/// What is known about the two people.
struct Standing {
    bool same_person = false;
    bool related = false;
    bool licensed = false;                       // the other is a licensed educator (clause 2)
    std::optional<base::Day> conflict_until = {};  // as another room says
    std::vector<Proof> proofs = {};
};

struct Refusal {
    int clause = 0;
    std::string_view reason;                 // people.supervision.refusal.<reason>
    std::optional<base::Day> until = {};     // with "conflict"
};

/// Pure. Empty: they may. Clauses 4 to 8 for a licensed educator; 4, 5 and 8 for others.
std::vector<Refusal> refusals_to_evaluate(const Standing& standing, const JurisdictionPack& pack, base::Day day);
/// Pure. Clauses 4, 5 and 9.
std::vector<Refusal> refusals_to_supervise(const Standing& standing, const JurisdictionPack& pack, base::Day day);
/// The licences and trainings under which an evaluation on that day stands (clause 12); none for staff without a licence.
std::vector<std::int64_t> evidence_to_evaluate(const Standing& standing, const JurisdictionPack& pack, base::Day day);
/// The last day on which what holds on `day` still does; absent when it does not end, or does not hold.
std::optional<base::Day> evidence_until(const Standing& standing, const JurisdictionPack& pack, base::Day day);

/// What was asked is against the policy. Shown with the words of each clause; where nobody catches it, 409.
class Refused : public base::Conflict {
public:
    Refused(std::vector<Refusal> why, std::string source_of_rule);
    std::vector<Refusal> refusals;
    std::string source;  // of the pack
};

struct Relation {
    std::int64_t id = 0;
    auth::AccountId from;
    std::string from_name;
    auth::AccountId to;
    std::string to_name;
    std::string kind;
    std::optional<roster::OrgId> org;
    std::string org_name;       // empty: everywhere
    base::Day from_on;
    std::optional<base::Day> to_on;
    std::string basis;
    std::int64_t version = 1;
};

// --- Reading (relation_store.cpp) ---

/// In force on the day or later, in which the account is on either side. Staff only; who is related is shown to people.manage alone.
std::vector<Relation> relations_of(db::Read& db, const auth::Viewer& viewer, auth::AccountId account, base::Day day);
struct RelationFilter {
    std::string words;        // of either name
    std::string kind;         // empty: all
    base::Day day;            // in force then or later
    std::int64_t after = 0;   // paging by id
    int limit = 50;
};
/// By id. Needs people.manage.
std::vector<Relation> relations(db::Read& db, const auth::Viewer& viewer, const RelationFilter& filter);
Relation fetch_relation(db::Read& db, const auth::Viewer& viewer, std::int64_t id);

// --- Changing (relation_change_store.cpp): people.manage; each writes an event; each asks the rules (clause 11) ---

struct NewRelation {
    std::string from_email;
    std::string to_email;
    std::string kind;
    std::optional<roster::OrgId> org;
    base::Day from_on;
    std::optional<base::Day> to_on;
    std::string basis;
};
/// Throws base::Invalid naming the field, Refused with the clauses. `today` is the day of the district.
std::int64_t relate(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, const NewRelation& what);
struct RelationDates {
    base::Day from_on;
    std::optional<base::Day> to_on;
    std::string basis;
    std::int64_t seen = 0;
};
/// The same questions are asked as when it was made; base::Conflict (with the key of a message) when it was changed since.
void change_relation(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, const RelationDates& dates);
/// base::Conflict for an evaluator under whom evaluations were written: end it instead.
void remove_relation(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

}  // namespace people
