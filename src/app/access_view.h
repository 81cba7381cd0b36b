/// The pages on which access is given; shown by several handlers.
#pragma once

#include <vector>

#include "auth/account.h"
#include "http/call.h"

namespace app {

/// All accounts, and the form that invites one.
http::Response access_list_page(const http::Call& call, db::Read& db, const std::vector<http::FieldProblem>& problems = {});
/// One account: what the person may do, and what can be done for them.
http::Response access_page(const http::Call& call, db::Read& db, auth::AccountId id, const std::vector<http::FieldProblem>& problems = {});
/// A letter on paper with the link as QR code, for those who read no mail.
http::Response letter_page(const http::Call& call, const auth::Account& to, auth::LinkPurpose purpose, const auth::Link& link);

}  // namespace app
