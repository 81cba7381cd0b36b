#include "data/disclosure_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/error.h"

namespace data {

using Kind = ProtectedRow::Kind;

static constexpr std::int64_t most_students = 1'000'000'000;  // sums stay far from the end of the integers

static std::size_t column_of(const base::CellTable& table, const std::string& field, const std::string& name) {
    const auto found = table.column(name);
    if (!found) throw base::Invalid(field, fmt::format("The table has no column {}.", name));
    return *found;
}

static std::int64_t whole(const base::Cell& cell, const std::string& field, const std::string& name, std::size_t row) {
    const auto value = base::number(cell);
    if (!value || !std::isfinite(*value) || *value < 0 || *value != std::floor(*value) || *value > static_cast<double>(most_students))
        throw base::Invalid(field, fmt::format("{} is \"{}\" in row {}. A whole number from 0 was expected.", name, base::text_of(cell), row + 1));
    return static_cast<std::int64_t>(*value);
}

/// Nothing is a group of its own, apart from an empty text.
static std::string key_of(const base::Cell& cell) { return base::is_null(cell) ? std::string(1, '\0') : "\1" + base::text_of(cell); }

static void check(const base::CellTable& table, const Protection& protection) {
    if (protection.minimum < least_minimum || protection.minimum > most_minimum)
        throw base::Invalid("minimum", fmt::format("The smallest group is {} to {}.", least_minimum, most_minimum));
    if (protection.by.size() > 2)
        throw base::Invalid("by", "At most two columns can divide a table that is to be published: for three there is no proof (D11). Make a table for each value of one of them.");
    std::set<std::string> names;
    for (const auto& name : protection.by)
        if (!names.insert(name).second) throw base::Invalid("by", fmt::format("{} is named twice.", name));
    if (!names.insert(protection.count).second) throw base::Invalid("count", fmt::format("{} is named twice.", protection.count));
    if (!protection.part.empty() && !names.insert(protection.part).second)
        throw base::Invalid("part", fmt::format("{} is named twice.", protection.part));
    if (protection.by.empty() && table.rows.size() > 1)
        throw base::Invalid("by", "The table has more than one row and no column that divides it.");
}

namespace {

/// The numbers of the values of one dimension, in the order of their words.
struct Values {
    std::map<std::string, int> number;
    std::vector<base::Cell> cells;

    void take(const base::CellTable& table, std::optional<std::size_t> column) {
        std::map<std::string, base::Cell> found;
        for (const auto& row : table.rows) {
            const base::Cell cell = column ? row[*column] : base::Cell{};
            found.emplace(key_of(cell), cell);
        }
        for (auto& [key, cell] : found) {
            number.emplace(key, static_cast<int>(cells.size()));
            cells.push_back(cell);
        }
    }
    int size() const { return static_cast<int>(cells.size()); }
};

}  // namespace

static void add_total(CountTable& counts, const std::vector<CountFigure>& cells, CountFigure total, int row, int column) {
    for (const auto& cell : cells) {
        if ((row >= 0 && cell.row != row) || (column >= 0 && cell.column != column)) continue;
        total.count += cell.count;
        total.part += cell.part;
        total.groups += cell.groups;
        total.part_larger += cell.part_larger;
    }
    counts.figures.push_back(std::move(total));
}

CountTable read_counts(const base::CellTable& table, const Protection& protection) {
    check(table, protection);
    std::vector<std::size_t> by;
    by.reserve(protection.by.size());
    for (const auto& name : protection.by) by.push_back(column_of(table, "by", name));
    const auto count = column_of(table, "count", protection.count);
    CountTable counts;
    counts.parts = !protection.part.empty();
    const auto part = counts.parts ? column_of(table, "part", protection.part) : count;

    const bool plane = by.size() == 2;
    Values first, second;
    first.take(table, by.empty() ? std::nullopt : std::optional(by[0]));
    if (plane) second.take(table, by[1]);
    // A list with its total is one line: all its figures lie between the same two nodes.
    counts.rows = plane ? first.size() + 1 : 1;
    counts.columns = plane ? second.size() + 1 : 1;

    std::map<std::pair<int, int>, CountFigure> cells;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        CountFigure figure{.given = i};
        for (auto column : by) figure.by.push_back(row[column]);
        figure.count = whole(row[count], "count", protection.count, i);
        if (counts.parts) figure.part = whole(row[part], "part", protection.part, i);
        if (figure.part > figure.count)
            throw base::Invalid("part", fmt::format("{} is larger than {} in row {}.", protection.part, protection.count, i + 1));
        figure.groups = figure.count > 0 ? 1 : 0;
        figure.part_larger = counts.parts && figure.part > figure.rest() ? 1 : 0;
        const int place = by.empty() ? 0 : first.number.at(key_of(row[by[0]]));
        const int other = plane ? second.number.at(key_of(row[by[1]])) : 0;
        figure.row = plane ? place : 0;
        figure.column = plane ? other : 0;
        if (!cells.emplace(std::pair(place, other), std::move(figure)).second)
            throw base::Invalid("by", fmt::format("Row {} has the same values of {} as a row before it.", i + 1, fmt::join(protection.by, ", ")));
    }
    if (cells.empty()) return counts;
    for (auto& [place, cell] : cells) counts.figures.push_back(cell);

    const auto inner = counts.figures;
    if (plane) {
        for (int i = 0; i < first.size(); ++i)
            add_total(counts, inner, {.kind = Kind::total_of_first, .row = i, .column = second.size(), .by = {first.cells[static_cast<std::size_t>(i)], {}}, .margin = true}, i, -1);
        for (int j = 0; j < second.size(); ++j)
            add_total(counts, inner, {.kind = Kind::total_of_second, .row = first.size(), .column = j, .by = {{}, second.cells[static_cast<std::size_t>(j)]}, .margin = true}, -1, j);
    }
    add_total(counts, inner,
              {.kind = Kind::total, .row = counts.rows - 1, .column = counts.columns - 1, .by = std::vector<base::Cell>(by.size()), .margin = !plane}, -1, -1);
    return counts;
}

std::vector<std::size_t> other_columns(const base::CellTable& table, const Protection& protection) {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& name = table.columns[i].name;
        if (name != protection.count && name != protection.part && std::ranges::find(protection.by, name) == protection.by.end()) others.push_back(i);
    }
    return others;
}

}  // namespace data
