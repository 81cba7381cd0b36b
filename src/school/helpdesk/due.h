/// When a request is due, from the settings, the site's calendar and its pauses. Only for the stores of this room.
#pragma once

#include "db/db.h"
#include "helpdesk/request.h"

namespace helpdesk {

struct Due {
    base::Instant response;
    base::Instant resolution;
    base::Instant at_risk;  // when 75 % of the time of the solution are used (clause 15)
};

/// Computed from the beginning every time, never by moving an older due time (docs/policies/order-of-work.md).
Due due_of(db::Read& db, roster::OrgId school, CategoryId category, int priority, base::Instant created_at, RequestId id);

/// Writes priority and due times of a request whose pauses, category, impact, urgency or school changed.
void retarget(db::Write& db, RequestId id);
/// What every reopening of an ended request does besides giving it its new state: the time since its solution is a pause (clause 16), the reopening
/// is counted, and against the articles that had solved it. The request is as it was before.
void count_reopening(db::Write& db, base::Instant now, const Request& request);

/// Asks for a job that retargets all unfinished requests, because hours, special days or targets changed in this transaction.
void retarget_later(db::Write& db, base::Instant now);
/// What the job does, some at a time: a correction of the calendar corrects what follows from it. Returns how many got other times.
int retarget_unfinished(db::Database& database, base::Instant now);

}  // namespace helpdesk
