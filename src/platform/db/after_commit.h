/// What follows a commit. Private to this room.
#pragma once

#include <exception>
#include <utility>

#include "base/log.h"

namespace db::detail {

/// Calls an after_commit action or `done`, which must not throw; a throw is logged and the next goes on.
void call_after_commit(const auto& action, auto&&... arguments) {
    try {
        action(std::forward<decltype(arguments)>(arguments)...);
    } catch (const std::exception& failure) {
        base::log::error("what should follow a commit failed: {}", failure.what());
    }
}

}  // namespace db::detail
