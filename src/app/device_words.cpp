#include "app/device_words.h"

#include <span>
#include <utility>

namespace app {

using Sign = std::pair<std::string_view, std::string_view>;

// In this order, because each browser also claims to be those that come later.
static constexpr Sign browsers[] = {{"Edg", "Edge"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}};
static constexpr Sign systems[] = {{"CrOS", "ChromeOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
                                   {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};

static std::string first_of(std::span<const Sign> signs, std::string_view text) {
    for (const auto& [sign, name] : signs) {
        if (text.find(sign) != std::string_view::npos) return std::string(name);
    }
    return "";
}

Device device_of(std::string_view user_agent) { return {first_of(browsers, user_agent), first_of(systems, user_agent)}; }

}  // namespace app
