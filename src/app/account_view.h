/// The page of a person's own account; shown by several handlers.
#pragma once

#include <vector>

#include "auth/session.h"
#include "http/call.h"

namespace app {

/// The page with everything in it. `form` holds what was typed when a form comes back with problems.
http::Response account_page(const http::Call& call, db::Read& db, const std::vector<http::FieldProblem>& problems = {});

/// The session of this request; 0 when it came by something else.
auth::SessionId this_session(const http::Call& call, db::Read& db);

/// The scopes that routes of the API ask for, sorted.
std::vector<std::string> known_scopes();

}  // namespace app
