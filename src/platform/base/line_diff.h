/// What was added to a list of lines and what was taken out of it.
#pragma once

#include <string>
#include <vector>

namespace base {

enum class Mark { same, added, removed };

struct MarkedLine {
    Mark mark = Mark::same;
    std::string text;
    bool operator==(const MarkedLine&) const = default;
};

/// The lines of both in an order that reads: what is in both once, removed before added where they stand at the same place. The fewest lines are
/// marked (longest common subsequence).
std::vector<MarkedLine> compare_lines(const std::vector<std::string>& before, const std::vector<std::string>& after);
bool differs(const std::vector<MarkedLine>& lines);

}  // namespace base
