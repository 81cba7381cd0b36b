/// What a text may use, each entry thought about. Absent means refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace data::worker {

/// Functions, operators, aggregates and window functions, in lower case.
bool is_function_allowed(std::string_view name);
/// Types that a CAST may lead to, as DuckDB's tree names them.
bool is_type_allowed(std::string_view id);
/// A class of expression and its type ("OPERATOR", "COMPARE_IN").
bool is_expression_allowed(std::string_view kind, std::string_view type);
/// Fields of the tree that we know how to walk. A field that a later DuckDB adds is refused until somebody has thought about it.
bool is_field_known(std::string_view field);

/// Why a function is refused and what to use instead, as the end of a sentence; a general word for those not thought of.
std::string_view why_refused(std::string_view function);
/// An allowed function that is spelt nearly so.
std::optional<std::string> similar_function(std::string_view name);
/// Of these, what is spelt nearly as `name`; absent when nothing is.
bool is_nearly(std::string_view left, std::string_view right);

}  // namespace data::worker
