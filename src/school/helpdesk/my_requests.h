/// What a person asked for, and what they watch where they work. What was joined has the state of the one that lives on.
#pragma once

#include <string>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

enum class Mine { unfinished, ended };

struct MyRequest {
    RequestId id;
    std::string title;
    State state;
    std::string school;
    std::string room;
    base::Instant created_at;
};

/// Newest first; at most `limit` with numbers below `before` (0: from the newest).
std::vector<MyRequest> my_requests(db::Read& db, const auth::Viewer& viewer, Mine which, std::int64_t before, int limit);

}  // namespace helpdesk
