/// New requests of a team that wants it so go to the person on duty who can do it and has the least work (clause 22 of
/// docs/policies/order-of-work.md). A job does it right after the request was made: nobody who asks waits for a look at duty, skills and load,
/// and a mistake there refuses no request.
#pragma once

#include "helpdesk/request.h"

namespace db {
class Database;
}

namespace helpdesk {

bool team_gives(db::Read& db, TeamId team);
void give_later(db::Write& db, base::Instant now, RequestId id);
/// False, and nothing happens, when somebody has it or works on it by now, or nobody of the team can.
bool give(db::Database& database, base::Instant now, RequestId id);

}  // namespace helpdesk
