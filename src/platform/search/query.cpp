#include "search/query.h"

#include "base/text.h"
#include "search/words.h"

namespace search {

constexpr std::size_t most_read = 400;
constexpr std::size_t most_terms = 16;

/// Phones type “ and ” where a keyboard has ".
static std::string with_straight_quotes(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        auto three = text.substr(at, 3);
        if (three == "\u201C" || three == "\u201D" || three == "\u201E") {
            result += '"';
            at += 3;
        } else {
            result += text[at++];
        }
    }
    return result;
}

static bool is_space(char letter) { return static_cast<unsigned char>(letter) <= ' '; }

/// A piece of the query as it was typed.
struct TypedPiece {
    std::string_view text;
    bool quoted = false;
    bool excluded = false;
};

static bool next_piece(std::string_view& rest, TypedPiece& piece) {
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    if (rest.empty()) return false;
    piece = {};
    if (rest.front() == '-') {
        piece.excluded = rest.size() > 1 && !is_space(rest[1]);
        rest.remove_prefix(1);
    }
    piece.quoted = !rest.empty() && rest.front() == '"';
    if (piece.quoted) rest.remove_prefix(1);
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != '"' && (piece.quoted || !is_space(rest[end]))) ++end;
    piece.text = rest.substr(0, end);
    rest.remove_prefix(end);
    if (piece.quoted && !rest.empty()) rest.remove_prefix(1);
    return true;
}

/// A single letter would match a good part of the index as a beginning, and nobody means that.
static bool may_go_on(std::string_view word) { return word.size() > 1; }

Query parse_query(std::string_view text) {
    auto readable = with_straight_quotes(base::first_code_points(base::repair_utf8(text), most_read));
    Query query;
    TypedPiece piece;
    std::string_view rest = readable;
    Term* last = nullptr;
    while (query.wanted.size() + query.unwanted.size() < most_terms && next_piece(rest, piece)) {
        last = nullptr;
        Term term{words_of(piece.text, most_terms)};
        if (term.words.empty()) continue;
        auto& terms = piece.excluded ? query.unwanted : query.wanted;
        terms.push_back(std::move(term));
        if (!piece.excluded && !piece.quoted) last = &terms.back();
    }
    if (last) last->prefix = may_go_on(last->words.back());
    return query;
}

}  // namespace search
