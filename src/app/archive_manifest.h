/// The manifest of a backup as JSON. Private to app/archive.h.
#pragma once

#include <string>
#include <string_view>

#include "app/archive.h"

namespace app {

constexpr std::string_view manifest_member = "manifest.json";

std::string manifest_text(const Manifest& manifest);
/// Throws std::exception when the text is no manifest of this format.
Manifest read_manifest(std::string_view text);

}  // namespace app
