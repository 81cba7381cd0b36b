/// Why a request is not done yet: one reason, found from facts in a fixed order (clauses 30 and 31 of docs/policies/order-of-work.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace helpdesk {

/// In the order in which they are asked. Message key: helpdesk.why.<word>.
enum class Why {
    ended, waits_for_you, waits_for_part, waits_for_vendor, waits_for_approval, scheduled, needs_authority, needs_skill,
    known_problem, in_work, behind_others, not_started
};
std::string_view word(Why why);

/// What is true of a request now. Absent: not so.
struct WaitFacts {
    bool ended = false;
    std::optional<base::Instant> asked_requester_at;  // a question to the requester without an answer yet
    bool part_is_ordered = false;
    std::optional<base::Day> part_comes_on;
    bool vendor_has_it = false;
    std::optional<std::string> approval_by;           // role key whose approval is asked
    std::optional<base::Instant> appointment_at;
    std::optional<std::string> missing_authority;     // key of the people room
    std::optional<std::string> missing_skill;
    std::optional<base::Instant> holder_is_there_at;  // when who has the authority or skill is next there
    std::optional<std::int64_t> known_problem;
    bool somebody_has_it = false;
    int ahead = 0;                                    // requests before it
    int more_pressing_ahead = 0;                      // of those, with a higher priority
};

/// The reason with the values that its sentence needs; those that it does not need stay absent.
struct WaitReason {
    Why why = Why::not_started;
    std::optional<base::Instant> at;
    std::optional<base::Day> on;
    std::string key;
    int ahead = 0;
    int more_pressing_ahead = 0;
};

WaitReason find_reason(const WaitFacts& facts);

}  // namespace helpdesk
