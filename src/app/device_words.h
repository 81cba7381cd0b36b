/// The browser and system that a User-Agent header names, for a person who looks at their sessions.
#pragma once

#include <string>
#include <string_view>

namespace app {

struct Device {
    std::string browser;  // "Firefox"; empty when unknown
    std::string system;   // "ChromeOS"; empty when unknown
};

/// Product names only, so nothing to translate. Never trusted: it is the sender's own claim.
Device device_of(std::string_view user_agent);

}  // namespace app
