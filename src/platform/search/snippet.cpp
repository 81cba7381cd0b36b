#include "search/snippet.h"

#include <algorithm>
#include <optional>

#include "search/words.h"

namespace search {

constexpr std::size_t bytes_before = 50;
constexpr std::size_t bytes_in_all = 180;

static FirstLetters first_letters(const Query& query) {
    FirstLetters letters;
    for (const auto& term : query.wanted) letters.add(term.words.front().front());
    return letters;
}

static bool matches(const std::string& word, const Term& term, std::size_t index) {
    bool may_go_on = term.prefix && index + 1 == term.words.size();
    return may_go_on ? word.starts_with(term.words[index]) : word == term.words[index];
}

/// The end of the term when it starts with this word, which the reader has just passed.
static std::optional<std::size_t> end_of_match(const Word& first, WordReader after, const Term& term) {
    if (!matches(first.folded, term, 0)) return std::nullopt;
    Word word = first;
    for (std::size_t index = 1; index < term.words.size(); ++index) {
        if (!after.next(word) || !matches(word.folded, term, index)) return std::nullopt;
    }
    return word.end;
}

/// The longest match that starts with this word.
static std::optional<std::size_t> end_of_match(const Word& word, const WordReader& after, const Query& query) {
    std::optional<std::size_t> end;
    for (const auto& term : query.wanted) end = std::max(end, end_of_match(word, after, term));
    return end;
}

static bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// A place to start reading at most `bytes_before` before the match: after a space, or else at a code point.
static std::size_t start_before(std::string_view text, std::size_t match) {
    if (match <= bytes_before) return 0;
    std::size_t from = match - bytes_before;
    while (continues(text[from])) ++from;
    auto space = text.find(' ', from);
    return space < match ? space + 1 : from;
}

static std::size_t end_after(std::string_view text, std::size_t start, std::size_t match_end) {
    std::size_t to = std::max(start + bytes_in_all, match_end);
    if (to >= text.size()) return text.size();
    auto space = text.rfind(' ', to);
    if (space != text.npos && space >= match_end && space > start) return space;
    while (to > match_end && continues(text[to])) --to;
    return to;
}

/// Writes the text from `from` on with each run of spaces and control characters as one space.
static void append_clean(std::string& out, std::string_view part) {
    for (char byte : part) {
        bool blank = static_cast<unsigned char>(byte) <= ' ' || byte == '\x7f';
        if (!blank) out += byte;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
}

static std::string marked(std::string_view text, std::size_t start, std::size_t end, const Query& query) {
    std::string out = start > 0 ? "… " : "";
    auto letters = first_letters(query);
    WordReader reader(text.substr(0, end), start);
    std::size_t written = start;
    Word word;
    for (reader.skip_to(letters); reader.next(word); reader.skip_to(letters)) {
        if (word.begin < written) continue;
        auto match_end = end_of_match(word, reader, query);
        if (!match_end) continue;
        append_clean(out, text.substr(written, word.begin - written));
        out += '\x02';
        append_clean(out, text.substr(word.begin, *match_end - word.begin));
        out += '\x03';
        written = *match_end;
    }
    append_clean(out, text.substr(written, end - written));
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return end < text.size() ? out + " …" : out;
}

std::string snippet(std::string_view text, const Query& query) {
    WordReader reader(text);
    Word word;
    std::optional<std::size_t> match_end;
    auto letters = first_letters(query);
    for (reader.skip_to(letters); !match_end && reader.next(word); reader.skip_to(letters)) match_end = end_of_match(word, reader, query);
    std::size_t start = match_end ? start_before(text, word.begin) : 0;
    return marked(text, start, end_after(text, start, match_end.value_or(0)), query);
}

}  // namespace search
