#include "search/words.h"

#include <algorithm>

#include "base/text.h"

namespace search {

static bool is_ascii_letter_or_digit(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

static std::size_t length_of_code_point(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xE0) return 2;
    return first < 0xF0 ? 3 : 4;
}

/// How a code point beyond ASCII takes part in a word.
struct Part {
    bool separates = false;
    std::string folded;  // empty: a combining mark, which belongs to the letter before it
};

static Part part_of(std::string_view code_point, std::string_view word_so_far) {
    bool after_latin = !word_so_far.empty() && word_so_far.back() >= 'a' && word_so_far.back() <= 'z';
    if (after_latin && base::fold('a' + std::string(code_point)) == "a") return {};
    auto words = base::folded_words(code_point);
    return {words.empty(), base::join(words, "")};
}

static void cut(std::string& word) {
    if (word.size() > most_code_points) word.resize(base::first_code_points(word, most_code_points).size());
}

bool WordReader::next(Word& word) {
    std::string folded;
    std::size_t begin = position_;
    while (position_ < text_.size()) {
        auto byte = static_cast<unsigned char>(text_[position_]);
        std::size_t length = 1;
        bool separates = false;
        if (is_ascii_letter_or_digit(byte)) {
            folded += lower(static_cast<char>(byte));
        } else if (byte < 0x80) {
            separates = true;
        } else {
            length = std::min(length_of_code_point(byte), text_.size() - position_);
            auto part = part_of(text_.substr(position_, length), folded);
            separates = part.separates;
            folded += part.folded;
        }
        if (separates && !folded.empty()) break;
        position_ += length;
        if (folded.empty()) begin = position_;
    }
    if (folded.empty()) return false;
    cut(folded);
    word = {begin, position_, std::move(folded)};
    return true;
}

std::vector<std::string> words_of(std::string_view text, std::size_t most) {
    std::vector<std::string> words;
    WordReader reader(text);
    Word word;
    while (words.size() < most && reader.next(word)) words.push_back(std::move(word.folded));
    return words;
}

}  // namespace search
