#include "base/line_diff.h"

#include <algorithm>

namespace base {

/// How long the longest common subsequence is of what begins at each pair of places.
static std::vector<std::vector<int>> common_lengths(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::vector<std::vector<int>> lengths(before.size() + 1, std::vector<int>(after.size() + 1, 0));
    for (auto i = before.size(); i-- > 0;) {
        for (auto j = after.size(); j-- > 0;) {
            lengths[i][j] = before[i] == after[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
        }
    }
    return lengths;
}

std::vector<MarkedLine> compare_lines(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const auto lengths = common_lengths(before, after);
    std::vector<MarkedLine> lines;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        if (i < before.size() && j < after.size() && before[i] == after[j]) {
            lines.push_back({Mark::same, before[i]});
            ++i;
            ++j;
        } else if (j == after.size() || (i < before.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
            lines.push_back({Mark::removed, before[i++]});
        } else {
            lines.push_back({Mark::added, after[j++]});
        }
    }
    return lines;
}

bool differs(const std::vector<MarkedLine>& lines) {
    return std::ranges::any_of(lines, [](const MarkedLine& line) { return line.mark != Mark::same; });
}

}  // namespace base
