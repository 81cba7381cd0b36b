/// How pressing a request is, from whom it stops and how soon it hurts. Clauses: docs/policies/order-of-work.md.
#pragma once

#include <string_view>

namespace helpdesk {

/// Impact: 1 a whole school or department, 2 a class or a group, 3 one person.
/// Urgency: 1 nothing can go on, 2 needed today, 3 can wait some days.
/// Priority: 1 is done first, 4 last.

/// Why a request has its priority, the reason that weighs most. Message key: helpdesk.priority_reason.<word>.
enum class PriorityReason { class_waiting, whole_school, group, urgent, usual };
std::string_view word(PriorityReason reason);

struct Priority {
    int level = 4;
    PriorityReason reason = PriorityReason::usual;
    bool operator==(const Priority&) const = default;
};

/// The priority with its reason. Values outside 1 to 3 are a bug and count as the nearest.
Priority judge_priority(int impact, int urgency, bool class_waiting);
/// The level alone, 1 to 4.
int priority_of(int impact, int urgency, bool class_waiting);

}  // namespace helpdesk
