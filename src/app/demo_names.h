/// Names of people who do not exist.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace app {

struct DemoName {
    std::string given, family;
};
DemoName demo_name(base::Random& random);
/// For addresses: "Núñez" as "nunez".
std::string letters_only(std::string_view name);

}  // namespace app
