#include "search/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace search {

/// An ASCII letter or digit in lower case; 0 for every other byte. A table, because every byte of every snippet passes here.
static constexpr auto make_folded_bytes() {
    std::array<char, 256> table{};
    for (char digit = '0'; digit <= '9'; ++digit) table[static_cast<unsigned char>(digit)] = digit;
    for (char letter = 'a'; letter <= 'z'; ++letter) {
        table[static_cast<unsigned char>(letter)] = letter;
        table[static_cast<unsigned char>(letter - 32)] = letter;
    }
    return table;
}
constexpr auto folded_bytes = make_folded_bytes();

static char folded_byte(char byte) { return folded_bytes[static_cast<unsigned char>(byte)]; }
static bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

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
    std::string& folded = word.folded;
    folded.clear();
    std::size_t at = position_, begin = at;
    while (at < text_.size()) {
        char byte = text_[at];
        std::size_t length = 1;
        bool separates = false;
        if (char plain = folded_byte(byte)) {
            folded += plain;
        } else if (is_ascii(byte)) {
            separates = true;
        } else {
            length = std::min(length_of_code_point(static_cast<unsigned char>(byte)), text_.size() - at);
            auto part = part_of(text_.substr(at, length), folded);
            separates = part.separates;
            folded += part.folded;
        }
        if (separates && !folded.empty()) break;
        at += length;
        if (folded.empty()) begin = at;
    }
    position_ = at;
    word.begin = begin;
    word.end = at;
    cut(folded);
    return !folded.empty();
}

void WordReader::skip_to(const FirstLetters& letters) {
    while (position_ < text_.size()) {
        char byte = text_[position_];
        char plain = folded_byte(byte);
        if (!is_ascii(byte) || (plain && letters.contains(plain))) return;
        if (!plain) {
            ++position_;
            continue;
        }
        std::size_t end = position_ + 1;
        while (end < text_.size() && folded_byte(text_[end])) ++end;
        // A letter with an accent goes on with the word; the reader knows where it ends.
        if (end < text_.size() && !is_ascii(text_[end])) return;
        position_ = end;
    }
}

std::vector<std::string> words_of(std::string_view text, std::size_t most) {
    std::vector<std::string> words;
    WordReader reader(text);
    Word word;
    while (words.size() < most && reader.next(word)) words.push_back(word.folded);
    return words;
}

}  // namespace search
