#include "people/readability.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace people {

std::vector<std::string> sentences_of(std::string_view text) {
    std::vector<std::string> sentences;
    std::string current;
    auto finish = [&] {
        if (count_words(current) > 0) sentences.push_back(base::collapse_space(current));
        current.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            finish();
            continue;
        }
        current += c;
        // "15.5" and "e.g." go on; a sentence ends where white space or the end follows.
        const bool ends = c == '!' || c == '?' || c == '.';
        if (ends && (i + 1 == text.size() || std::isspace(static_cast<unsigned char>(text[i + 1])))) finish();
    }
    finish();
    return sentences;
}

int count_words(std::string_view sentence) { return static_cast<int>(base::folded_words(sentence).size()); }

/// Letters as one byte each: Spanish vowels that carry an accent as capitals, all else in lower case.
static std::string plain_letters(std::string_view word) {
    struct Letter {
        std::string_view utf8;
        char plain;
    };
    static constexpr Letter letters[] = {{"á", 'A'}, {"é", 'E'}, {"í", 'I'}, {"ó", 'O'}, {"ú", 'U'}, {"ü", 'u'}, {"ñ", 'n'},
                                         {"Á", 'A'}, {"É", 'E'}, {"Í", 'I'}, {"Ó", 'O'}, {"Ú", 'U'}, {"Ü", 'u'}, {"Ñ", 'n'}};
    std::string plain;
    for (std::size_t i = 0; i < word.size(); ++i) {
        auto found = std::ranges::find_if(letters, [&](const Letter& one) { return word.substr(i).starts_with(one.utf8); });
        if (found != std::end(letters)) {
            plain += found->plain;
            ++i;
        } else {
            plain += static_cast<char>(std::tolower(static_cast<unsigned char>(word[i])));
        }
    }
    return plain;
}

static bool among(char letter, std::string_view letters) { return letters.find(letter) != std::string_view::npos; }

static int english_syllables(const std::string& word) {
    int count = 0;
    bool before = false;
    for (char letter : word) {
        const bool vowel = among(letter, "aeiouyAEIOU");
        if (vowel && !before) ++count;
        before = vowel;
    }
    const auto size = word.size();
    // "time", "devices" without their last e; "table" keeps it.
    const bool silent = size > 2 && word.back() == 'e' && !among(word[size - 2], "aeiouy") && !(word[size - 2] == 'l' && !among(word[size - 3], "aeiouy"));
    return std::max(1, silent ? count - 1 : count);
}

static int spanish_syllables(const std::string& word) {
    int count = 0;
    char before = ' ';
    for (std::size_t i = 0; i < word.size(); ++i) {
        char letter = word[i];
        // y is a vowel at the end of a word only.
        if (letter == 'y' && i + 1 == word.size()) letter = 'i';
        const bool vowel = among(letter, "aeiouAEIOU");
        const bool joins = vowel && among(before, "aeiouAEIOU") && (among(letter, "iu") || among(before, "iu"));
        if (vowel && !joins) ++count;
        before = letter;
    }
    return std::max(1, count);
}

int count_syllables(std::string_view word, std::string_view language) {
    const auto letters = plain_letters(word);
    return language == "es" ? spanish_syllables(letters) : english_syllables(letters);
}

static void add_word(Readability& all, std::string& word, std::string_view language) {
    if (!word.empty()) {
        ++all.words;
        all.syllables += count_syllables(word, language);
    }
    word.clear();
}

Readability measure(const std::vector<std::string>& texts, std::string_view language) {
    Readability all;
    for (const auto& text : texts) {
        all.sentences += static_cast<int>(sentences_of(text).size());
        std::string word;
        for (char letter : text) {
            const auto byte = static_cast<unsigned char>(letter);
            if (std::isalnum(byte) || byte >= 0x80) {
                word += letter;
            } else {
                add_word(all, word, language);
            }
        }
        add_word(all, word, language);
    }
    return all;
}

double flesch_kincaid_grade(const Readability& text) {
    if (text.words == 0 || text.sentences == 0) return 0;
    return 0.39 * text.words / text.sentences + 11.8 * text.syllables / text.words - 15.59;
}

double szigriszt_ease(const Readability& text) {
    if (text.words == 0 || text.sentences == 0) return 100;
    return 206.835 - 62.3 * text.syllables / text.words - static_cast<double>(text.words) / text.sentences;
}

}  // namespace people
