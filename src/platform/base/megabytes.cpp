#include "base/megabytes.h"

namespace base {

std::string megabytes(std::int64_t bytes) {
    constexpr std::int64_t megabyte = 1024 * 1024;
    const auto tenths = (bytes * 10 + megabyte - 1) / megabyte;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

}  // namespace base
