/// How much work each person of the department has: for giving requests out, and to be seen by colleagues. People are not ranked: by name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

struct Load {
    std::int64_t in_queue = 0;  // requests that can be worked on now
    std::int64_t paused = 0;    // waiting or scheduled
    base::Minutes work{0};      // of all of them, by what their kind usually takes
};
/// By account; who has nothing is not in it.
std::map<std::int64_t, Load> loads(db::Read& db, base::Instant now);

struct PersonLoad {
    auth::AccountId account;
    std::string name;
    bool there = false;  // on duty today and not absent
    Load load;
};
/// Everybody who holds a role in the department today, and whoever else has a request, by name. Throws base::Forbidden unless the viewer works
/// on requests somewhere.
std::vector<PersonLoad> loads_of_people(db::Read& db, const auth::Viewer& viewer, base::Instant now);

}  // namespace helpdesk
