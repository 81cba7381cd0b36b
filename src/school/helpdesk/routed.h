/// To which team a new request goes, and why. Only for the stores of this room; the rule is in routing.h.
#pragma once

#include <string>

#include "db/db.h"
#include "helpdesk/category.h"

namespace helpdesk {

struct Routed {
    TeamId team;
    std::string reason;      // code of routing.h, translated by helpdesk.routing.<code>
    double confidence = 0;   // 0 to 1
};

Routed route(db::Read& db, const NewRequest& what, const Category& category);

/// How it became known which team was right.
enum class RoutingLesson { ended_there, corrected };
/// The features of the request count for the team from now on (clause 21 of docs/policies/order-of-work.md).
void learn_routing(db::Write& db, RequestId request, TeamId team, RoutingLesson lesson);

}  // namespace helpdesk
