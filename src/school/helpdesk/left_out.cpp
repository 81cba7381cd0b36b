// A line from which names were taken reads as a sentence again.
#include <algorithm>

#include "base/text.h"
#include "helpdesk/drafting.h"

namespace helpdesk {

constexpr char gap = '\x01';

static bool hangs(std::string_view word) {
    static constexpr std::string_view small[] = {"for", "from", "of", "by", "with", "and", "to", "de", "del", "para", "por", "con", "y", "a", "-", "–", "—", "·", ":"};
    return std::ranges::find(small, base::to_lower_ascii(word)) != std::end(small);
}

/// What a word that had a name in it still says: nothing of "Silva's" and "(Silva)", "cart" of "Silva-cart".
static std::string rest_of(std::string_view word) {
    std::string rest;
    for (const char c : word) {
        if (c != gap) rest += c;
    }
    const auto said = base::folded_words(rest);
    if (said.empty() || (said.size() == 1 && said.front() == "s")) return {};
    rest.erase(0, rest.find_first_not_of("-'/.,;:()"));
    return rest;
}

std::string left_of(std::string_view line, const Known& known) {
    const std::string clean = base::collapse_space(line);
    const auto marked = leave_out(clean, known, {std::string(1, gap), std::string(1, gap), std::string(1, gap), std::string(1, gap)});
    std::vector<std::string> kept;
    for (const auto word : base::split(marked.text, ' ')) {
        if (word.empty()) continue;
        const auto rest = word.find(gap) == std::string_view::npos ? std::string(word) : rest_of(word);
        if (!rest.empty()) {
            kept.push_back(rest);
            continue;
        }
        // "Laptop for Ana Silva, charging" keeps its comma and loses the "for".
        while (!kept.empty() && hangs(kept.back())) kept.pop_back();
        const char end = word.back();
        if ((end == ',' || end == ';' || end == ':') && !kept.empty()) kept.back() += end;
    }
    while (!kept.empty() && hangs(kept.back())) kept.pop_back();
    std::string said = base::join(kept, " ");
    if (base::folded_words(said).empty()) return {};
    if (said[0] >= 'a' && said[0] <= 'z' && said != clean) said[0] = static_cast<char>(said[0] - 'a' + 'A');
    return said;
}

}  // namespace helpdesk
