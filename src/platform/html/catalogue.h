/// The messages of one language as they are stored; only for this room.
#pragma once

#include <map>
#include <string>

#include "html/html.h"

namespace html {

struct Message {
    std::string other;  // the only form, or the plural
    std::string one;    // set for messages with a number
    bool counts = false;
};

struct Messages::Catalogue {
    std::map<std::string, Message, std::less<>> messages[std::size(languages)];
    const Message* find(Language language, std::string_view key) const {
        const auto& known = messages[static_cast<int>(language)];
        auto found = known.find(key);
        return found == known.end() ? nullptr : &found->second;
    }
};

}  // namespace html
