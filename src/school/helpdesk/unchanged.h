/// Two people with the same page open: whoever comes second is told what the first one did, instead of undoing it unseen.
#pragma once

#include <optional>

#include "helpdesk/request.h"
#include "http/call.h"

namespace helpdesk {

/// {{seen}} of a form's hidden field: when the request that the page shows was last changed. A form that is shown again keeps what it had.
void fill_seen(html::View& view, const Request& request, const http::Fields& typed);
void fill_seen(html::View& view, base::Instant updated_at);

/// The page that says what changed since the form was shown, as 409 and with the words that were typed; absent when nothing did, and for
/// programs, whose forms do not say what they saw. Called by every handler of the department before it changes a request.
std::optional<http::Response> require_unchanged(const http::WriteCall& call, const Request& request);

}  // namespace helpdesk
