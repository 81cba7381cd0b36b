#include "db/sqlite/new_id.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "db/sql_text.h"

namespace db::detail {

static std::vector<SqlPiece> pieces_of(std::string_view sql) {
    std::vector<SqlPiece> pieces;
    SqlScanner scanner(sql);
    while (const auto piece = scanner.next()) {
        if (piece->kind != SqlPiece::Kind::space && piece->kind != SqlPiece::Kind::comment) pieces.push_back(*piece);
    }
    return pieces;
}

static bool is_word(const SqlPiece& piece, std::string_view word) {
    return piece.kind == SqlPiece::Kind::word && base::equal_ignoring_ascii_case(piece.text, word);
}

/// One row of values, and nothing that could insert none, several, or change another: no ON CONFLICT, no SELECT.
static bool inserts_one_row(const std::vector<SqlPiece>& pieces) {
    int depth = 0, rows = 0;
    bool values = false;
    for (const auto& piece : pieces) {
        if (is_word(piece, "ON") || is_word(piece, "SELECT") || is_word(piece, "OR")) return false;
        if (is_word(piece, "VALUES")) values = true;
        if (piece.text == "(" && depth++ == 0 && values) ++rows;
        if (piece.text == ")") --depth;
    }
    return rows == 1;
}

static bool gives_ids(sqlite3* db, const std::string& table) {
    int automatic = 0;
    return sqlite3_table_column_metadata(db, nullptr, table.c_str(), "id", nullptr, nullptr, nullptr, nullptr, &automatic) == SQLITE_OK && automatic != 0;
}

std::optional<std::string> without_returning_id(sqlite3* db, std::string_view sql) {
    const auto pieces = pieces_of(sql);
    if (pieces.size() < 5) return std::nullopt;
    const auto& returning = pieces[pieces.size() - 2];
    if (!is_word(pieces[0], "INSERT") || !is_word(pieces[1], "INTO") || !is_word(returning, "RETURNING") || !is_word(pieces.back(), "id")) return std::nullopt;
    if (!inserts_one_row(pieces) || !gives_ids(db, std::string(pieces[2].text))) return std::nullopt;
    return std::string(sql.substr(0, static_cast<std::size_t>(returning.text.data() - sql.data())));
}

}  // namespace db::detail
