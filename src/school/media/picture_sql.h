/// What the stores of this room share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/viewer.h"

namespace media {

inline std::optional<std::int64_t> account_or_null(const auth::Viewer& viewer) { return viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt; }

/// A condition of SQL: the column is one of the schools. The numbers come from grants, so they stand in the text.
inline std::string at_schools(const auth::Reach& reach, std::string_view column) {
    if (reach.everywhere) return "1 = 1";
    if (reach.schools.empty()) return "1 = 0";
    return fmt::format("{} IN ({})", column, fmt::join(reach.schools, ", "));
}

}  // namespace media
