/// What a word is, for the index, for queries and for snippets: a run of letters and digits after base::fold. All three read words
/// here, so a document is found by exactly the words that are marked in it.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace search {

/// Words longer than this are cut, in documents and in queries alike.
constexpr std::size_t most_code_points = 40;

/// One word of a text: its place in bytes, and how it is compared.
struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;
};

/// The ASCII letters and digits with which some words begin.
class FirstLetters {
public:
    void add(char letter) { set_.set(static_cast<unsigned char>(letter)); }
    bool contains(char letter) const { return set_.test(static_cast<unsigned char>(letter)); }

private:
    std::bitset<256> set_;
};

/// Reads the words of a text in order. The text must be valid UTF-8 and live as long as the reader.
class WordReader {
public:
    explicit WordReader(std::string_view text, std::size_t from = 0) : text_(text), position_(from) {}
    /// False at the end.
    bool next(Word& word);
    /// Passes over words that begin with none of the letters, as far as that can be seen without folding them.
    void skip_to(const FirstLetters& letters);

private:
    std::string_view text_;
    std::size_t position_;
};

/// The folded words of a text, at most `most` of them.
std::vector<std::string> words_of(std::string_view text, std::size_t most);

}  // namespace search
