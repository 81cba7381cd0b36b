#include "knowledge/list.h"

#include <algorithm>
#include <array>

namespace knowledge {

static constexpr std::array<std::string_view, 7> show_words{"all", "draft", "review", "published", "stale", "doubtful", "withdrawn"};

std::string_view word(Show show) { return show_words[static_cast<std::size_t>(show)]; }

std::optional<Show> parse_show(std::string_view word) {
    const auto found = std::ranges::find(show_words, word);
    if (found == show_words.end()) return std::nullopt;
    return static_cast<Show>(found - show_words.begin());
}

}  // namespace knowledge
