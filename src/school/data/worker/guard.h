/// The guard: may this text, which a person wrote, be put to the warehouse?
///
/// DuckDB's settings are no sandbox: one SELECT can end the process, read files or take all memory (docs/policies/data.md, clause 5). So the text
/// is parsed to its tree before anything else is done with it, and what is not on our lists is refused: node classes, types, functions, tables.
/// The walls around the process (walls/walls.h) hold what a list forgets.
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace duck {
class Session;
}

namespace data::worker {

/// The tables that may be asked, with their columns, in lower case.
using Catalogue = std::map<std::string, std::vector<std::string>>;

/// What a text reads, as far as its tree names it: `SELECT *` counts as every column of its tables. Sorted.
struct Reads {
    std::set<std::string> tables;
    std::set<std::string> columns;  // "table.column"
};

/// The text may not be run. `code` is one of data::Refused (warehouse.h), `detail` the word it is about; what() says why in plain words, with
/// line and column when they are known.
class GuardRefusal : public std::runtime_error {
public:
    GuardRefusal(std::string code, std::string detail, const std::string& message)
        : std::runtime_error(message), code_(std::move(code)), detail_(std::move(detail)) {}
    const std::string& code() const { return code_; }
    const std::string& detail() const { return detail_; }

private:
    std::string code_, detail_;
};

constexpr std::size_t most_sql_bytes = 20'000;
constexpr int most_sql_nesting = 100;  // brackets in brackets

/// Throws GuardRefusal. The text is handed to `parser` as a value, to be made a tree of; which session that is does not matter. Nothing of the text is bound, prepared or run: DuckDB folds constants while it prepares.
Reads guard(duck::Session& parser, std::string_view sql, const Catalogue& catalogue);

}  // namespace data::worker
