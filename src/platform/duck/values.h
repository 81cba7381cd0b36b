/// Values of DuckDB's vectors as cells and as text.
#pragma once

#include <memory>
#include <string>

#include "base/cell.h"
#include "duck/c_api.h"

namespace duck {

struct FreeType {
    void operator()(duckdb_logical_type type) const { duckdb_destroy_logical_type(&type); }
};
using Type = std::unique_ptr<struct _duckdb_logical_type, FreeType>;

/// A column of a chunk: where its values lie. It ends with the chunk.
struct Column {
    duckdb_logical_type type = nullptr;
    duckdb_type id = DUCKDB_TYPE_INVALID;
    duckdb_vector vector = nullptr;
    const void* data = nullptr;
    const std::uint64_t* validity = nullptr;

    Column() = default;
    Column(duckdb_logical_type of, duckdb_vector values);
    bool is_null(idx_t row) const { return validity && !(validity[row / 64] >> (row % 64) & 1); }
    template <typename T>
    T value(idx_t row) const {
        return static_cast<const T*>(data)[row];
    }
};

/// What our types make of DuckDB's.
base::CellType cell_type(duckdb_type type);
base::Cell cell_of(const Column& column, idx_t row);
/// As DuckDB writes it: [1, 2, NULL], {'a': 1}, 3 days.
std::string text_of(const Column& column, idx_t row);

std::string iso_day(std::int32_t days);
std::string hugeint_text(duckdb_hugeint value, bool is_unsigned);
double hugeint_real(duckdb_hugeint value, bool is_unsigned);

}  // namespace duck
