/// The passwords that are guessed first.
#pragma once

#include <span>
#include <string_view>

namespace auth {

/// Folded (base::fold) and sorted by bytes.
std::span<const std::string_view> common_passwords();

}  // namespace auth
