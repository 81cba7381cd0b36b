/// Words that tell people who is meant without saying so, and what to write instead (docs/policies/job-descriptions.md, clauses 12 to 14).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace people {

enum class LoadedKind { gender, age, jargon };

struct LoadedWord {
    std::string_view phrase;   // folded: lower case, no accents
    LoadedKind kind;
    std::string_view instead;
    bool grave = true;         // stops publishing; what is often said of something else, and the Spanish masculine for all, does not
};

/// The list of a language, "en" or "es".
std::span<const LoadedWord> loaded_words(std::string_view language);
/// Those in a text, each once, in the order of the list. Whole words only.
std::vector<LoadedWord> find_loaded(std::string_view text, std::string_view language);
/// Whether one of the folded phrases stands in the text as whole words.
bool says_one_of(std::string_view text, std::span<const std::string_view> phrases);

}  // namespace people
