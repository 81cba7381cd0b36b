/// What the settings pages of mail share.
#pragma once

#include <vector>

#include "html/html.h"
#include "http/call.h"
#include "http/routes.h"

namespace mail {

/// The summary above the form, and {{#<field>_problem}} at each field.
void show_problems(html::View& view, const std::vector<http::FieldProblem>& problems);
/// Fills #iso and moment.
void set_moment(const http::Call& call, html::View& view, base::Instant at);

/// The part "Mail in" of /settings/mail. Values: #box: href, name, address, state and moment (mailbox_state), problem; #no_boxes; held, #held.
void show_mail_in(const http::Call& call, db::Read& db, html::View& view);

void mailbox_routes(http::Routes& routes);
void received_routes(http::Routes& routes);
void stopped_routes(http::Routes& routes);

}  // namespace mail
