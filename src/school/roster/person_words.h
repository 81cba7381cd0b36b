/// How people are put in order and found by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace roster {

/// "pena ana": the order of lists, by family name as people use it.
std::string sort_name(std::string_view given, std::string_view family, std::string_view preferred_given, std::string_view preferred_family);

struct NameParts {
    std::string_view given, middle, family, preferred_given, preferred_family, username, email;
};
/// Beginnings of these find the person: each word of the names and of the username, and the whole address. Folded, each once.
std::vector<std::string> person_words(const NameParts& parts);

/// The beginnings that a typed text asks for, all of which must fit.
std::vector<std::string> searched_words(std::string_view text);

/// The first word after all words that begin with this one, for a range of bytes. `word` is not empty.
std::string end_of_prefix(std::string word);

}  // namespace roster
