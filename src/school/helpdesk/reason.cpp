#include "helpdesk/reason.h"

#include <array>

namespace helpdesk {

std::string_view word(Why why) {
    static constexpr std::array<std::string_view, 12> words{
        "ended", "waits_for_you", "waits_for_part", "waits_for_vendor", "waits_for_approval", "scheduled", "needs_authority", "needs_skill",
        "known_problem", "in_work", "behind_others", "not_started"};
    return words[static_cast<std::size_t>(why)];
}

WaitReason find_reason(const WaitFacts& facts) {
    if (facts.ended) return {.why = Why::ended};
    if (facts.asked_requester_at) return {.why = Why::waits_for_you, .at = facts.asked_requester_at};
    if (facts.part_is_ordered) return {.why = Why::waits_for_part, .on = facts.part_comes_on};
    if (facts.vendor_has_it) return {.why = Why::waits_for_vendor};
    if (facts.approval_by) return {.why = Why::waits_for_approval, .key = *facts.approval_by};
    if (facts.appointment_at) return {.why = Why::scheduled, .at = facts.appointment_at};
    if (facts.missing_authority) {
        return {.why = Why::needs_authority, .at = facts.holder_is_there_at, .key = *facts.missing_authority};
    }
    if (facts.missing_skill) return {.why = Why::needs_skill, .at = facts.holder_is_there_at, .key = *facts.missing_skill};
    if (facts.known_problem) return {.why = Why::known_problem};
    if (facts.somebody_has_it) return {.why = Why::in_work};
    if (facts.more_pressing_ahead > 0) {
        return {.why = Why::behind_others, .ahead = facts.ahead, .more_pressing_ahead = facts.more_pressing_ahead};
    }
    return {.why = Why::not_started, .ahead = facts.ahead};
}

}  // namespace helpdesk
