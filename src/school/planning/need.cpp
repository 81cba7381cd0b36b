#include "planning/need.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace planning {

static constexpr std::string_view state_words[] = {"heard", "weighed", "planned", "not_now", "met", "withdrawn", "merged"};
std::string_view word(NeedState state) { return state_words[static_cast<std::size_t>(state)]; }
std::optional<NeedState> parse_need_state(std::string_view text) {
    auto found = std::ranges::find(state_words, text);
    if (found == std::end(state_words)) return std::nullopt;
    return static_cast<NeedState>(found - std::begin(state_words));
}

static constexpr std::string_view effort_words[] = {"small", "middle", "large"};
std::string_view word(Effort effort) { return effort_words[static_cast<std::size_t>(effort)]; }
std::optional<Effort> parse_effort(std::string_view text) {
    auto found = std::ranges::find(effort_words, text);
    if (found == std::end(effort_words)) return std::nullopt;
    return static_cast<Effort>(found - std::begin(effort_words));
}

std::string_view word(Because because) {
    static constexpr std::string_view words[] = {"law", "safety", "learning_much", "learning_schools", "rest", "not_weighed"};
    return words[static_cast<std::size_t>(because)];
}

Standing stand(const std::optional<Weighing>& weighing, const Touch& touch) {
    if (!weighing) return {4, Because::not_weighed};
    // Clause 11: the first that holds.
    if (weighing->law) return {1, Because::law};
    if (weighing->safety == 2) return {1, Because::safety};
    if (weighing->learning == 2) return {2, Because::learning_much};
    if (weighing->learning == 1 && touch.schools >= 2) return {2, Because::learning_schools};
    return {3, Because::rest};
}

/// Words that most requests have tell nothing.
static bool tells(std::string_view word) {
    static constexpr std::string_view common[] = {"the", "and", "for", "not", "has", "are", "can", "was", "our", "too", "out", "all", "any", "los", "las", "del", "con", "una", "que", "por", "sin", "muy", "hay", "ser",
                                                  "need", "needs", "want", "wants", "have", "with", "that", "this", "they", "there", "from", "more", "does", "cannot", "please",
                                                  "help", "work", "works", "working", "when", "para", "esta", "este", "como", "tiene", "necesita", "necesitan", "quiere",
                                                  "quieren", "funciona", "favor", "ayuda", "teacher", "teachers", "docente", "docentes", "school", "schools", "escuela", "escuelas"};
    return base::count_code_points(word) >= 3 && std::ranges::find(common, word) == std::end(common);
}

std::vector<std::string> telling_words(std::string_view text) {
    constexpr std::size_t most_letters = 6;
    std::vector<std::string> words;
    // "Wi-Fi" and "e-mail" are one word each.
    std::string joined;
    for (char c : text) {
        if (c != '-') joined += c;
    }
    for (const auto& word : base::folded_words(joined)) {
        if (!tells(word)) continue;
        std::string beginning(base::first_code_points(word, most_letters));
        // "screens" and "screen" are one.
        if (beginning.size() == word.size() && beginning.size() > 4 && beginning.back() == 's') beginning.pop_back();
        if (std::ranges::find(words, beginning) == words.end()) words.push_back(std::move(beginning));
    }
    return words;
}

std::vector<NeedLine> similar_of(std::string_view text, std::optional<std::int64_t> category, const std::vector<NeedLine>& among, std::size_t most) {
    const auto wanted = telling_words(text);
    std::vector<std::pair<int, const NeedLine*>> found;
    for (const auto& line : among) {
        const auto words = telling_words(line.title);
        const auto common = static_cast<int>(std::ranges::count_if(words, [&](const auto& one) { return std::ranges::find(wanted, one) != wanted.end(); }));
        const bool same_category = category && line.category == category;
        if (common >= 2 || (common == 1 && same_category)) found.emplace_back(common * 2 + (same_category ? 1 : 0), &line);
    }
    std::ranges::stable_sort(found, [](const auto& left, const auto& right) { return left.first > right.first; });
    std::vector<NeedLine> list;
    for (const auto& [alike, line] : found) {
        if (list.size() < most) list.push_back(*line);
    }
    return list;
}

}  // namespace planning
