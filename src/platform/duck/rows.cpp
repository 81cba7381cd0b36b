#include "duck/rows.h"

#include <fmt/core.h>

#include "base/time.h"
#include "duck/values.h"

namespace duck {

namespace {

struct Statement {
    duckdb_prepared_statement handle = nullptr;
    Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { duckdb_destroy_prepare(&handle); }
};

/// A text that is bound where a day or a moment is expected is read as one: DuckDB does not compare a date with a text.
void bind_text(duckdb_prepared_statement statement, idx_t index, const std::string& name, const std::string& text) {
    auto type = duckdb_param_type(statement, index);
    if (type == DUCKDB_TYPE_DATE) {
        auto day = base::parse_day(text);
        if (!day) throw Error(Error::Kind::other, fmt::format("${} is \"{}\", which is no day such as 2026-08-24", name, text));
        duckdb_bind_date(statement, index, {static_cast<std::int32_t>(day->time_since_epoch().count())});
        return;
    }
    duckdb_bind_varchar_length(statement, index, text.data(), text.size());
}

void bind_integer(duckdb_prepared_statement statement, idx_t index, std::int64_t value) {
    auto type = duckdb_param_type(statement, index);
    if (type == DUCKDB_TYPE_BOOLEAN) {
        duckdb_bind_boolean(statement, index, value != 0);
    } else if (cell_type(type) == base::CellType::moment) {
        duckdb_bind_timestamp(statement, index, {value * 1000});
    } else {
        duckdb_bind_int64(statement, index, value);
    }
}

void bind(duckdb_prepared_statement statement, const std::string& name, const base::Cell& cell) {
    idx_t index = 0;
    if (duckdb_bind_parameter_index(statement, &index, name.c_str()) != DuckDBSuccess) {
        throw Error(Error::Kind::other, fmt::format("the text does not use the parameter ${}", name));
    }
    if (auto* integer = std::get_if<std::int64_t>(&cell)) {
        bind_integer(statement, index, *integer);
    } else if (auto* real = std::get_if<double>(&cell)) {
        duckdb_bind_double(statement, index, *real);
    } else if (auto* text = std::get_if<std::string>(&cell)) {
        bind_text(statement, index, name, *text);
    } else {
        duckdb_bind_null(statement, index);
    }
}

class Stream : public Rows {
public:
    Stream(Session::Handles& handles, std::string_view sql, const Parameters& parameters) : handles_(handles) {
        if (duckdb_prepare(handles.connection, std::string(sql).c_str(), &statement_.handle) != DuckDBSuccess) {
            throw failure(duckdb_prepare_error(statement_.handle), handles.interrupted);
        }
        for (const auto& [name, cell] : parameters) bind(statement_.handle, name, cell);
        execute();
        for (idx_t column = 0; column < duckdb_column_count(&result_); ++column) {
            types_.emplace_back(duckdb_column_logical_type(&result_, column));
            columns_.push_back({duckdb_column_name(&result_, column), cell_type(duckdb_get_type_id(types_.back().get()))});
        }
    }
    ~Stream() override {
        duckdb_destroy_data_chunk(&chunk_);
        duckdb_destroy_result(&result_);
    }

    const std::vector<base::CellColumn>& columns() const override { return columns_; }

    bool next() override {
        duckdb_destroy_data_chunk(&chunk_);
        chunk_ = duckdb_fetch_chunk(result_);
        count_ = chunk_ ? duckdb_data_chunk_get_size(chunk_) : 0;
        if (count_ == 0) {
            const char* words = duckdb_result_error(&result_);
            if (words && *words) throw failure(words, handles_.interrupted);
            return false;
        }
        values_.clear();
        for (idx_t column = 0; column < types_.size(); ++column) {
            values_.emplace_back(types_[column].get(), duckdb_data_chunk_get_vector(chunk_, column));
        }
        return true;
    }

    std::size_t count() const override { return count_; }
    base::Cell cell(std::size_t row, std::size_t column) const override { return cell_of(values_[column], row); }

private:
    void execute() {
        duckdb_pending_result pending = nullptr;
        auto state = duckdb_pending_prepared_streaming(statement_.handle, &pending);
        if (state == DuckDBSuccess) state = duckdb_execute_pending(pending, &result_);
        if (state != DuckDBSuccess) {
            const char* words = duckdb_result_error(&result_);
            const Error error = failure(words && *words ? words : duckdb_pending_error(pending), handles_.interrupted);
            duckdb_destroy_pending(&pending);
            duckdb_destroy_result(&result_);
            throw Error(error);
        }
        duckdb_destroy_pending(&pending);
    }

    Session::Handles& handles_;
    Statement statement_;
    duckdb_result result_{};
    duckdb_data_chunk chunk_ = nullptr;
    std::size_t count_ = 0;
    std::vector<Type> types_;
    std::vector<Column> values_;
    std::vector<base::CellColumn> columns_;
};

}  // namespace

std::unique_ptr<Rows> start_query(Session::Handles& handles, std::string_view sql, const Parameters& parameters) {
    return std::make_unique<Stream>(handles, sql, parameters);
}

}  // namespace duck
