#include "data/disclosure_flow.h"

#include <algorithm>
#include <queue>
#include <utility>

namespace data {

static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

TableFlow::TableFlow(int rows, int columns, std::vector<Figure> figures) : rows_(rows), figures_(std::move(figures)) {
    edges_of_.resize(static_cast<std::size_t>(rows) + static_cast<std::size_t>(columns));
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        edges_of_[static_cast<std::size_t>(figures_[i].row)].push_back(i);
        edges_of_[static_cast<std::size_t>(rows_) + static_cast<std::size_t>(figures_[i].column)].push_back(i);
    }
    open_of_.resize(edges_of_.size());
    flow_.assign(figures_.size(), 0);
}

/// What can still flow along an edge out of one of its nodes. From row to column a figure rises, or a total falls.
std::int64_t TableFlow::along(std::size_t edge, int from) const {
    const auto& figure = figures_[edge];
    const bool outward = from == figure.row;
    const bool rises = outward != figure.margin;
    const std::int64_t capacity = rises ? figure.room : figure.value - figure.least;
    return capacity - (outward ? flow_[edge] : -flow_[edge]);
}

void TableFlow::push(std::size_t edge, int from, std::int64_t amount) {
    flow_[edge] += from == figures_[edge].row ? amount : -amount;
}

/// The cheapest way from source to sink on which something can flow (Dijkstra); withheld figures cost nothing. False when there is none.
bool TableFlow::shortest(int source, int sink, const std::vector<char>& withheld, bool others) {
    distance_.assign(edges_of_.size(), unlimited);
    came_by_.assign(edges_of_.size(), nowhere);
    using Entry = std::pair<std::int64_t, int>;  // equal distances go by the number of the node: the same answer every time
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    distance_[static_cast<std::size_t>(source)] = 0;
    open.emplace(0, source);
    while (!open.empty()) {
        const auto [distance, node] = open.top();
        open.pop();
        if (node == sink) return true;
        if (distance > distance_[static_cast<std::size_t>(node)]) continue;
        const auto& edges = others ? edges_of_ : open_of_;
        for (auto edge : edges[static_cast<std::size_t>(node)]) {
            const auto& figure = figures_[edge];
            if (edge == excluded_ || (!withheld[edge] && (!others || figure.price == 0)) || along(edge, node) <= 0) continue;
            const int next = node == figure.row ? rows_ + figure.column : figure.row;
            const std::int64_t there = distance + (withheld[edge] ? 0 : figure.price);
            if (there >= distance_[static_cast<std::size_t>(next)]) continue;
            distance_[static_cast<std::size_t>(next)] = there;
            came_by_[static_cast<std::size_t>(next)] = edge;
            open.emplace(there, next);
        }
    }
    return false;
}

std::int64_t TableFlow::solve(std::size_t figure, Way way, std::int64_t most, std::vector<char>& withheld, bool others) {
    ++flows_;
    excluded_ = figure;
    std::ranges::fill(flow_, 0);
    const auto& moved = figures_[figure];
    most = std::min(most, way == Way::up ? moved.room : moved.value);
    // A figure that rises sends more from its row to its column: that much has to find its way back.
    const bool back = (way == Way::up) != moved.margin;
    const int row = moved.row;
    const int column = rows_ + moved.column;
    const int source = back ? column : row;
    const int sink = back ? row : column;
    std::int64_t reached = 0;
    while (reached < most && shortest(source, sink, withheld, others)) {
        std::vector<std::pair<std::size_t, int>> path;  // edge and the node it is left from
        std::int64_t amount = most - reached;
        for (int node = sink; node != source;) {
            const auto edge = came_by_[static_cast<std::size_t>(node)];
            const auto& step = figures_[edge];
            node = node == step.row ? rows_ + step.column : step.row;
            path.emplace_back(edge, node);
            amount = std::min(amount, along(edge, node));
        }
        for (auto [edge, from] : path) {
            push(edge, from, amount);
            withheld[edge] = 1;
        }
        reached += amount;
    }
    used_.clear();
    for (std::size_t i = 0; i < flow_.size(); ++i)
        if (flow_[i] != 0) used_.push_back(i);
    return reached;
}

std::int64_t TableFlow::reach(std::size_t figure, Way way, std::int64_t most, const std::vector<char>& withheld) {
    for (auto& open : open_of_) open.clear();
    for (std::size_t i = 0; i < figures_.size(); ++i)
        if (withheld[i]) {
            open_of_[static_cast<std::size_t>(figures_[i].row)].push_back(i);
            open_of_[static_cast<std::size_t>(rows_) + static_cast<std::size_t>(figures_[i].column)].push_back(i);
        }
    auto same = withheld;  // stays as it is: nothing else is used
    return solve(figure, way, most, same, false);
}

bool TableFlow::widen(std::size_t figure, Way way, std::int64_t need, std::vector<char>& withheld) {
    if (reach(figure, way, need, withheld) >= need) return true;
    return solve(figure, way, need, withheld, true) >= need;
}

}  // namespace data
