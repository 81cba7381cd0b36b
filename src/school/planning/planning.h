/// The front door of planning: what the department's own records say about what to do next (P1 to P5).
#pragma once

#include <span>

#include "auth/auth.h"
#include "base/embedded.h"

namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace planning {

/// See what may be becoming a problem, and confirm or dismiss it.
constexpr auth::Permission may_watch{"planning.watch"};
/// The CIO's page, the replacement plan with its prices, and the weighing of unmet needs.
constexpr auth::Permission may_plan{"planning.plan"};

std::span<const base::EmbeddedFile> embedded();
std::span<const auth::PermissionInfo> permissions();
void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
/// Fills the slots of rooms to the left: the page of a device. Called once, by app/wire.cpp.
void fill_slots();

}  // namespace planning
