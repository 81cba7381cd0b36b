#include "base/cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "base/text.h"
#include "base/time.h"

namespace base {

static constexpr std::string_view words[] = {"flag", "integer", "real", "text", "date", "timestamp"};

std::string_view word(CellType type) { return words[static_cast<std::size_t>(type)]; }

std::optional<CellType> parse_cell_type(std::string_view text) {
    auto found = std::ranges::find(words, text);
    if (found == std::end(words)) return std::nullopt;
    return static_cast<CellType>(found - std::begin(words));
}

std::optional<std::size_t> CellTable::column(std::string_view name) const {
    auto found = std::ranges::find(columns, name, &CellColumn::name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

static std::optional<Cell> parse_flag(std::string_view text) {
    static constexpr std::string_view yes[] = {"true", "yes", "sí", "si", "1"}, no[] = {"false", "no", "0"};
    const auto word = to_lower_ascii(text);
    if (std::ranges::find(yes, word) != std::end(yes)) return Cell{std::int64_t{1}};
    if (std::ranges::find(no, word) != std::end(no)) return Cell{std::int64_t{0}};
    return std::nullopt;
}

static std::optional<Cell> parse_real(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // "inf" and "nan" are read as numbers and are none that anybody would compare with.
    if (error != std::errc() || end != text.data() + text.size() || !(value > -1e300 && value < 1e300)) return std::nullopt;
    return Cell{value};
}

std::optional<Cell> parse_cell(CellType type, std::string_view typed) {
    const auto text = trim(typed);
    switch (type) {
        case CellType::flag: return parse_flag(text);
        case CellType::integer:
            if (auto value = parse_integer(text)) return Cell{*value};
            return std::nullopt;
        case CellType::real: return parse_real(text);
        case CellType::text: return Cell{std::string(typed)};
        case CellType::day:
            if (auto day = parse_day(text)) return Cell{to_iso(*day)};
            return std::nullopt;
        case CellType::moment: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> number(const Cell& cell) {
    if (auto integer = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*integer);
    if (auto real = std::get_if<double>(&cell)) return *real;
    return std::nullopt;
}

std::string text_of(const Cell& cell) {
    if (auto text = std::get_if<std::string>(&cell)) return *text;
    if (auto integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer);
    if (auto real = std::get_if<double>(&cell)) {
        std::array<char, 32> buffer;
        auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *real).ptr;
        return {buffer.data(), end};
    }
    return {};
}

}  // namespace base
