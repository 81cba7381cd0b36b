#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "base/time.h"
#include "duck/duck.h"
#include "duck/values.h"

namespace duck {

static std::string taken(char* text) {
    std::string copy = text ? text : "";
    duckdb_free(text);
    return copy;
}

static std::string_view string_of(const Column& column, idx_t row) {
    const auto& value = static_cast<const duckdb_string_t*>(column.data)[row];
    const char* begin = value.length <= 12 ? value.prefix : value.pointer;
    return {begin, value.length};
}

static std::string clock(std::int64_t micros) {
    const char* sign = micros < 0 ? "-" : "";
    std::int64_t left = std::llabs(micros);
    std::int64_t seconds = left / 1'000'000, fraction = left % 1'000'000;
    auto text = fmt::format("{}{:02}:{:02}:{:02}", sign, seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (fraction) {
        text += fmt::format(".{:06}", fraction);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

static std::string interval(duckdb_interval value) {
    std::string text;
    auto part = [&](std::int32_t count, std::string_view unit) {
        if (count) text += fmt::format("{}{} {}{}", text.empty() ? "" : " ", count, unit, std::abs(count) == 1 ? "" : "s");
    };
    part(value.months / 12, "year");
    part(value.months % 12, "month");
    part(value.days, "day");
    if (value.micros || text.empty()) text += (text.empty() ? "" : " ") + clock(value.micros);
    return text;
}

static std::string uuid(duckdb_hugeint value) {
    // The upper bit is turned over so that UUIDs sort as numbers do.
    std::uint64_t upper = static_cast<std::uint64_t>(value.upper) ^ (std::uint64_t{1} << 63);
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", upper >> 32, upper >> 16 & 0xffff, upper & 0xffff, value.lower >> 48,
                       value.lower & 0xffffffffffff);
}

static std::string blob(std::string_view bytes) {
    std::string text;
    for (const char sign : bytes) {
        const auto byte = static_cast<unsigned char>(sign);
        text += byte >= 32 && byte < 127 && byte != '\\' ? std::string(1, static_cast<char>(byte)) : fmt::format("\\x{:02X}", byte);
    }
    return text;
}

static std::string enum_word(const Column& column, idx_t row) {
    idx_t index = 0;
    switch (duckdb_enum_internal_type(column.type)) {
        case DUCKDB_TYPE_UTINYINT: index = column.value<std::uint8_t>(row); break;
        case DUCKDB_TYPE_USMALLINT: index = column.value<std::uint16_t>(row); break;
        default: index = column.value<std::uint32_t>(row);
    }
    return taken(duckdb_enum_dictionary_value(column.type, index));
}

static std::string element(const Column& column, idx_t row) { return column.is_null(row) ? "NULL" : text_of(column, row); }

static std::string elements(const Column& child, idx_t begin, idx_t count) {
    std::string text = "[";
    for (idx_t i = begin; i < begin + count; ++i) text += (i == begin ? "" : ", ") + element(child, i);
    return text + "]";
}

static std::string structure(const Column& column, idx_t row) {
    std::string text = "{";
    for (idx_t i = 0; i < duckdb_struct_type_child_count(column.type); ++i) {
        Type type(duckdb_struct_type_child_type(column.type, i));
        Column child(type.get(), duckdb_struct_vector_get_child(column.vector, i));
        text += fmt::format("{}'{}': {}", i ? ", " : "", taken(duckdb_struct_type_child_name(column.type, i)), element(child, row));
    }
    return text + "}";
}

/// A map is a list of pairs.
static std::string map(const Column& column, idx_t row) {
    auto entry = column.value<duckdb_list_entry>(row);
    auto* pairs = duckdb_list_vector_get_child(column.vector);
    Type key_type(duckdb_map_type_key_type(column.type)), value_type(duckdb_map_type_value_type(column.type));
    Column keys(key_type.get(), duckdb_struct_vector_get_child(pairs, 0)), values(value_type.get(), duckdb_struct_vector_get_child(pairs, 1));
    std::string text = "{";
    for (idx_t i = entry.offset; i < entry.offset + entry.length; ++i) {
        text += fmt::format("{}{}={}", i == entry.offset ? "" : ", ", element(keys, i), element(values, i));
    }
    return text + "}";
}

static std::string scalar(const Column& column, idx_t row) {
    auto cell = cell_of(column, row);
    auto type = cell_type(column.id);
    if (auto* text = std::get_if<std::string>(&cell)) return *text;
    if (auto* real = std::get_if<double>(&cell)) return fmt::format("{}", *real);
    auto integer = std::get<std::int64_t>(cell);
    if (type == base::CellType::flag) return integer ? "true" : "false";
    if (type == base::CellType::moment) return base::to_iso(base::from_ms(integer));
    return fmt::format("{}", integer);
}

std::string text_of(const Column& column, idx_t row) {
    switch (column.id) {
        case DUCKDB_TYPE_VARCHAR: return std::string(string_of(column, row));
        case DUCKDB_TYPE_DATE: return iso_day(column.value<std::int32_t>(row));
        case DUCKDB_TYPE_TIME: return clock(column.value<std::int64_t>(row));
        case DUCKDB_TYPE_INTERVAL: return interval(column.value<duckdb_interval>(row));
        case DUCKDB_TYPE_BLOB: return blob(string_of(column, row));
        case DUCKDB_TYPE_UUID: return uuid(column.value<duckdb_hugeint>(row));
        case DUCKDB_TYPE_ENUM: return enum_word(column, row);
        case DUCKDB_TYPE_STRUCT: return structure(column, row);
        case DUCKDB_TYPE_MAP: return map(column, row);
        case DUCKDB_TYPE_LIST: {
            Type type(duckdb_list_type_child_type(column.type));
            auto entry = column.value<duckdb_list_entry>(row);
            return elements(Column(type.get(), duckdb_list_vector_get_child(column.vector)), entry.offset, entry.length);
        }
        case DUCKDB_TYPE_ARRAY: {
            Type type(duckdb_array_type_child_type(column.type));
            idx_t size = duckdb_array_type_array_size(column.type);
            return elements(Column(type.get(), duckdb_array_vector_get_child(column.vector)), row * size, size);
        }
        case DUCKDB_TYPE_SQLNULL: return "NULL";
        default:
            if (cell_type(column.id) != base::CellType::text) return scalar(column, row);
            throw Error(Error::Kind::other, fmt::format("a value of type {} cannot be shown; write CAST(... AS VARCHAR)", static_cast<int>(column.id)));
    }
}

}  // namespace duck
