/// How far the figures of a table that adds up can be known when some of them are withheld.
///
/// Rows and columns of the table are nodes, every figure is an edge between its row and its column, and what adds up is a flow that is
/// conserved. Totals count against their row or column, so that the figures of a line sum to zero. How far one figure can move while others
/// give way is a maximum flow between its two nodes (Gusfield 1988), in whole numbers, because capacities are whole.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace data {

class TableFlow {
public:
    static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max() / 4;

    struct Figure {
        int row = 0;
        int column = 0;
        bool margin = false;            // the total of a row or a column; the total of all is none
        std::int64_t value = 0;         // how far it may fall in a question about itself: to 0
        std::int64_t least = 0;         // how far it may fall when it gives way to others; 0 <= least <= value
        std::int64_t room = unlimited;  // how far it may rise
        std::int64_t price = 0;         // of withholding it; 0: never
    };
    enum class Way { up, down };

    TableFlow(int rows, int columns, std::vector<Figure> figures);

    /// How far a figure can move, but at most `most`, when only those `withheld` give way.
    std::int64_t reach(std::size_t figure, Way way, std::int64_t most, const std::vector<char>& withheld);
    /// The same with at least `need`: withholds the cheapest others that it takes. False when all of them do not suffice.
    bool widen(std::size_t figure, Way way, std::int64_t need, std::vector<char>& withheld);

    /// Which figures gave way in the last question: while these are withheld, its answer stands.
    const std::vector<std::size_t>& used() const { return used_; }
    std::int64_t flows() const { return flows_; }
    const Figure& figure(std::size_t index) const { return figures_[index]; }

private:
    std::int64_t along(std::size_t edge, int from) const;
    void push(std::size_t edge, int from, std::int64_t amount);
    bool shortest(int source, int sink, const std::vector<char>& withheld, bool others);
    std::int64_t solve(std::size_t figure, Way way, std::int64_t most, std::vector<char>& withheld, bool others);

    int rows_;
    std::vector<Figure> figures_;
    std::vector<std::vector<std::size_t>> edges_of_;  // node -> figures
    std::vector<std::vector<std::size_t>> open_of_;   // the same, only those withheld in this question
    std::vector<std::int64_t> flow_;                  // from row to column
    std::vector<std::int64_t> distance_;
    std::vector<std::size_t> came_by_;
    std::vector<std::size_t> used_;
    std::size_t excluded_ = 0;
    std::int64_t flows_ = 0;
};

}  // namespace data
