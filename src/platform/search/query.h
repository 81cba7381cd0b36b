/// What a person typed into the search box, understood. Nothing typed is an error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace search {

/// One word, or several that must stand side by side ("wi-fi", a quoted phrase).
struct Term {
    std::vector<std::string> words;  // folded, never empty
    bool prefix = false;             // the last word may go on
};

/// A document fits when it has all of `wanted` and none of `unwanted`.
struct Query {
    std::vector<Term> wanted;
    std::vector<Term> unwanted;
    /// Nothing is asked for: no document fits.
    bool hopeless() const { return wanted.empty(); }
};

/// Words are folded; `"words in quotes"` are a phrase (straight or typographic quotes, an open one ends with the text); `-word` and
/// `-"a phrase"` exclude; the last word, unless quoted or excluded or a single ASCII character, also matches as a beginning. Only the
/// first 400 code points and the first 16 terms are read.
Query parse_query(std::string_view text);

}  // namespace search
