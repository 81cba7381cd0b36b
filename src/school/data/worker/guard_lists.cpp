#include "data/worker/guard_lists.h"

#include <algorithm>
#include <set>
#include <vector>

namespace data::worker {

using Words = std::set<std::string_view>;

// Left out on purpose: what makes values of any size from a small text (repeat, lpad, rpad, range as a value, list_resize, bar, format, printf,
// to_base, bitstring_agg, equi_width_bins), what runs SQL (query, query_table, json_execute_serialized_sql), what reads files, settings or the
// catalogue, what changes the session (setseed, write_log, enable_logging), what waits (sleep_ms), and aggregates named by a text
// (list_aggregate). replace, list_concat and || stay: they grow with their input only, and the walls end what grows too much.
static const Words& functions() {
    static const Words all = {
        // aggregates
        "any_value", "approx_count_distinct", "approx_quantile", "arbitrary", "arg_max", "arg_max_null", "arg_max_nulls_last", "arg_min", "arg_min_null",
        "arg_min_nulls_last", "argmax", "argmin", "array_agg", "avg", "bit_and", "bit_or", "bit_xor", "bool_and", "bool_or", "corr", "count", "count_if",
        "count_star", "countif", "covar_pop", "covar_samp", "entropy", "favg", "first", "fsum", "geomean", "geometric_mean", "group_concat", "histogram",
        "kahan_sum", "kurtosis", "kurtosis_pop", "last", "list", "listagg", "mad", "max", "max_by", "mean", "median", "min", "min_by", "mode", "product",
        "quantile", "quantile_cont", "quantile_disc", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept", "regr_r2", "regr_slope", "regr_sxx",
        "regr_sxy", "regr_syy", "sem", "skewness", "stddev", "stddev_pop", "stddev_samp", "string_agg", "sum", "sumkahan", "var_pop", "var_samp",
        "variance", "wavg", "weighted_avg",
        // windows
        "cume_dist", "dense_rank", "fill", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank", "rank", "rank_dense", "row_number",
        // operators
        "+", "-", "*", "/", "//", "%", "**", "^", "&", "|", "<<", ">>", "~", "||", "^@", "@", "@>", "<@", "&&", "~~", "~~*", "!~~", "!~~*", "~~~",
        "!__postfix", "like_escape", "ilike_escape", "not_like_escape", "not_ilike_escape",
        // numbers
        "abs", "acos", "add", "asin", "atan", "atan2", "bit_count", "cbrt", "ceil", "ceiling", "cos", "cot", "degrees", "divide", "even", "exp", "factorial",
        "fdiv", "floor", "fmod", "gcd", "greatest", "greatest_common_divisor", "isfinite", "isinf", "isnan", "lcm", "least", "least_common_multiple", "ln",
        "log", "log10", "log2", "mod", "multiply", "pi", "pow", "power", "radians", "random", "round", "round_even", "roundbankers", "sign", "signbit", "sin",
        "sqrt", "subtract", "tan", "trunc", "xor",
        // text
        "ascii", "char_length", "character_length", "chr", "concat", "concat_ws", "contains", "editdist3", "ends_with", "hamming", "instr", "jaccard",
        "jaro_similarity", "jaro_winkler_similarity", "lcase", "left", "left_grapheme", "length", "length_grapheme", "len", "levenshtein", "lower", "ltrim",
        "md5", "mismatches", "nfc_normalize", "ord", "position", "prefix", "regexp_escape", "regexp_extract", "regexp_extract_all", "regexp_full_match",
        "regexp_matches", "regexp_replace", "regexp_split_to_array", "replace", "reverse", "right", "right_grapheme", "rtrim", "sha256", "split",
        "split_part", "starts_with", "str_split", "str_split_regex", "string_split", "string_split_regex", "string_to_array", "strip_accents", "strlen",
        "strpos", "substr", "substring", "substring_grapheme", "suffix", "translate", "trim", "ucase", "unicode", "upper",
        // days and moments
        "age", "ago", "century", "current_date", "current_localtime", "current_localtimestamp", "date_add", "date_diff", "date_part", "date_sub",
        "date_trunc", "datediff", "datepart", "datesub", "datetrunc", "day", "dayname", "dayofmonth", "dayofweek", "dayofyear", "days_in_month", "decade",
        "epoch", "epoch_ms", "epoch_ns", "epoch_us", "era", "get_current_time", "get_current_timestamp", "hour", "isodow", "isoyear", "julian", "last_day",
        "make_date", "make_time", "make_timestamp", "make_timestamp_ms", "microsecond", "millennium", "millisecond", "minute", "month", "monthname", "now",
        "quarter", "second", "strftime", "strptime", "time_bucket", "timezone", "to_centuries", "to_days", "to_decades", "to_hours", "to_microseconds",
        "to_millennia", "to_milliseconds", "to_minutes", "to_months", "to_quarters", "to_seconds", "to_timestamp", "to_weeks", "to_years", "today",
        "transaction_timestamp", "try_strptime", "week", "weekday", "weekofyear", "year", "yearweek",
        // lists, records and maps
        "array_append", "array_cat", "array_concat", "array_contains", "array_distinct", "array_extract", "array_filter", "array_has", "array_has_all",
        "array_has_any", "array_indexof", "array_intersect", "array_length", "array_position", "array_prepend", "array_reverse", "array_reverse_sort",
        "array_slice", "array_sort", "array_to_string", "array_transform", "array_unique", "cardinality", "element_at", "flatten", "list_any_value",
        "list_append", "list_apply", "list_avg", "list_bool_and", "list_bool_or", "list_cat", "list_concat", "list_contains", "list_count", "list_distinct",
        "list_element", "list_extract", "list_filter", "list_first", "list_has", "list_has_all", "list_has_any", "list_indexof", "list_intersect",
        "list_last", "list_max", "list_median", "list_min", "list_mode", "list_pack", "list_position", "list_prepend", "list_product", "list_reduce",
        "list_reverse", "list_reverse_sort", "list_slice", "list_sort", "list_stddev_pop", "list_stddev_samp", "list_string_agg", "list_sum",
        "list_transform", "list_unique", "list_value", "list_var_pop", "list_var_samp", "list_zip", "map", "map_contains", "map_entries", "map_extract",
        "map_extract_value", "map_from_entries", "map_keys", "map_values", "row", "struct_extract", "struct_extract_at", "struct_pack", "unnest",
        // values of any type
        "hash", "nullif", "typeof",
    };
    return all;
}

bool is_function_allowed(std::string_view name) { return functions().contains(name); }

bool is_type_allowed(std::string_view id) {
    // No ARRAY (its size is in the type), ENUM, JSON, BIT, BLOB or type of a name.
    static const Words all = {"BOOLEAN",   "TINYINT",     "SMALLINT",     "INTEGER",      "BIGINT",  "UTINYINT", "USMALLINT", "UINTEGER",
                              "UBIGINT",   "HUGEINT",     "UHUGEINT",     "FLOAT",        "DOUBLE",  "DECIMAL",  "VARCHAR",   "DATE",
                              "TIME",      "TIMESTAMP",   "TIMESTAMP_S",  "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "INTERVAL", "LIST"};
    return all.contains(id);
}

bool is_expression_allowed(std::string_view kind, std::string_view type) {
    static const Words kinds = {"CONSTANT", "COLUMN_REF", "FUNCTION", "CONJUNCTION", "COMPARISON", "BETWEEN", "CASE",   "CAST",
                                "LAMBDA",   "SUBQUERY",   "COLLATE",  "STAR",        "PARAMETER",  "POSITIONAL_REFERENCE", "WINDOW"};
    static const Words operators = {"ARRAY_EXTRACT", "ARRAY_SLICE", "COMPARE_IN", "COMPARE_NOT_IN", "GROUPING_FUNCTION", "OPERATOR_COALESCE",
                                    "OPERATOR_IS_NOT_NULL", "OPERATOR_IS_NULL", "OPERATOR_NOT", "OPERATOR_NULLIF", "OPERATOR_TRY", "OPERATOR_UNPACK",
                                    "STRUCT_EXTRACT"};
    return kind == "OPERATOR" ? operators.contains(type) : kinds.contains(kind);
}

bool is_field_known(std::string_view field) {
    static const Words all = {
        "aggregate_handling", "aggregates", "alias", "aliases", "case_checks", "cast_type", "child", "child_type", "children", "class", "collation", "column",
        "column_name_alias", "column_names", "columns", "comparison_type", "condition", "cte_map", "cte_name", "default_expr", "distinct",
        "distinct_on_targets", "else_expr", "end", "end_expr", "entries", "exclude_clause", "exclude_list", "expr", "expression", "filter", "filter_expr",
        "from_table", "function", "function_name", "group_expressions", "group_sets", "groups", "having", "id", "identifier", "ignore_nulls",
        "include_nulls", "index", "input", "is_null", "is_operator", "is_percentage", "join_type", "key", "key_targets", "left", "lhs", "limit", "lower",
        "map", "materialized", "method", "modifiers", "name", "named_param_map", "node", "null_order", "offset", "offset_expr", "order_bys", "orders",
        "partitions", "pivot_expressions", "pivots", "qualified_exclude_list", "qualify", "query", "query_location", "ref_type", "relation_name",
        "rename_list", "replace_list", "right", "sample", "sample_size", "scale", "schema", "seed", "select_list", "setop_all", "setop_type", "source",
        "start", "start_expr", "subquery", "subquery_type", "table", "table_name", "then_expr", "try_cast", "type", "type_info", "union_all",
        "unpivot_names", "upper", "using_columns", "value", "values", "when_expr", "where_clause", "width",
        // Known only to be refused where they say something: catalog_name, schema_name, at_clause, pivot_enum, show_type.
        "catalog", "catalog_name", "schema_name", "at_clause", "show_type"};
    return all.contains(field);
}

static bool begins_with_any(std::string_view name, std::initializer_list<std::string_view> beginnings) {
    return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return name.starts_with(beginning); });
}

