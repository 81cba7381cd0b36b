#include <fmt/core.h>

#include <iterator>

#include "data/disclosure.h"

namespace data {

/// How far from its ends a percentage is told, by the size of the group (D9).
static int end_of(std::int64_t count) {
    if (count <= 20) return 20;
    if (count <= 40) return 10;
    if (count <= 100) return 5;
    return count <= 300 ? 2 : 1;
}

Percent percent_of(std::int64_t part, std::int64_t count) {
    const int end = end_of(count);
    if (part * 100 <= end * count) return {end, Percent::Bound::at_most};
    if (part * 100 >= (100 - end) * count) return {100 - end, Percent::Bound::at_least};
    return {static_cast<int>((part * 200 + count) / (2 * count)), Percent::Bound::about};
}

std::string text_of(const Percent& percent) {
    const char* bound = percent.bound == Percent::Bound::at_most ? "≤" : percent.bound == Percent::Bound::at_least ? "≥" : "";
    return fmt::format("{}{}\u00a0%", bound, percent.value);
}

std::string_view word(ProtectedRow::Kind kind) {
    switch (kind) {
        case ProtectedRow::Kind::cell: return "cell";
        case ProtectedRow::Kind::total_of_first: return "total_of_first";
        case ProtectedRow::Kind::total_of_second: return "total_of_second";
        case ProtectedRow::Kind::total: return "total";
    }
    return "total";
}

static base::Cell number_or_nothing(const std::optional<std::int64_t>& value) { return value ? base::Cell(*value) : base::Cell{}; }

base::CellTable as_table(const Protected& table) {
    const auto& protection = table.protection;
    const bool parts = !protection.part.empty();
    base::CellTable shown{.columns = table.by};
    shown.columns.push_back({protection.count, base::CellType::integer});
    if (parts && protection.part_counts) shown.columns.push_back({protection.part, base::CellType::integer});
    if (parts) shown.columns.insert(shown.columns.end(), {{"percent", base::CellType::integer}, {"percent_text", base::CellType::text}});
    shown.columns.insert(shown.columns.end(), table.others.begin(), table.others.end());
    shown.columns.insert(shown.columns.end(), {{"row", base::CellType::text}, {"withheld", base::CellType::text}});

    for (const auto& row : table.rows) {
        auto cells = row.by;
        cells.push_back(number_or_nothing(row.count));
        if (parts && protection.part_counts) cells.push_back(number_or_nothing(row.part));
        if (parts) {
            cells.push_back(row.percent ? base::Cell(std::int64_t{row.percent->value}) : base::Cell{});
            cells.push_back(row.percent ? base::Cell(text_of(*row.percent)) : base::Cell{});
        }
        cells.insert(cells.end(), row.others.begin(), row.others.end());
        cells.emplace_back(std::string(word(row.kind)));
        cells.emplace_back(std::string(row.count_withheld ? "count" : row.part_withheld ? "part" : ""));
        shown.rows.push_back(std::move(cells));
    }
    return shown;
}

}  // namespace data
