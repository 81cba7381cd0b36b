#include "duck/values.h"

#include <fmt/core.h>

#include <cmath>
#include <limits>

#include "base/time.h"
#include "duck/duck.h"

namespace duck {

using base::Cell;
using base::CellType;

Column::Column(duckdb_logical_type of, duckdb_vector values)
    : type(of), id(duckdb_get_type_id(of)), vector(values), data(duckdb_vector_get_data(values)), validity(duckdb_vector_get_validity(values)) {}

CellType cell_type(duckdb_type type) {
    switch (type) {
        case DUCKDB_TYPE_BOOLEAN: return CellType::flag;
        case DUCKDB_TYPE_TINYINT:
        case DUCKDB_TYPE_SMALLINT:
        case DUCKDB_TYPE_INTEGER:
        case DUCKDB_TYPE_BIGINT:
        case DUCKDB_TYPE_UTINYINT:
        case DUCKDB_TYPE_USMALLINT:
        case DUCKDB_TYPE_UINTEGER:
        case DUCKDB_TYPE_UBIGINT:
        case DUCKDB_TYPE_HUGEINT:
        case DUCKDB_TYPE_UHUGEINT: return CellType::integer;
        case DUCKDB_TYPE_FLOAT:
        case DUCKDB_TYPE_DOUBLE:
        case DUCKDB_TYPE_DECIMAL: return CellType::real;
        case DUCKDB_TYPE_DATE: return CellType::day;
        case DUCKDB_TYPE_TIMESTAMP:
        case DUCKDB_TYPE_TIMESTAMP_S:
        case DUCKDB_TYPE_TIMESTAMP_MS:
        case DUCKDB_TYPE_TIMESTAMP_NS:
        case DUCKDB_TYPE_TIMESTAMP_TZ: return CellType::moment;
        default: return CellType::text;
    }
}

std::string iso_day(std::int32_t days) {
    // DuckDB's ends of time: `DATE 'infinity'`.
    if (days == std::numeric_limits<std::int32_t>::max()) return "infinity";
    if (days == -std::numeric_limits<std::int32_t>::max()) return "-infinity";
    return base::to_iso(base::Day{std::chrono::days{days}});
}

double hugeint_real(duckdb_hugeint value, bool is_unsigned) {
    double upper = is_unsigned ? static_cast<double>(static_cast<std::uint64_t>(value.upper)) : static_cast<double>(value.upper);
    return upper * 18446744073709551616.0 + static_cast<double>(value.lower);
}

static Cell huge(duckdb_hugeint value, bool is_unsigned) {
    auto low = static_cast<std::int64_t>(value.lower);
    bool fits = value.upper == (low < 0 ? -1 : 0) && !(is_unsigned && value.upper < 0);
    if (fits) return low;
    return hugeint_real(value, is_unsigned);
}

static Cell unsigned_cell(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return static_cast<double>(value);
    return static_cast<std::int64_t>(value);
}

/// Towards the past, as a clock does, also before 1970.
static std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

static double decimal(const Column& column, idx_t row) {
    double scale = std::pow(10.0, duckdb_decimal_scale(column.type));
    switch (duckdb_decimal_internal_type(column.type)) {
        case DUCKDB_TYPE_SMALLINT: return column.value<std::int16_t>(row) / scale;
        case DUCKDB_TYPE_INTEGER: return column.value<std::int32_t>(row) / scale;
        case DUCKDB_TYPE_BIGINT: return static_cast<double>(column.value<std::int64_t>(row)) / scale;
        default: {
            auto value = column.value<duckdb_hugeint>(row);
            auto whole = huge(value, false);
            if (auto* small = std::get_if<std::int64_t>(&whole)) return static_cast<double>(*small) / scale;
            return hugeint_real(value, false) / scale;
        }
    }
}

Cell cell_of(const Column& column, idx_t row) {
    if (column.is_null(row)) return {};
    switch (column.id) {
        case DUCKDB_TYPE_BOOLEAN: return std::int64_t{column.value<std::uint8_t>(row) != 0};
        case DUCKDB_TYPE_TINYINT: return std::int64_t{column.value<std::int8_t>(row)};
        case DUCKDB_TYPE_SMALLINT: return std::int64_t{column.value<std::int16_t>(row)};
        case DUCKDB_TYPE_INTEGER: return std::int64_t{column.value<std::int32_t>(row)};
        case DUCKDB_TYPE_BIGINT: return column.value<std::int64_t>(row);
        case DUCKDB_TYPE_UTINYINT: return std::int64_t{column.value<std::uint8_t>(row)};
        case DUCKDB_TYPE_USMALLINT: return std::int64_t{column.value<std::uint16_t>(row)};
        case DUCKDB_TYPE_UINTEGER: return std::int64_t{column.value<std::uint32_t>(row)};
        case DUCKDB_TYPE_UBIGINT: return unsigned_cell(column.value<std::uint64_t>(row));
        case DUCKDB_TYPE_HUGEINT: return huge(column.value<duckdb_hugeint>(row), false);
        case DUCKDB_TYPE_UHUGEINT: return huge(column.value<duckdb_hugeint>(row), true);
        case DUCKDB_TYPE_FLOAT: return double{column.value<float>(row)};
        case DUCKDB_TYPE_DOUBLE: return column.value<double>(row);
        case DUCKDB_TYPE_DECIMAL: return decimal(column, row);
        case DUCKDB_TYPE_TIMESTAMP:
        case DUCKDB_TYPE_TIMESTAMP_TZ: return floor_divide(column.value<std::int64_t>(row), 1000);
        case DUCKDB_TYPE_TIMESTAMP_S: return column.value<std::int64_t>(row) * 1000;
        case DUCKDB_TYPE_TIMESTAMP_MS: return column.value<std::int64_t>(row);
        case DUCKDB_TYPE_TIMESTAMP_NS: return floor_divide(column.value<std::int64_t>(row), 1'000'000);
        default: return text_of(column, row);
    }
}

}  // namespace duck
