// Pearson's r and Fisher's z: R. A. Fisher, "On the probable error of a coefficient of correlation", Metron 1 (1921): atanh(r) is about normal with
// variance 1/(n - 3). Spearman's: D. G. Bonett and T. A. Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman
// correlations", Psychometrika 65 (2000): variance (1 + r^2/2)/(n - 3).
#include "data/statistics.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

namespace data {

constexpr double both_tails = 0.975;  // of a 95 % interval

/// Fewer pairs have no interval at all: n - 3 would be nothing.
constexpr std::int64_t least_for_interval = 4;

static bool present(const std::optional<double>& value) { return value && std::isfinite(*value); }

namespace {

struct Pairs {
    std::vector<double> x, y;
    std::vector<std::int64_t> group;
    Missing missing;
};

struct Sums {
    double xx = 0, yy = 0, xy = 0;
};

}  // namespace

static Pairs pairs_of(Values x, Values y, std::span<const std::int64_t> group) {
    if (x.size() != y.size() || (!group.empty() && group.size() != x.size())) throw std::invalid_argument("columns of different lengths have no pairs");
    Pairs pairs;
    for (std::size_t i = 0; i < x.size(); ++i) {
        bool first = present(x[i]), second = present(y[i]);
        if (!first && !second) ++pairs.missing.both;
        else if (!first) ++pairs.missing.first;
        else if (!second) ++pairs.missing.second;
        else {
            pairs.x.push_back(*x[i]);
            pairs.y.push_back(*y[i]);
            if (!group.empty()) pairs.group.push_back(group[i]);
        }
    }
    return pairs;
}

static double mean(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()); }

static Sums sums_around(const std::vector<double>& x, const std::vector<double>& y, double x_mean, double y_mean) {
    Sums sums;
    for (std::size_t i = 0; i < x.size(); ++i) {
        sums.xx += (x[i] - x_mean) * (x[i] - x_mean);
        sums.yy += (y[i] - y_mean) * (y[i] - y_mean);
        sums.xy += (x[i] - x_mean) * (y[i] - y_mean);
    }
    return sums;
}

/// `freedom` is the number of pairs less what was estimated besides the two means.
static void fill(Correlation& result, const Sums& sums, double freedom, double factor_of_r) {
    // Rounding leaves a little of nothing: a column is constant when what varies is lost beside what was summed up.
    constexpr double nothing = 1e-20;
    if (sums.xx <= nothing || sums.yy <= nothing) {
        result.why = NoFigure::constant;
        return;
    }
    result.r = std::clamp(sums.xy / std::sqrt(sums.xx * sums.yy), -1.0, 1.0);
    if (std::abs(result.r) == 1.0) {
        result.interval = {result.r, result.r};
        return;
    }
    double width = boost::math::quantile(boost::math::normal(), both_tails) * std::sqrt((1 + factor_of_r * result.r * result.r) / (freedom - 3));
    double z = std::atanh(result.r);
    result.interval = {std::tanh(z - width), std::tanh(z + width)};
}

static Correlation correlation(const Pairs& pairs, std::int64_t minimum, double factor_of_r) {
    Correlation result{.used = static_cast<std::int64_t>(pairs.x.size()), .missing = pairs.missing};
    if (result.used < std::max(minimum, least_for_interval)) {
        result.why = NoFigure::too_few;
        return result;
    }
    fill(result, sums_around(pairs.x, pairs.y, mean(pairs.x), mean(pairs.y)), static_cast<double>(result.used), factor_of_r);
    return result;
}

Correlation pearson(Values x, Values y, std::int64_t minimum) { return correlation(pairs_of(x, y, {}), minimum, 0); }

/// Equal values share the mean of their ranks.
static std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first;
        while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
        double rank = static_cast<double>(first + end + 1) / 2;
        for (; first < end; ++first) result[order[first]] = rank;
    }
    return result;
}

Correlation spearman(Values x, Values y, std::int64_t minimum) {
    auto pairs = pairs_of(x, y, {});
    pairs.x = ranks(pairs.x);
    pairs.y = ranks(pairs.y);
    return correlation(pairs, minimum, 0.5);
}

Correlation within(Values x, Values y, std::span<const std::int64_t> group, std::int64_t minimum) {
    if (group.size() != x.size()) throw std::invalid_argument("each pair needs a group");
    auto pairs = pairs_of(x, y, group);
    std::map<std::int64_t, std::pair<std::vector<double>, std::vector<double>>> members;
    for (std::size_t i = 0; i < pairs.x.size(); ++i) {
        auto& [xs, ys] = members[pairs.group[i]];
        xs.push_back(pairs.x[i]);
        ys.push_back(pairs.y[i]);
    }
    Correlation result{.missing = pairs.missing};
    Sums all;
    for (const auto& [id, columns] : members) {
        const auto& [xs, ys] = columns;
        if (xs.size() < 2) {
            ++result.single;
            continue;
        }
        ++result.groups;
        result.used += static_cast<std::int64_t>(xs.size());
        auto sums = sums_around(xs, ys, mean(xs), mean(ys));
        all.xx += sums.xx;
        all.yy += sums.yy;
        all.xy += sums.xy;
    }
    // Each group's mean is estimated, so that many pairs fewer are free.
    auto free = result.used - std::max<std::int64_t>(result.groups - 1, 0);
    if (result.used < minimum || free < least_for_interval) {
        result.why = NoFigure::too_few;
        return result;
    }
    fill(result, all, static_cast<double>(free), 0);
    return result;
}

}  // namespace data
