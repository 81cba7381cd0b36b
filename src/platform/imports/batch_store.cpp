#include "imports/batch.h"

#include <algorithm>

namespace imports {

// Few enough that a statement's text stays short and binding by name is quick, many enough to save round trips.
static constexpr std::size_t parameters_per_statement = 300;

Batch::Batch(db::Write& db, std::string_view table, const std::vector<std::string_view>& columns, std::string_view bytes,
             std::string_view ending)
    : db_(db),
      table_(table),
      columns_(columns.begin(), columns.end()),
      rows_per_statement_(std::max<std::size_t>(1, parameters_per_statement / columns.size())),
      ending_(ending) {
    for (const auto& column : columns_) is_bytes_.push_back(column == bytes);
    for (std::size_t i = 0; i < rows_per_statement_ * columns_.size(); ++i) names_.push_back("p" + std::to_string(i));
    full_ = statement(rows_per_statement_);
}

std::string Batch::statement(std::size_t rows) const {
    std::string sql = "INSERT INTO " + table_ + " (";
    for (std::size_t i = 0; i < columns_.size(); ++i) sql += (i ? ", " : "") + columns_[i];
    sql += ") VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row ? ", (" : "(";
        for (std::size_t i = 0; i < columns_.size(); ++i) sql += (i ? ", :" : ":") + names_[row * columns_.size() + i];
        sql += ")";
    }
    return ending_.empty() ? sql : sql + " " + ending_;
}

void Batch::add(Values row) {
    rows_.push_back(std::move(row));
    if (rows_.size() < rows_per_statement_) return;
    write(0, rows_.size(), full_);
    rows_.clear();
}

void Batch::flush() {
    std::string one = statement(1);
    for (std::size_t i = 0; i < rows_.size(); ++i) write(i, 1, one);
    rows_.clear();
}

static void put(db::Query& query, const std::string& name, const Value& value, bool as_bytes) {
    auto put_text = [&](std::string_view text) {
        if (as_bytes) {
            std::move(query).bind_bytes(name, text);
        } else {
            std::move(query).bind(name, text);
        }
    };
    if (auto* number = std::get_if<std::int64_t>(&value)) {
        std::move(query).bind(name, *number);
    } else if (auto* view = std::get_if<std::string_view>(&value)) {
        put_text(*view);
    } else if (auto* text = std::get_if<std::string>(&value)) {
        put_text(*text);
    } else {
        std::move(query).bind(name, std::nullopt);
    }
}

void Batch::write(std::size_t first, std::size_t count, const std::string& sql) {
    auto query = db_.query(sql);
    for (std::size_t row = 0; row < count; ++row) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            put(query, names_[row * columns_.size() + i], rows_[first + row][i], is_bytes_[i]);
        }
    }
    std::move(query).run();
}

void update_row(db::Write& db, std::string_view table, const std::vector<std::string_view>& columns, const Values& values, std::int64_t id) {
    std::string sql = "UPDATE " + std::string(table) + " SET ";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        sql += std::string(i ? ", " : "") + std::string(columns[i]) + " = :" + std::string(columns[i]);
    }
    sql += " WHERE id = :row_id";
    auto query = db.query(sql);
    for (std::size_t i = 0; i < columns.size(); ++i) put(query, std::string(columns[i]), values[i], false);
    std::move(query).bind("row_id", id).run();
}

}  // namespace imports
