/// Words for an address. Pure.
#pragma once

#include <string>
#include <string_view>

namespace site {

/// "Snow day: school is closed" -> "snow-day-school-is-closed"; at most 60 letters; empty when nothing of it can stand in an address.
std::string slug_of(std::string_view title);

}  // namespace site
