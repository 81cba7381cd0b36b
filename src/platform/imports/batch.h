/// Many rows into one table, several in each statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "db/db.h"

namespace imports {

/// A cell to be written. Views must live until the batch is flushed.
using Value = std::variant<std::nullopt_t, std::int64_t, std::string_view, std::string>;
using Values = std::vector<Value>;

/// Inserts rows with as few statements as the engines' limits on parameters allow.
class Batch {
public:
    /// Texts of the column named in `bytes` are bound as bytes. `ending` ends each statement: what a row does that is there already.
    Batch(db::Write& db, std::string_view table, const std::vector<std::string_view>& columns, std::string_view bytes = {},
          std::string_view ending = {});
    void add(Values row);
    /// Writes what is left. Must be called; a batch that goes without has lost rows.
    void flush();

private:
    void write(std::size_t first, std::size_t count, const std::string& sql);
    std::string statement(std::size_t rows) const;

    db::Write& db_;
    std::string table_;
    std::vector<std::string> columns_;
    std::vector<bool> is_bytes_;
    std::vector<Values> rows_;
    std::vector<std::string> names_;
    std::size_t rows_per_statement_;
    std::string ending_;
    std::string full_;
};

/// UPDATE of these columns of one row.
void update_row(db::Write& db, std::string_view table, const std::vector<std::string_view>& columns, const Values& values, std::int64_t id);

}  // namespace imports
