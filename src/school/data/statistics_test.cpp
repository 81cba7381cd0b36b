#include "data/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using data::Correlation;
using data::NoFigure;
using Column = std::vector<std::optional<double>>;

namespace {

// F. J. Anscombe, "Graphs in statistical analysis", The American Statistician 27 (1973), set 1.
const Column anscombe_x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
const Column anscombe_y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};

}  // namespace

TEST(Correlation, IsPearsonsWithFishersInterval) {
    auto found = data::pearson(anscombe_x, anscombe_y);
    // R 4: cor.test(anscombe$x1, anscombe$y1) prints 0.8164205 and 0.4243912 0.9506933.
    EXPECT_EQ(found.why, NoFigure::none);
    EXPECT_NEAR(found.r, 0.8164205, 5e-8);
    EXPECT_NEAR(found.interval.low, 0.4243912, 5e-8);
    EXPECT_NEAR(found.interval.high, 0.9506933, 5e-8);
    EXPECT_EQ(found.used, 11);
}

TEST(Correlation, OfRanksIsSpearmans) {
    // Hollander and Wolfe (1973), the example of R's cor.test: rho 0.6.
    const Column x = {44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
    const Column y = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
    auto found = data::spearman(x, y, 5);
    EXPECT_NEAR(found.r, 0.6, 1e-12);
    double width = 1.959963984540054 * std::sqrt((1 + 0.36 / 2) / 6);
    EXPECT_NEAR(found.interval.low, std::tanh(std::atanh(0.6) - width), 1e-12);
    // Ranks do not see how far values are apart, and ties share their ranks.
    EXPECT_NEAR(data::spearman(Column{1, 2, 2, 3}, Column{10, 200, 200, 3000}, 4).r, 1, 1e-12);
}

TEST(Correlation, LeavesOutWhatIsMissingAndCountsIt) {
    Column x = anscombe_x, y = anscombe_y;
    x.insert(x.end(), {std::nullopt, 5, std::nullopt, std::numeric_limits<double>::quiet_NaN()});
    y.insert(y.end(), {5, std::nullopt, std::nullopt, 7});
    auto found = data::pearson(x, y);
    EXPECT_NEAR(found.r, 0.8164205, 5e-8);
    EXPECT_EQ(found.used, 11);
    EXPECT_EQ(found.missing.first, 2);
    EXPECT_EQ(found.missing.second, 1);
    EXPECT_EQ(found.missing.both, 1);
}

TEST(Correlation, IsNoFigureOfTooFewOrOfWhatDoesNotVary) {
    EXPECT_EQ(data::pearson(Column{1, 2, 3}, Column{1, 2, 3}).why, NoFigure::too_few);
    EXPECT_EQ(data::pearson(Column{1, 2, 3}, Column{1, 2, 3}, 1).why, NoFigure::too_few) << "three pairs have no interval";
    EXPECT_EQ(data::pearson(Column(12, 4.0), Column(12, 4.0)).why, NoFigure::constant);
    EXPECT_THROW(data::pearson(Column{1, 2}, Column{1}), std::invalid_argument);
}

TEST(Correlation, WithinGroupsShowsSimpsonsParadox) {
    // In each school more absence goes with lower scores; the school with more absence has the higher scores.
    Column absence, score;
    std::vector<std::int64_t> school;
    for (int place = 0; place < 2; ++place) {
        for (int i = 0; i < 8; ++i) {
            absence.emplace_back(10 * place + i);
            score.emplace_back(50 + 50 * place - 2 * i + (i % 2));
            school.push_back(place);
        }
    }
    absence.emplace_back(3);
    score.emplace_back(99);
    school.push_back(7);
    EXPECT_GT(data::pearson(absence, score).r, 0.5);
    auto found = data::within(absence, score, school);
    EXPECT_LT(found.r, -0.9);
    EXPECT_EQ(found.groups, 2);
    EXPECT_EQ(found.single, 1);
    EXPECT_EQ(found.used, 16);
}

TEST(Correlation, WithinOneGroupIsThatOfAll) {
    auto all = data::pearson(anscombe_x, anscombe_y);
    auto one = data::within(anscombe_x, anscombe_y, std::vector<std::int64_t>(11, 1));
    EXPECT_NEAR(one.r, all.r, 1e-12);
    EXPECT_NEAR(one.interval.low, all.interval.low, 1e-12);
}
