/// Handing a request on because of skill, authority, other work or place (F4): to whom it can go is computed, never asked around.
///
/// Clauses 20 to 23 of docs/policies/order-of-work.md; the rule itself is in handover.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/handover.h"
#include "helpdesk/request.h"

namespace helpdesk {

/// Message key: helpdesk.hand_over.reason_<word>.
enum class HandOverReason { skill, authority, other_work, place, wrong_team };
constexpr HandOverReason hand_over_reasons[] = {HandOverReason::skill, HandOverReason::authority, HandOverReason::other_work, HandOverReason::place,
                                                HandOverReason::wrong_team};
std::string_view word(HandOverReason reason);
std::optional<HandOverReason> parse_hand_over_reason(std::string_view word);
/// What the requester is told (clause 23).
Courtesy courtesy_of(HandOverReason reason);

/// Somebody who is there, can do it, may do it and serves the school.
struct Receiver {
    auth::AccountId account;
    std::string name;
    TeamId team;              // of theirs, the one that fits the request best
    base::Minutes waits{0};   // their unfinished work, and the way
    bool travels = false;
};

/// What nobody has, who comes nearest, and when.
struct MissingHelp {
    Gap gap = Gap::duty;
    std::string key;                    // of the skill or authority
    std::vector<std::string> holders;   // names, who comes first first
    std::optional<base::Day> next;
};

struct Receivers {
    std::optional<std::string> skill;      // keys of what the request's category asks
    std::optional<std::string> authority;
    std::vector<Receiver> people;          // best first
    std::optional<MissingHelp> missing;    // when there is nobody
};

/// To whom the viewer can hand the request on now; neither to themselves nor to who has it.
Receivers receivers(db::Read& db, const auth::Viewer& viewer, base::Instant now, const Request& request);

/// To whom it can be given now: the same with the viewer among them.
Receivers candidates(db::Read& db, const auth::Viewer& viewer, base::Instant now, const Request& request);

struct HandOver {
    HandOverReason reason = HandOverReason::skill;
    TeamId to_team;
    std::optional<auth::AccountId> to_account;
    std::string note;      // for the department
    std::string courtesy;  // for the requester, in their language
};
/// Moves team and person; the state stays. Throws base::Invalid naming the field when it cannot go there, base::Conflict when somebody else
/// moved it meanwhile.
void hand_over(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const HandOver& what);

}  // namespace helpdesk
