/// Patterns for LIKE that mean what was typed.
#pragma once

#include <string>
#include <string_view>

namespace db {

/// For `LIKE :pattern ESCAPE '\'`: the text anywhere inside, its own % and _ taken as they are. Empty text fits everything.
std::string like_anywhere(std::string_view text);

}  // namespace db
