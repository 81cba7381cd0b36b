#pragma once

#include <string_view>

namespace app {

/// "0.1.0".
std::string_view version();

}  // namespace app
