/// The front door of the knowledge base: articles that say what helps, for the staff or for everybody, in English and Spanish (H7).
#pragma once

#include <cstdint>
#include <span>

#include "auth/auth.h"
#include "base/embedded.h"

namespace http {
class Routes;
}

namespace knowledge {

struct ArticleId {
    std::int64_t value = 0;
    auto operator<=>(const ArticleId&) const = default;
};

/// Write articles and ask for their review.
constexpr auth::Permission may_write{"knowledge.write"};
/// Review what others wrote, publish it and take it away.
constexpr auth::Permission may_publish{"knowledge.publish"};

std::span<const base::EmbeddedFile> embedded();
std::span<const auth::PermissionInfo> permissions();
void routes(http::Routes& routes);

}  // namespace knowledge
