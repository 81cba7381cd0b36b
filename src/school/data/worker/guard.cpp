#include "data/worker/guard.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>

#include "base/text.h"
#include "data/worker/guard_walk.h"
#include "duck/duck.h"

namespace data::worker {

namespace json = boost::json;

constexpr std::size_t most_tree_nesting = 2000;

std::string place_in(std::string_view sql, std::int64_t byte) {
    if (byte < 0 || byte > static_cast<std::int64_t>(sql.size())) return {};
    std::string_view before = sql.substr(0, static_cast<std::size_t>(byte));
    auto line = 1 + std::ranges::count(before, '\n');
    std::string_view in_line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
    return fmt::format("Line {}, column {}: ", line, base::count_code_points(in_line) + 1);
}

static void check_text(std::string_view sql) {
    if (sql.size() > most_sql_bytes) {
        throw GuardRefusal("guard.size", std::to_string(sql.size()), fmt::format("The text has {} bytes; {} are allowed.", sql.size(), most_sql_bytes));
    }
    if (!base::is_utf8(sql)) throw GuardRefusal("guard.statement", "", "The text is not UTF-8.");
    // DuckDB's parser ends at a NUL, and this check would not.
    bool odd = std::ranges::any_of(sql, [](char c) { return static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\r' && c != '\t'; });
    if (odd) throw GuardRefusal("guard.statement", "", "The text holds a control character.");
    int depth = 0;
    for (char c : sql) {
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (depth > most_sql_nesting) {
            throw GuardRefusal("guard.size", std::to_string(most_sql_nesting), fmt::format("Brackets stand in more than {} others.", most_sql_nesting));
        }
    }
}

static std::string first_word(std::string_view sql) {
    std::string word;
    for (char c : base::trim(sql)) {
        if (!std::isalpha(static_cast<unsigned char>(c))) break;
        word += c;
    }
    return base::to_upper_ascii(word);
}

static GuardRefusal not_a_question(std::string_view sql) {
    std::string word = first_word(sql);
    std::string hint = "The workbench only reads: a text begins with SELECT, WITH, FROM, VALUES or PIVOT.";
    if (word == "PIVOT") hint = "PIVOT must name its values, as in PIVOT t ON c IN ('a', 'b') USING count(*).";
    if (word == "EXPLAIN") hint = "Leave EXPLAIN out and press Explain.";
    return GuardRefusal("guard.statement", word, hint);
}

/// What json_serialize_sql says when it cannot make a tree.
static GuardRefusal parse_failure(std::string_view sql, const json::object& said) {
    auto words = json::value_to<std::string>(said.at("error_message"));
    // Expressions too deep for DuckDB's parser.
    if (words.find("expression depth") != std::string::npos) return GuardRefusal("guard.size", "", "The text is nested too deeply.");
    if (words.starts_with("Only SELECT")) return not_a_question(sql);
    if (words.find("serialize") != std::string::npos) return GuardRefusal("guard.statement", "", "The text holds a type or a part that cannot be checked.");
    std::int64_t byte = -1;
    if (auto* position = said.if_contains("position")) {
        // The parser counts characters, the tree bytes.
        auto characters = std::stoul(json::value_to<std::string>(*position));
        byte = static_cast<std::int64_t>(base::first_code_points(sql, characters).size());
    }
    return GuardRefusal("sql", "", place_in(sql, byte) + words);
}

static json::object tree_of(duck::Session& parser, std::string_view sql) {
    base::CellTable answer;
    try {
        answer = parser.table("SELECT json_serialize_sql($sql::VARCHAR, skip_default := true)::VARCHAR", {{"sql", std::string(sql)}});
    } catch (const duck::Error& error) {
        throw GuardRefusal("guard.size", "", "The text is too large to be parsed.");
    }
    json::parse_options options;
    options.max_depth = most_tree_nesting;
    boost::system::error_code error;
    auto tree = json::parse(std::get<std::string>(answer.rows.at(0).at(0)), error, {}, options);
    if (error == json::error::too_deep) throw GuardRefusal("guard.size", "", "The text is nested too deeply.");
    if (error || !tree.is_object()) throw GuardRefusal("guard.statement", "", "The text cannot be checked.");
    return tree.as_object();
}

Reads guard(duck::Session& parser, std::string_view sql, const Catalogue& catalogue) {
    check_text(sql);
    if (base::trim(sql).empty()) throw GuardRefusal("guard.statement", "", "There is no text.");
    auto tree = tree_of(parser, sql);
    if (tree.at("error").as_bool()) throw parse_failure(sql, tree);
    const auto& statements = tree.at("statements").as_array();
    if (statements.size() != 1) {
        throw GuardRefusal("guard.statement", std::to_string(statements.size()),
                           statements.empty() ? "There is no statement in the text." : fmt::format("The text holds {} statements; one is answered at a time.", statements.size()));
    }
    return Walk(sql, catalogue).statement(statements[0].as_object());
}

}  // namespace data::worker
