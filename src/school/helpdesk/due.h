/// When a request is due, from the settings, the site's calendar and its pauses. Only for the stores of this room.
#pragma once

#include "db/db.h"
#include "helpdesk/request.h"

namespace helpdesk {

struct Due {
    base::Instant response;
    base::Instant resolution;
};

/// Computed from the beginning every time, never by moving an older due time (docs/policies/order-of-work.md).
Due due_of(db::Read& db, roster::OrgId school, CategoryId category, int priority, base::Instant created_at, RequestId id);

/// Writes priority and due times of a request whose pauses, category, impact, urgency or school changed.
void retarget(db::Write& db, RequestId id);

}  // namespace helpdesk
