/// Requests, replies and notes on the page /search (H8).
#pragma once

#include "search/sources.h"

namespace helpdesk {

search::Source search_source();

}  // namespace helpdesk
