/// The pages of class links, each with its routes.
#pragma once

#include "http/routes.h"

namespace site {

void coverage_routes(http::Routes& routes);
void pattern_routes(http::Routes& routes);

}  // namespace site
