/// Sizes for people.
#pragma once

#include <cstdint>
#include <string>

namespace base {

/// "11.0" for 11 * 1024 * 1024 bytes: the unit in which limits of uploads are told. Rounded up to a tenth, so that nothing above a limit looks like it.
std::string megabytes(std::int64_t bytes);

}  // namespace base
