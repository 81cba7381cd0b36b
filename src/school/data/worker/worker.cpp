#include "data/worker/worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "base/text.h"

namespace data::worker {

void Line::fail(std::string_view code, std::string_view detail, std::string_view message) {
    write('E', boost::json::serialize(boost::json::object{{"code", code}, {"detail", detail}, {"message", message}}));
}

/// The line that DuckDB says an error is in: the last "LINE 3:" of its words, when the text has so many lines. 0: none.
static std::int64_t line_in(std::string_view error, std::string_view sql) {
    constexpr std::string_view sign = "\nLINE ";
    const auto at = error.rfind(sign);
    if (at == error.npos) return 0;
    const auto rest = error.substr(at + sign.size());
    const auto line = base::parse_integer(rest.substr(0, rest.find(':'))).value_or(0);
    return line >= 1 && line <= 1 + std::ranges::count(sql, '\n') ? line : 0;
}

std::string without_values(std::string_view error, std::string_view sql) {
    static constexpr std::string_view kinds[] = {"Conversion Error", "Invalid Input Error", "Out of Range Error", "Constraint Error", "Invalid Error", "IO Error",
                                                 "Not implemented Error", "INTERNAL Error", "Binder Error", "Catalog Error", "Parser Error"};
    auto kind = std::ranges::find_if(kinds, [&](std::string_view one) { return error.starts_with(one) && error.substr(one.size()).starts_with(':'); });
    std::string words = fmt::format("{} while rows were read.", kind == std::end(kinds) ? "An error" : *kind);
    if (const auto line = line_in(error, sql)) words += fmt::format(" It is in line {}.", line);
    return words + " The value is not told, for it may be a student's. TRY_CAST and TRY(...) answer nothing where a value does not fit.";
}

}  // namespace data::worker