std::string_view why_refused(std::string_view name) {
    if (begins_with_any(name, {"read_", "parquet_", "sniff_", "glob", "st_", "import_", "seq_scan", "arrow_"})) {
        return "files cannot be read here; what the warehouse holds comes in by imports";
    }
    if (begins_with_any(name, {"query", "json_execute", "json_serialize", "json_deserialize"})) return "it would run SQL that cannot be checked";
    if (begins_with_any(name, {"duckdb_", "pragma_", "pg_", "stats", "show", "current_setting", "getvariable", "storage_info", "table_info", "database_"})) {
        return "the list of tables on the page of the workbench tells what there is";
    }
    if (begins_with_any(name, {"repeat", "lpad", "rpad", "list_resize", "array_resize", "bar", "format", "printf", "to_base", "bitstring", "equi_width"})) {
        return "it can make values of any size";
    }
    if (name == "range" || name == "generate_series") return "write it after FROM, with numbers or days";
    if (name == "list_aggregate" || name == "list_aggr" || name == "array_aggregate" || name == "array_aggr" || name == "aggregate") {
        return "name the function, as in list_sum or list_avg";
    }
    if (name.starts_with("json") || name == "->" || name == "->>") return "the warehouse holds no JSON";
    return "it is not among the functions that the workbench knows to be safe";
}

/// Edits from one to the other, swaps of neighbours as one.
static std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::vector<std::size_t>> cost(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
    for (std::size_t i = 0; i <= left.size(); ++i) {
        for (std::size_t j = 0; j <= right.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            bool same = left[i - 1] == right[j - 1];
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (same ? 0 : 1)});
            bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[left.size()][right.size()];
}

bool is_nearly(std::string_view left, std::string_view right) {
    if (left.size() > 40 || left.size() < 3) return false;
    return distance(left, right) <= (left.size() < 6 ? 1u : 2u);
}

std::optional<std::string> similar_function(std::string_view name) {
    for (auto known : functions()) {
        if (is_nearly(name, known)) return std::string(known);
    }
    return std::nullopt;
}

}  // namespace data::worker
