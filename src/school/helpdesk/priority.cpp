#include "helpdesk/priority.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace helpdesk {

/// Clause 2. [impact][urgency]; the shape of iTop's default matrix (department {1,1,2}, group {1,2,3}, person {2,3,3}), with a fourth
/// level for what is one person's and can wait.
static constexpr std::array<std::array<int, 3>, 3> matrix{{{1, 1, 2}, {1, 2, 3}, {2, 3, 4}}};

std::string_view word(PriorityReason reason) {
    switch (reason) {
        case PriorityReason::class_waiting: return "class_waiting";
        case PriorityReason::whole_school: return "whole_school";
        case PriorityReason::group: return "group";
        case PriorityReason::urgent: return "urgent";
        case PriorityReason::usual: return "usual";
    }
    return "usual";
}

static int level(int impact, int urgency) {
    return matrix[static_cast<std::size_t>(impact - 1)][static_cast<std::size_t>(urgency - 1)];
}

Priority judge_priority(int impact, int urgency, bool class_waiting) {
    assert(impact >= 1 && impact <= 3 && urgency >= 1 && urgency <= 3);
    impact = std::clamp(impact, 1, 3);
    urgency = std::clamp(urgency, 1, 3);
    // Clause 3: a class or a test that waits lifts urgency by one level. It cannot lift what is at the top already.
    const int lifted = class_waiting ? std::max(1, urgency - 1) : urgency;
    const int made = level(impact, lifted);

    if (class_waiting && (made < level(impact, urgency) || urgency == 1)) return {made, PriorityReason::class_waiting};
    if (impact == 1) return {made, PriorityReason::whole_school};
    if (impact == 2) return {made, PriorityReason::group};
    return {made, urgency < 3 ? PriorityReason::urgent : PriorityReason::usual};
}

int priority_of(int impact, int urgency, bool class_waiting) { return judge_priority(impact, urgency, class_waiting).level; }

}  // namespace helpdesk
