#include "data/testing_disclosure.h"

#include <cstdlib>
#include <stdexcept>

namespace data::testing {

using Kind = ProtectedRow::Kind;

base::CellTable SmallTable::cells() const {
    base::CellTable table;
    if (dimensions > 0) table.columns.push_back({"a", base::CellType::text});
    if (dimensions > 1) table.columns.push_back({"b", base::CellType::text});
    table.columns.push_back({"n", base::CellType::integer});
    if (parts) table.columns.push_back({"k", base::CellType::integer});
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j) {
            const auto at = static_cast<std::size_t>(i) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(j);
            std::vector<base::Cell> row;
            if (dimensions > 0) row.emplace_back("r" + std::to_string(i));
            if (dimensions > 1) row.emplace_back("c" + std::to_string(j));
            row.emplace_back(n[at]);
            if (parts) row.emplace_back(k[at]);
            table.rows.push_back(std::move(row));
        }
    return table;
}

Protection SmallTable::protection(int minimum) const {
    Protection protection{.count = "n", .minimum = minimum, .part_counts = true};
    if (dimensions > 0) protection.by.emplace_back("a");
    if (dimensions > 1) protection.by.emplace_back("b");
    if (parts) protection.part = "k";
    return protection;
}

Attacker::Attacker(const SmallTable& table, const Protected& released, std::int64_t reach) : table_(table), released_(released), reach_(reach) {
    for (std::size_t i = 0; i < table.n.size(); ++i) {
        const std::int64_t part = table.parts ? table.k[i] : 0;
        true_.push_back({part, table.n[i] - part});
    }
    trial_.resize(true_.size());
    cells_.resize(true_.size());
    row_totals_.resize(static_cast<std::size_t>(table.rows));
    column_totals_.resize(static_cast<std::size_t>(table.columns));
    for (std::size_t row = 0; row < released.rows.size(); ++row) {
        auto& known = known_of(row);
        known.count = released.rows[row].count;
        known.part = released.rows[row].part;
        // The test reads what the release says, so a figure that is told wrongly is noticed here.
        if ((known.count && *known.count != true_value(row, Figure::count)) || (known.part && *known.part != true_value(row, Figure::part)))
            throw std::logic_error("a released figure is wrong");
    }
}

std::pair<int, int> Attacker::place(std::size_t row) const {
    const auto& released = released_.rows[row];
    if (released.kind == Kind::total || released.by.empty()) return {released.kind == Kind::total ? -1 : 0, released.kind == Kind::total ? -1 : 0};
    auto number = [](const base::Cell& cell) { return base::is_null(cell) ? -1 : std::atoi(base::text_of(cell).c_str() + 1); };
    return {number(released.by[0]), table_.dimensions == 2 ? number(released.by[1]) : 0};
}

Attacker::Known& Attacker::known_of(std::size_t row) {
    const auto [i, j] = place(row);
    if (i < 0 && j < 0) return total_;
    if (j < 0) return row_totals_[static_cast<std::size_t>(i)];
    if (i < 0) return column_totals_[static_cast<std::size_t>(j)];
    return cells_[static_cast<std::size_t>(i) * static_cast<std::size_t>(table_.columns) + static_cast<std::size_t>(j)];
}

Attacker::Sum Attacker::sum(const std::vector<Sum>& cells, int row, int column) const {
    Sum sum;
    for (int i = 0; i < table_.rows; ++i)
        for (int j = 0; j < table_.columns; ++j) {
            if ((row >= 0 && i != row) || (column >= 0 && j != column)) continue;
            sum.part += cells[static_cast<std::size_t>(i) * static_cast<std::size_t>(table_.columns) + static_cast<std::size_t>(j)].part;
            sum.rest += cells[static_cast<std::size_t>(i) * static_cast<std::size_t>(table_.columns) + static_cast<std::size_t>(j)].rest;
        }
    return sum;
}

Attacker::Sum Attacker::truth(std::size_t row) const {
    const auto [i, j] = place(row);
    return sum(true_, i, j);
}

std::int64_t Attacker::true_value(std::size_t row, Figure figure) const {
    const auto sum = truth(row);
    return figure == Figure::count ? sum.part + sum.rest : figure == Figure::part ? sum.part : sum.rest;
}

std::int64_t Attacker::least(std::size_t row, Figure figure, std::int64_t minimum) const {
    const auto [i, j] = place(row);
    const bool cell = i >= 0 && j >= 0;
    const bool of_count = figure == Figure::count;
    // Parts of groups that are large enough move while counts are held: nothing of the list stands in their way.
    if (!of_count && (cell || true_value(row, Figure::count) >= minimum)) return 0;
    std::int64_t groups = 0;
    for (std::size_t at = 0; at < true_.size(); ++at) {
        const auto& one = true_[at];
        if ((i >= 0 && static_cast<int>(at) / table_.columns != i) || (j >= 0 && static_cast<int>(at) % table_.columns != j) || one.part + one.rest == 0) continue;
        if (of_count || (one.part > one.rest) == (figure == Figure::part)) ++groups;
    }
    return groups;
}

bool Attacker::agrees(const Known& known, const Sum& sum) {
    return (!known.count || *known.count == sum.part + sum.rest) && (!known.part || *known.part == sum.part) && (!known.rest || *known.rest == sum.rest);
}

std::optional<std::int64_t>& Attacker::figure_of(Known& known, Figure figure) {
    return figure == Figure::count ? known.count : figure == Figure::part ? known.part : known.rest;
}

/// Lines that end with this cell.
bool Attacker::lines_agree(std::size_t cell) const {
    const int i = static_cast<int>(cell) / table_.columns;
    const int j = static_cast<int>(cell) % table_.columns;
    const bool last_column = j + 1 == table_.columns;
    const bool last_row = i + 1 == table_.rows;
    if (last_column && !agrees(row_totals_[static_cast<std::size_t>(i)], sum(trial_, i, -1))) return false;
    if (last_row && !agrees(column_totals_[static_cast<std::size_t>(j)], sum(trial_, -1, j))) return false;
    return !last_column || !last_row || agrees(total_, sum(trial_, -1, -1));
}

bool Attacker::search(std::size_t cell) {
    if (cell == trial_.size()) return true;
    const auto& known = cells_[cell];
    // Nearest first: what agrees is seldom far from the truth.
    for (std::int64_t distance = 0; distance <= 2 * reach_; ++distance)
        for (std::int64_t part = -std::min(distance, reach_); part <= std::min(distance, reach_); ++part)
            for (std::int64_t rest : {distance - std::abs(part), std::abs(part) - distance}) {
                if (std::abs(rest) > reach_ || (rest == 0 && distance != std::abs(part))) continue;
                trial_[cell] = {true_[cell].part + part, true_[cell].rest + rest};
                if (trial_[cell].part < 0 || trial_[cell].rest < 0 || (!table_.parts && part != 0) || !agrees(known, trial_[cell])) continue;
                // Nobody is always shown, and a combination of which there is nobody is often not even listed: what is withheld is somebody.
                if (!known.count && trial_[cell].part + trial_[cell].rest == 0) continue;
                ++tried_;
                if (lines_agree(cell) && search(cell + 1)) return true;
                if (rest == 0) break;
            }
    return false;
}

bool Attacker::possible(std::size_t row, Figure figure, std::int64_t value) {
    auto& wanted = figure_of(known_of(row), figure);
    const auto before = wanted;
    if (before && *before != value) return false;
    wanted = value;
    const bool found = search(0);
    wanted = before;
    return found;
}

}  // namespace data::testing
