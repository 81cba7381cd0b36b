/// What an alert keeps as JSON. Pure.
#pragma once

#include <string>
#include <string_view>

#include "planning/alert.h"

namespace planning {

std::string json_of(const std::array<Look, 4>& looks);
/// Nothing observed in any window for an empty text.
std::array<Look, 4> looks_of(std::string_view json);
std::string json_of(const AlertInputs& inputs);
AlertInputs inputs_of(std::string_view json);

}  // namespace planning
