/// The front door of coaching: a teacher and an integration specialist teach a class of the roster together.
///
/// All of it lies in a database of its own. Nobody but the teacher and the specialist of a lesson reads it; others see counts
/// (docs/policies/coaching.md; clause numbers in this folder refer to it).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "auth/auth.h"

namespace http {
class Routes;
}
namespace db {
class Read;
}
namespace jobs {
class Registry;
}

namespace coaching {

/// Is led to the page of lessons, as teachers are; whoever has a class of the roster may ask there in any case.
constexpr auth::Permission may_ask{"coaching.ask"};
/// Is asked into lessons.
constexpr auth::Permission may_coach{"coaching.specialist"};
/// Places what waits, and says how long ways take. Sees counts, no lesson.
constexpr auth::Permission may_plan{"coaching.plan"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
/// For `belltower check`, on the room's own database.
std::vector<std::string> check(db::Read& db);
/// Fills the slots of rooms to the left. Called once, by app/wire.cpp.
void fill_slots();

/// The name of the room's own database.
constexpr std::string_view store_name = "coaching";

}  // namespace coaching
