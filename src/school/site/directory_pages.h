/// The webmaster's page of the staff directory.
#pragma once

#include "http/routes.h"

namespace site {

void directory_keep_routes(http::Routes& routes);

}  // namespace site
