#include "knowledge/terms.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace knowledge {

// Sorted. Folded, so without accents. Words that nearly every request has ("please", "hola") belong to them.
static constexpr auto small_words = std::to_array<std::string_view>({
    "a",     "about", "again", "al",   "algo",  "all",   "also",  "am",   "an",    "and",   "any",    "are",   "as",    "at",    "be",    "been", "but",
    "by",    "can",   "como",  "con",  "could", "cuando", "de",   "del",  "desde", "did",   "do",     "does",  "don",   "donde", "el",    "ella", "en",
    "eran",  "es",    "esa",   "ese",  "eso",   "esta",  "este",  "esto", "estoy", "for",   "from",   "fue",   "get",   "gracias", "had", "has",  "have",
    "hay",   "hello", "hi",    "hola", "how",   "i",     "if",    "in",   "into",  "is",    "it",     "its",   "just",  "la",    "las",   "le",   "les",
    "lo",    "los",   "me",    "mi",   "mis",   "mucho", "muy",   "my",   "no",    "nos",   "not",    "now",   "o",     "of",    "on",    "or",   "our",
    "para",  "pero",  "please", "por", "porque", "puede", "puedo", "que", "qué",   "s",     "se",     "ser",   "should", "si",   "sin",   "so",   "some",
    "son",   "su",    "sus",   "t",    "te",    "than",  "thank", "thanks", "that", "the",  "their",  "them",  "then",  "there", "they",  "this", "tiene",
    "tengo", "to",    "too",   "tu",   "un",    "una",   "up",    "us",   "very",  "was",   "we",     "were",  "what",  "when",  "where", "which", "will",
    "with",  "would", "y",     "ya",   "yo",    "you",   "your",
});

static bool is_small(std::string_view word) { return std::ranges::find(small_words, word) != small_words.end(); }

static bool take(std::string& word, std::string_view end, std::size_t at_least) {
    if (word.size() < at_least || !word.ends_with(end)) return false;
    word.resize(word.size() - end.size());
    return true;
}

std::string cut(std::string_view folded) {
    std::string word(base::first_code_points(folded, 40));
    if (take(word, "ies", 5)) return word + "y";
    if (word.size() > 3 && !word.ends_with("ss")) take(word, "s", 4);
    const bool ended = take(word, "ing", 7) || take(word, "ed", 6);
    if (ended) {
        // "jammed" and "jam".
        const auto last = word.size() - 1;
        if (word.size() > 3 && word[last] == word[last - 1] && word[last] != 's' && word[last] != 'l') word.pop_back();
        return word;
    }
    take(word, "e", 5);
    return word;
}

std::vector<std::string> terms(std::string_view text) {
    std::vector<std::string> list;
    for (const auto& word : base::folded_words(text)) {
        if (is_small(word)) continue;
        list.push_back(cut(word));
    }
    return list;
}

}  // namespace knowledge
