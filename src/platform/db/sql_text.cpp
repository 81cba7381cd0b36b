#include "db/sql_text.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "db/db.h"

namespace db {

using Kind = SqlPiece::Kind;

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool begins_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
static bool continues_word(char c) { return begins_word(c) || is_digit(c); }

template <typename P>
static std::size_t run_of(std::string_view text, std::size_t from, P belongs) {
    while (from < text.size() && belongs(text[from])) ++from;
    return from;
}

/// The length of a text in quotes that begins at `from`; a doubled quote belongs to it, as does what follows a backslash if asked.
static std::size_t quoted_length(std::string_view text, std::size_t from, bool backslashes) {
    const char quote = text[from];
    for (std::size_t i = from + 1; i < text.size(); ++i) {
        if (backslashes && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (i + 1 < text.size() && text[i + 1] == quote) ++i;
            else return i + 1;
        }
    }
    return text.size();
}

static std::size_t block_comment_length(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '/' && text[i + 1] == '*') ++depth, ++i;
        else if (text[i] == '*' && text[i + 1] == '/') {
            ++i;
            if (--depth == 0) return i + 1;
        }
    }
    return text.size();
}

/// $$body$$ or $tag$body$tag$; 0 when it is none.
static std::size_t dollar_quoted_length(std::string_view text) {
    const std::size_t tag_end = run_of(text, 1, continues_word);
    if (tag_end >= text.size() || text[tag_end] != '$' || (tag_end > 1 && is_digit(text[1]))) return 0;
    const std::string_view tag = text.substr(0, tag_end + 1);
    const auto end = text.find(tag, tag.size());
    return end == std::string_view::npos ? text.size() : end + tag.size();
}

std::size_t SqlScanner::length_of_next(Kind& kind) const {
    const std::string_view text = rest_;
    const char first = text[0];
    const char second = text.size() > 1 ? text[1] : '\0';

    kind = Kind::space;
    if (is_space(first)) return run_of(text, 1, is_space);

    kind = Kind::comment;
    if (first == '-' && second == '-') return std::min(text.find('\n'), text.size());
    if (first == '/' && second == '*') return block_comment_length(text);

    kind = Kind::quoted;
    if (first == '\'' || first == '"' || first == '`') return quoted_length(text, 0, false);
    if ((first == 'E' || first == 'e') && second == '\'') return quoted_length(text, 1, true);
    if (first == '$') {
        if (const auto length = dollar_quoted_length(text)) return length;
    }

    kind = Kind::word;
    if (begins_word(first)) return run_of(text, 1, continues_word);

    kind = Kind::number;
    if (is_digit(first)) return run_of(text, 1, [](char c) { return continues_word(c) || c == '.'; });

    kind = Kind::other;
    if (first == ':' && second == ':') return 2;
    if (first == ':' && begins_word(second)) {
        kind = Kind::parameter;
        return run_of(text, 2, continues_word);
    }
    return 1;
}

std::optional<SqlPiece> SqlScanner::next() {
    if (rest_.empty()) return std::nullopt;
    Kind kind;
    const std::size_t length = length_of_next(kind);
    const SqlPiece piece{kind, rest_.substr(0, length)};
    rest_.remove_prefix(length);
    return piece;
}

static bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](auto other) { return base::equal_ignoring_ascii_case(word, other); });
}

SqlEffect effect_of(std::string_view sql) {
    SqlScanner scanner(sql);
    bool first = true;
    while (const auto piece = scanner.next()) {
        if (piece->kind == Kind::word) {
            if (first) {
                if (is_any_of(piece->text, {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE",
                                            "ATTACH", "DETACH"})) {
                    return SqlEffect::controls_transaction;
                }
                if (!is_any_of(piece->text, {"SELECT", "VALUES", "WITH", "EXPLAIN", "SHOW", "TABLE", "PRAGMA"})) {
                    return SqlEffect::writes;
                }
                if (!is_any_of(piece->text, {"WITH"})) return SqlEffect::reads;
            } else if (is_any_of(piece->text, {"INSERT", "UPDATE", "DELETE", "MERGE"})) {
                return SqlEffect::writes;
            }
            first = false;
        }
    }
    return SqlEffect::reads;
}

/// Whether the text goes on with IS, so that the parameter before it is only compared with NULL.
static bool is_null_test(SqlScanner ahead) {
    while (const auto piece = ahead.next()) {
        if (piece->kind == Kind::space || piece->kind == Kind::comment) continue;
        return piece->kind == Kind::word && is_any_of(piece->text, {"IS"});
    }
    return false;
}

NumberedSql number_parameters(std::string_view sql) {
    NumberedSql result;
    result.sql.reserve(sql.size() + 8);
    std::map<std::pair<std::string_view, bool>, std::size_t> known;
    SqlScanner scanner(sql);
    while (const auto piece = scanner.next()) {
        if (piece->kind != Kind::parameter) {
            result.sql += piece->text;
            continue;
        }
        const std::string_view name = piece->text.substr(1);
        const bool null_test = is_null_test(scanner);
        const std::size_t n = known.try_emplace({name, null_test}, result.names.size()).first->second;
        if (n == result.names.size()) {
            const auto twin = known.find({name, !null_test});
            result.names.emplace_back(name);
            result.null_test.push_back(null_test);
            result.twins.push_back(0);
            if (twin != known.end()) result.twins[twin->second] = n;  // the first of the two is the one found by name
        }
        result.sql += '$' + std::to_string(n + 1);
    }
    return result;
}

/// At most so many bytes, and no letter cut in two.
static std::string_view first_bytes(std::string_view text, std::size_t most) {
    const auto continues = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; };
    while (most > 0 && continues(text[most])) --most;
    return text.substr(0, most);
}

std::string outline(std::string_view sql) {
    std::string result;
    SqlScanner scanner(sql);
    while (const auto piece = scanner.next()) {
        const bool blank = piece->kind == Kind::space || piece->kind == Kind::comment;
        if (blank && (result.empty() || result.back() == ' ')) continue;
        const bool name = piece->kind == Kind::quoted && piece->text.front() == '"';
        if (blank) result += ' ';
        else if ((piece->kind == Kind::quoted && !name) || piece->kind == Kind::number) result += '?';
        else result += piece->text;
        if (result.size() > 300) return std::string(first_bytes(result, 296)) + " ...";
    }
    return std::string(base::trim(result));
}

std::string for_engine(std::string_view migration, Engine engine) {
    const bool sqlite = engine == Engine::sqlite;
    std::string result;
    SqlScanner scanner(migration);
    while (const auto piece = scanner.next()) {
        if (piece->kind == Kind::word && piece->text == "IDENTITY") {
            // Already spelt out: GENERATED BY DEFAULT AS IDENTITY of a file for PostgreSQL.
            const bool spelt = result.ends_with("AS ");
            if (spelt) result += "IDENTITY";
            else result += sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
        } else if (piece->kind == Kind::word && piece->text == "BYTES") {
            result += sqlite ? "BLOB" : "BYTEA";
        } else {
            result += piece->text;
        }
    }
    return result;
}

}  // namespace db
