/// What the files about accounts share; within this room only.
#pragma once

#include <string>
#include <string_view>

#include "auth/viewer.h"

namespace db {
class Read;
}

namespace auth {

/// Throws base::Forbidden without auth.manage everywhere.
void require_manage(const Viewer& viewer);
/// Throws base::NotFound when it is neither the viewer's own account nor auth.manage is held.
void require_own_or_manage(const Viewer& viewer, AccountId id);
/// Throws base::Conflict when this is the last account that works and may manage access everywhere.
void keep_one_manager(db::Read& db, AccountId leaving);

}  // namespace auth
