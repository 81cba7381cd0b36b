/// From the rows of one proof and its account's grants to an Identity; within this room only.
#pragma once

#include <optional>

#include "auth/session.h"
#include "db/db.h"

namespace auth {

/// Columns: proof_id, seen_at, scopes, account_id, name, language, and one row for each grant: permission, scope_kind, scope_id.
std::optional<Identity> read_identity(db::Query query, Proof proof);

}  // namespace auth
