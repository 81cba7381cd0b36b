/// Requests that may be about the same thing, for joining duplicates.
#pragma once

#include <string>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

struct SimilarRequest {
    RequestId id;
    std::string title;
    State state = State::fresh;
    std::string requester_name;
    std::string school;
    std::string room;
    base::Instant created_at;
    bool same_device = false;
    bool same_requester = false;
    int shared_words = 0;  // of the titles, three letters and more
};

/// Unfinished requests of the same device, requester or school in whose queue the viewer works: those of the same device first, then by the words
/// that the titles share, the same requester counting as one. Of the same school alone at least one word is shared. At most `limit`.
std::vector<SimilarRequest> similar_requests(db::Read& db, const auth::Viewer& viewer, const Request& request, std::size_t limit);

}  // namespace helpdesk
