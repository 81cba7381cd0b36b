/// SQL as a row of pieces: enough to find words and parameters without being fooled by strings and comments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace db {

struct SqlPiece {
    enum class Kind { space, comment, quoted, word, number, parameter, other };
    Kind kind;
    std::string_view text;  // a parameter with its colon
};

/// Reads 'strings', E'strings', "names", $tag$bodies$tag$, -- and /* */ comments (nested), ::casts and :parameters. What is not
/// closed reaches to the end. The pieces together are the whole text.
class SqlScanner {
public:
    explicit SqlScanner(std::string_view sql) : rest_(sql) {}
    /// Absent at the end.
    std::optional<SqlPiece> next();

private:
    std::size_t length_of_next(SqlPiece::Kind& kind) const;
    std::string_view rest_;
};

/// What a statement does, judged by its words.
enum class SqlEffect { reads, writes, controls_transaction };
SqlEffect effect_of(std::string_view sql);

/// SQL for PostgreSQL: each :name became $n. `names[n-1]` is the name behind $n. A parameter that is only asked whether it is
/// NULL (":x IS NULL") gets a number of its own, declared as text, because PostgreSQL cannot guess its type; `null_test[n-1]` says so.
struct NumberedSql {
    std::string sql;
    std::vector<std::string> names;
    std::vector<bool> null_test;
    std::vector<std::size_t> twins;  // the index of the other number of the same name, or 0
};
NumberedSql number_parameters(std::string_view sql);

/// The statement for a log or a message: literals replaced by "?", white space collapsed, at most 300 bytes.
std::string outline(std::string_view sql);

/// A migration for this engine: the words IDENTITY and BYTES replaced.
enum class Engine;
std::string for_engine(std::string_view migration, Engine engine);

}  // namespace db
