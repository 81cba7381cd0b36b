/// The part of DuckDB's C API that this room uses, in declarations of our own: the npm package that the library comes from has no header.
/// Names, numbers and layouts are those of duckdb.h, which DuckDB keeps stable from version to version.
#pragma once

#include <cstdint>

extern "C" {

using idx_t = std::uint64_t;

enum duckdb_state { DuckDBSuccess = 0, DuckDBError = 1 };
enum duckdb_error_type { DUCKDB_ERROR_INTERRUPT = 29, DUCKDB_ERROR_OUT_OF_MEMORY = 33 };

enum duckdb_type {
    DUCKDB_TYPE_INVALID = 0,
    DUCKDB_TYPE_BOOLEAN = 1,
    DUCKDB_TYPE_TINYINT = 2,
    DUCKDB_TYPE_SMALLINT = 3,
    DUCKDB_TYPE_INTEGER = 4,
    DUCKDB_TYPE_BIGINT = 5,
    DUCKDB_TYPE_UTINYINT = 6,
    DUCKDB_TYPE_USMALLINT = 7,
    DUCKDB_TYPE_UINTEGER = 8,
    DUCKDB_TYPE_UBIGINT = 9,
    DUCKDB_TYPE_FLOAT = 10,
    DUCKDB_TYPE_DOUBLE = 11,
    DUCKDB_TYPE_TIMESTAMP = 12,
    DUCKDB_TYPE_DATE = 13,
    DUCKDB_TYPE_TIME = 14,
    DUCKDB_TYPE_INTERVAL = 15,
    DUCKDB_TYPE_HUGEINT = 16,
    DUCKDB_TYPE_VARCHAR = 17,
    DUCKDB_TYPE_BLOB = 18,
    DUCKDB_TYPE_DECIMAL = 19,
    DUCKDB_TYPE_TIMESTAMP_S = 20,
    DUCKDB_TYPE_TIMESTAMP_MS = 21,
    DUCKDB_TYPE_TIMESTAMP_NS = 22,
    DUCKDB_TYPE_ENUM = 23,
    DUCKDB_TYPE_LIST = 24,
    DUCKDB_TYPE_STRUCT = 25,
    DUCKDB_TYPE_MAP = 26,
    DUCKDB_TYPE_UUID = 27,
    DUCKDB_TYPE_TIMESTAMP_TZ = 31,
    DUCKDB_TYPE_UHUGEINT = 32,
    DUCKDB_TYPE_ARRAY = 33,
    DUCKDB_TYPE_SQLNULL = 36,
};

struct duckdb_date {
    std::int32_t days;  // since 1970-01-01
};
struct duckdb_timestamp {
    std::int64_t micros;  // since 1970-01-01
};
struct duckdb_interval {
    std::int32_t months, days;
    std::int64_t micros;
};
struct duckdb_hugeint {
    std::uint64_t lower;
    std::int64_t upper;
};
struct duckdb_list_entry {
    std::uint64_t offset, length;
};
/// Up to 12 bytes lie in it, longer texts elsewhere.
struct duckdb_string_t {
    std::uint32_t length;
    char prefix[4];
    const char* pointer;
};
static_assert(sizeof(duckdb_string_t) == 16);

/// Only its size matters here: the fields are deprecated but for the last.
struct duckdb_result {
    idx_t deprecated_column_count, deprecated_row_count, deprecated_rows_changed;
    void* deprecated_columns;
    char* deprecated_error_message;
    void* internal_data;
};

// NOLINTBEGIN(bugprone-reserved-identifier): DuckDB's own names
using duckdb_database = struct _duckdb_database*;
using duckdb_connection = struct _duckdb_connection*;
using duckdb_config = struct _duckdb_config*;
using duckdb_prepared_statement = struct _duckdb_prepared_statement*;
using duckdb_extracted_statements = struct _duckdb_extracted_statements*;
using duckdb_pending_result = struct _duckdb_pending_result*;
using duckdb_appender = struct _duckdb_appender*;
using duckdb_logical_type = struct _duckdb_logical_type*;
using duckdb_data_chunk = struct _duckdb_data_chunk*;
using duckdb_vector = struct _duckdb_vector*;
// NOLINTEND(bugprone-reserved-identifier)

void duckdb_free(void* pointer);
const char* duckdb_library_version();

duckdb_state duckdb_create_config(duckdb_config* config);
duckdb_state duckdb_set_config(duckdb_config config, const char* name, const char* option);
void duckdb_destroy_config(duckdb_config* config);
duckdb_state duckdb_open_ext(const char* path, duckdb_database* database, duckdb_config config, char** error);
void duckdb_close(duckdb_database* database);
duckdb_state duckdb_connect(duckdb_database database, duckdb_connection* connection);
void duckdb_disconnect(duckdb_connection* connection);
void duckdb_interrupt(duckdb_connection connection);

duckdb_state duckdb_query(duckdb_connection connection, const char* query, duckdb_result* result);
void duckdb_destroy_result(duckdb_result* result);
const char* duckdb_result_error(duckdb_result* result);
duckdb_error_type duckdb_result_error_type(duckdb_result* result);
idx_t duckdb_column_count(duckdb_result* result);
const char* duckdb_column_name(duckdb_result* result, idx_t column);
duckdb_logical_type duckdb_column_logical_type(duckdb_result* result, idx_t column);

idx_t duckdb_extract_statements(duckdb_connection connection, const char* query, duckdb_extracted_statements* statements);
const char* duckdb_extract_statements_error(duckdb_extracted_statements statements);
void duckdb_destroy_extracted(duckdb_extracted_statements* statements);

duckdb_state duckdb_prepare(duckdb_connection connection, const char* query, duckdb_prepared_statement* statement);
void duckdb_destroy_prepare(duckdb_prepared_statement* statement);
const char* duckdb_prepare_error(duckdb_prepared_statement statement);
duckdb_type duckdb_param_type(duckdb_prepared_statement statement, idx_t index);
duckdb_state duckdb_bind_parameter_index(duckdb_prepared_statement statement, idx_t* index, const char* name);
duckdb_state duckdb_bind_null(duckdb_prepared_statement statement, idx_t index);
duckdb_state duckdb_bind_boolean(duckdb_prepared_statement statement, idx_t index, bool value);
duckdb_state duckdb_bind_int64(duckdb_prepared_statement statement, idx_t index, std::int64_t value);
duckdb_state duckdb_bind_double(duckdb_prepared_statement statement, idx_t index, double value);
duckdb_state duckdb_bind_date(duckdb_prepared_statement statement, idx_t index, duckdb_date value);
duckdb_state duckdb_bind_timestamp(duckdb_prepared_statement statement, idx_t index, duckdb_timestamp value);
duckdb_state duckdb_bind_varchar_length(duckdb_prepared_statement statement, idx_t index, const char* value, idx_t length);

duckdb_state duckdb_pending_prepared_streaming(duckdb_prepared_statement statement, duckdb_pending_result* pending);
const char* duckdb_pending_error(duckdb_pending_result pending);
void duckdb_destroy_pending(duckdb_pending_result* pending);
duckdb_state duckdb_execute_pending(duckdb_pending_result pending, duckdb_result* result);
duckdb_data_chunk duckdb_fetch_chunk(duckdb_result result);
void duckdb_destroy_data_chunk(duckdb_data_chunk* chunk);
idx_t duckdb_data_chunk_get_size(duckdb_data_chunk chunk);
duckdb_vector duckdb_data_chunk_get_vector(duckdb_data_chunk chunk, idx_t column);

void* duckdb_vector_get_data(duckdb_vector vector);
std::uint64_t* duckdb_vector_get_validity(duckdb_vector vector);
duckdb_vector duckdb_list_vector_get_child(duckdb_vector vector);
duckdb_vector duckdb_array_vector_get_child(duckdb_vector vector);
duckdb_vector duckdb_struct_vector_get_child(duckdb_vector vector, idx_t index);

duckdb_type duckdb_get_type_id(duckdb_logical_type type);
void duckdb_destroy_logical_type(duckdb_logical_type* type);
std::uint8_t duckdb_decimal_scale(duckdb_logical_type type);
duckdb_type duckdb_decimal_internal_type(duckdb_logical_type type);
duckdb_type duckdb_enum_internal_type(duckdb_logical_type type);
char* duckdb_enum_dictionary_value(duckdb_logical_type type, idx_t index);
duckdb_logical_type duckdb_list_type_child_type(duckdb_logical_type type);
duckdb_logical_type duckdb_array_type_child_type(duckdb_logical_type type);
idx_t duckdb_array_type_array_size(duckdb_logical_type type);
idx_t duckdb_struct_type_child_count(duckdb_logical_type type);
char* duckdb_struct_type_child_name(duckdb_logical_type type, idx_t index);
duckdb_logical_type duckdb_struct_type_child_type(duckdb_logical_type type, idx_t index);
duckdb_logical_type duckdb_map_type_key_type(duckdb_logical_type type);
duckdb_logical_type duckdb_map_type_value_type(duckdb_logical_type type);

duckdb_state duckdb_appender_create(duckdb_connection connection, const char* schema, const char* table, duckdb_appender* appender);
duckdb_state duckdb_appender_destroy(duckdb_appender* appender);
duckdb_state duckdb_appender_close(duckdb_appender appender);
const char* duckdb_appender_error(duckdb_appender appender);
duckdb_state duckdb_appender_end_row(duckdb_appender appender);
idx_t duckdb_appender_column_count(duckdb_appender appender);
duckdb_logical_type duckdb_appender_column_type(duckdb_appender appender, idx_t column);
duckdb_state duckdb_append_null(duckdb_appender appender);
duckdb_state duckdb_append_bool(duckdb_appender appender, bool value);
duckdb_state duckdb_append_int64(duckdb_appender appender, std::int64_t value);
duckdb_state duckdb_append_double(duckdb_appender appender, double value);
duckdb_state duckdb_append_varchar_length(duckdb_appender appender, const char* value, idx_t length);
duckdb_state duckdb_append_date(duckdb_appender appender, duckdb_date value);
duckdb_state duckdb_append_timestamp(duckdb_appender appender, duckdb_timestamp value);
}
