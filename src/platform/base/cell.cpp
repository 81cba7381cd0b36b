#include "base/cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

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
