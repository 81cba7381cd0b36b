/// An attacker for tests of disclosure control: reads a protected table and looks, by trying values, for tables that agree with all that is shown.
/// It knows nothing of flows. It knows what a reader knows beside the figures: of a combination that is listed there is at least one student.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "data/disclosure.h"

namespace data::testing {

/// A long table of whole numbers: text dimensions "a", "b" (as many as `dimensions`), "n" and, if `parts`, "k".
struct SmallTable {
    int rows = 1, columns = 1;
    int dimensions = 2;
    bool parts = false;
    std::vector<std::int64_t> n, k;  // by row, then column

    base::CellTable cells() const;
    Protection protection(int minimum) const;
};

class Attacker {
public:
    Attacker(const SmallTable& table, const Protected& released, std::int64_t reach);

    enum class Figure { count, part, rest };
    /// Whether some table that agrees with what is shown has `value` as that figure of that row of the released table. Tries values of each
    /// cell that are at most `reach` from the true ones.
    bool possible(std::size_t row, Figure figure, std::int64_t value);
    std::int64_t true_value(std::size_t row, Figure figure) const;
    /// From where on a withheld small figure has to be possible (disclosure.md D4): what is below is either known to be untrue from the list of
    /// combinations alone or, for parts and rests of totals, not promised.
    std::int64_t least(std::size_t row, Figure figure, std::int64_t minimum) const;
    /// Tables tried so far, parts of tables included.
    std::int64_t tried() const { return tried_; }

private:
    struct Sum {
        std::int64_t part = 0, rest = 0;
    };
    /// What has to be so, by figure.
    struct Known {
        std::optional<std::int64_t> count, part, rest;
    };
    static bool agrees(const Known& known, const Sum& sum);
    static std::optional<std::int64_t>& figure_of(Known& known, Figure figure);
    Known& known_of(std::size_t row);
    Sum truth(std::size_t row) const;
    std::pair<int, int> place(std::size_t row) const;  // -1: over all
    Sum sum(const std::vector<Sum>& cells, int row, int column) const;
    bool search(std::size_t cell);
    bool lines_agree(std::size_t cell) const;

    SmallTable table_;
    const Protected& released_;
    std::int64_t reach_;
    std::vector<Sum> true_, trial_;
    std::vector<Known> cells_, row_totals_, column_totals_;
    Known total_;
    std::int64_t tried_ = 0;
};

}  // namespace data::testing
