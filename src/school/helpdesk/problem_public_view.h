/// What everybody reads of one known problem, for its own page and for the page of somebody who joined without an account.
#pragma once

#include "helpdesk/problem.h"
#include "http/call.h"

namespace helpdesk {

/// Fills "helpdesk/problem" but for what may be done.
void fill_public(const http::Call& call, db::Read& db, html::View& view, const KnownProblem& problem);

}  // namespace helpdesk
