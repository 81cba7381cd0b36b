/// Devices on the page /search.
#pragma once

#include "search/sources.h"

namespace inventory {

search::Source search_source();

}  // namespace inventory
