#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "helpdesk/follow.h"

namespace helpdesk {

/// Letters of every script are bytes above 0x7F here; the rest is what addresses are made of.
static bool is_of_name(char byte) {
    auto code = static_cast<unsigned char>(byte);
    return code > 0x7F || std::isalnum(code) || byte == '.' || byte == '-' || byte == '_' || byte == '+' || byte == '@';
}

std::vector<std::string> mentions_in(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at)) {
        // "dana@school.org" in a sentence is an address that somebody wrote down, not a call.
        bool begins = at == 0 || !is_of_name(text[at - 1]);
        auto end = ++at;
        while (end < text.size() && is_of_name(text[end])) ++end;
        auto name = text.substr(at, end - at);
        while (!name.empty() && (name.back() == '.' || name.back() == '-' || name.back() == '@')) name.remove_suffix(1);
        at = end;
        if (!begins || name.empty()) continue;
        auto folded = base::fold(name);
        if (std::ranges::find(names, folded) == names.end()) names.push_back(std::move(folded));
    }
    return names;
}

}  // namespace helpdesk
