/// Cells as JSON: a number, a text or null. For the parameters of runs, on both sides of the pipe to belltower-data, and for what is kept of answers.
#pragma once

#include <optional>
#include <string>

#include <boost/json.hpp>

#include "base/cell.h"

namespace data {

inline boost::json::value json_of(const base::Cell& cell) {
    if (auto text = std::get_if<std::string>(&cell)) return boost::json::value(*text);
    if (auto integer = std::get_if<std::int64_t>(&cell)) return *integer;
    if (auto real = std::get_if<double>(&cell)) return *real;
    return nullptr;
}

/// A true or false is 1 or 0. Absent for a list, an object, and a whole number that is too large.
inline std::optional<base::Cell> cell_of(const boost::json::value& value) {
    if (value.is_null()) return base::Cell{};
    if (value.is_bool()) return base::Cell{std::int64_t{value.get_bool()}};
    if (value.is_int64()) return base::Cell{value.get_int64()};
    if (value.is_double()) return base::Cell{value.get_double()};
    if (value.is_string()) return base::Cell{std::string(value.get_string())};
    return std::nullopt;
}

}  // namespace data
