/// SQL as text, before anything parses it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace data {

inline bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// The same text with a space for each character that is quoted or of a comment; lines stay.
std::string without_quotes(std::string_view sql);

/// The names of the parameters ($name) that a statement uses, outside of quoted text and comments, each once.
std::vector<std::string> parameters_in(std::string_view sql);

/// Names of parameters by which a statement picks rows or makes cases: those that stand in WHERE, HAVING, QUALIFY, JOIN, LIMIT, CASE or if(). The
/// answers to two choices of such a one may be of students who differ by few (disclosure.md D14). Comes with the place in the text of the first.
std::vector<std::pair<std::string, std::size_t>> selecting_parameters(std::string_view sql);

}  // namespace data
