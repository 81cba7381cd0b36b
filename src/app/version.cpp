#include "app/version.h"

namespace app {

std::string_view version() { return BELLTOWER_VERSION; }

}  // namespace app
