/// Idempotency-Key: what a program sends twice, because it did not hear the first answer, happens once.
#pragma once

#include <optional>
#include <string_view>

#include "helpdesk/request.h"

namespace helpdesk {

constexpr std::size_t most_api_key_bytes = 255;

struct ApiKey {
    std::string_view key;
    std::string_view body;
};

/// What this account made with the key within a day. Throws base::Conflict when it was with another body.
std::optional<RequestId> made_with(db::Read& db, const auth::Viewer& viewer, base::Instant now, const ApiKey& key);
/// Keeps it, and forgets those older than a day.
void keep_key(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ApiKey& key, RequestId made);

}  // namespace helpdesk
