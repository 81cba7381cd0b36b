#include "roster/person_words.h"

#include <algorithm>

#include "base/text.h"

namespace roster {

std::string sort_name(std::string_view given, std::string_view family, std::string_view preferred_given, std::string_view preferred_family) {
    auto name = std::string(preferred_family.empty() ? family : preferred_family) + " " +
                std::string(preferred_given.empty() ? given : preferred_given);
    return base::fold(base::trim(name));
}

std::vector<std::string> person_words(const NameParts& parts) {
    std::vector<std::string> words;
    auto local_part = parts.email.substr(0, parts.email.find('@'));
    auto username = parts.username.substr(0, parts.username.find('@'));
    for (auto text : {parts.given, parts.middle, parts.family, parts.preferred_given, parts.preferred_family, username, local_part}) {
        if (text.empty()) continue;
        for (auto& word : base::folded_words(text)) words.push_back(std::move(word));
    }
    if (!parts.email.empty()) words.push_back(base::fold(parts.email));
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}

std::vector<std::string> searched_words(std::string_view text) {
    std::vector<std::string> words;
    auto collapsed = base::collapse_space(text);
    for (auto part : base::split(collapsed, ' ')) {
        if (part.find('@') != std::string_view::npos) {
            words.push_back(base::fold(part));
        } else {
            for (auto& word : base::folded_words(part)) words.push_back(std::move(word));
        }
    }
    // The longest word leaves the fewest people, so the search starts with it.
    std::ranges::sort(words, [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return words;
}

std::string end_of_prefix(std::string word) {
    while (!word.empty() && static_cast<unsigned char>(word.back()) == 0xff) word.pop_back();
    if (!word.empty()) word.back() = static_cast<char>(static_cast<unsigned char>(word.back()) + 1);
    return word;
}

}  // namespace roster
