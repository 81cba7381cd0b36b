/// What is known of two people before one may evaluate or supervise the other; only for the stores of this room.
#pragma once

#include <map>
#include <set>

#include "people/relation.h"

namespace people {

/// The first day from which an assignment that ended still protects on `day`: 24 months before (clause 2).
base::Day protected_since(base::Day day);
/// Clause 2, in this one place: who is a licensed educator on the day.
bool is_licensed_educator(db::Read& db, auth::AccountId account, base::Day day);
/// All of them, in one statement.
std::set<std::int64_t> licensed_educators(db::Read& db, base::Day day);

/// The state that the district has set ("people.jurisdiction"); empty when none is.
std::string jurisdiction(db::Read& db);
/// The pack of that state which holds on the day, or the strictest.
JurisdictionPack pack_on(db::Read& db, base::Day day);

/// Licences and trainings of one account, verified or not.
std::vector<Proof> proofs_of(db::Read& db, auth::AccountId account);
/// Of everybody who evaluates or line-manages anybody on the day, in one statement.
std::map<std::int64_t, std::vector<Proof>> proofs_of_all(db::Read& db, base::Day day);

/// Everything about the two on the day; asks the slot evaluation_conflicts() too.
Standing standing(db::Read& db, const http::Services& services, auth::AccountId from, auth::AccountId to, base::Day day);

/// The relation by which somebody is evaluator in office of the subject on the day: its kind; absent when there is none.
std::optional<std::string> in_office(db::Read& db, auth::AccountId evaluator, auth::AccountId subject, base::Day day);

}  // namespace people
