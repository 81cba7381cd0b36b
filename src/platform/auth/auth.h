/// The front of the room: who signs in, what they may do, and what is written down about it. Start with auth/viewer.h.
#pragma once

#include <span>
#include <string_view>

#include "auth/viewer.h"
#include "base/embedded.h"

namespace auth {

/// Schema and word list of this room.
std::span<const base::EmbeddedFile> embedded();

/// A permission as a room registers it. Its words are the message "<room>.permission.<rest of the name>".
struct PermissionInfo {
    Permission permission;
    /// May be granted for single schools too; otherwise only everywhere.
    bool by_school = false;
};

/// Reads the audit log and exports it.
constexpr Permission may_audit{"auth.audit"};
/// Invites and disables people and grants permissions, but never more than they hold themselves.
constexpr Permission may_manage_access{"auth.manage"};

std::span<const PermissionInfo> permissions();

}  // namespace auth
