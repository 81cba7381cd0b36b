/// Figures about two columns of numbers, each with its uncertainty and with what was left out. Pure; a page or report says what they mean and
/// what they cannot say. Formulas with their sources stand in statistics.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace data {

/// Why there is no figure.
enum class NoFigure {
    none,      // there is one
    too_few,   // fewer pairs or members than the minimum
    constant,  // one of the columns has only one value
};

struct Interval {
    double low = 0;
    double high = 0;
};

/// Rows that were left out, by reason. A value that is not finite counts as missing.
struct Missing {
    std::int64_t first = 0;   // only the first value is missing
    std::int64_t second = 0;  // only the second
    std::int64_t both = 0;
};

using Values = std::span<const std::optional<double>>;

struct Correlation {
    NoFigure why = NoFigure::none;
    double r = 0;              // -1 to 1
    Interval interval;         // 95 %
    std::int64_t used = 0;     // pairs
    Missing missing;
    std::int64_t groups = 0;   // within(): groups with at least two pairs
    std::int64_t single = 0;   // within(): pairs left out because their group has no other
};

/// Fewer pairs than this give no correlation: the interval of 10 pairs already spans more than one unit around 0.
constexpr std::int64_t least_pairs = 10;

/// Pearson's r with the interval of Fisher's z. The columns are as long as each other, else std::invalid_argument; so below.
Correlation pearson(Values x, Values y, std::int64_t minimum = least_pairs);
/// Spearman's rank correlation, ties by mean ranks, with the interval of Bonett and Wright (2000).
Correlation spearman(Values x, Values y, std::int64_t minimum = least_pairs);
/// Pearson's r of the differences from the mean of one's own group (fixed effects): what remains when groups, such as schools, are not compared
/// with each other. Its sign can differ from that of pearson(), which is Simpson's paradox. `group` tells the group of each row.
Correlation within(Values x, Values y, std::span<const std::int64_t> group, std::int64_t minimum = least_pairs);

}  // namespace data
