/// What a person makes of an alert.
#pragma once

#include "http/call.h"
#include "planning/alert.h"

namespace http {
class Routes;
}

namespace planning {

/// The forms and what was decided, on the alert's page.
void fill_decision(http::ReadCall& call, html::View& view, const Alert& alert);
void alert_decision_routes(http::Routes& routes);

}  // namespace planning
