#include "data/disclosure.h"

#include <cmath>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/error.h"
#include "data/disclosure_flow.h"
#include "data/report_count.h"
#include "data/statistics.h"
#include "data/testing_disclosure.h"

using namespace data;
using data::testing::Attacker;
using data::testing::SmallTable;
using Kind = ProtectedRow::Kind;

static SmallTable plane(int rows, int columns, std::vector<std::int64_t> n) { return {.rows = rows, .columns = columns, .n = std::move(n)}; }

static SmallTable list(std::vector<std::int64_t> n, std::vector<std::int64_t> k = {}) {
    return {.rows = static_cast<int>(n.size()), .columns = 1, .dimensions = 1, .parts = !k.empty(), .n = std::move(n), .k = std::move(k)};
}

/// "12 * 30 | 42": counts in the order given, then totals.
static std::string counts_of(const Protected& table) {
    std::string text;
    for (const auto& row : table.rows) text += (text.empty() ? "" : " ") + (row.count ? std::to_string(*row.count) : std::string(withheld_symbol));
    return text;
}

static std::string parts_of(const Protected& table) {
    std::string text;
    for (const auto& row : table.rows) text += (text.empty() ? "" : " ") + (row.part ? std::to_string(*row.part) : std::string(withheld_symbol));
    return text;
}

static Protected protect(const SmallTable& table, int minimum = usual_minimum) { return data::protect(table.cells(), table.protection(minimum)); }

/// D4, by trying: every small figure that is withheld can be anything that D4 promises; none is shown. Returns how many were tried.
static int expect_safe(const SmallTable& table, int minimum) {
    const auto released = protect(table, minimum);
    Attacker attacker(table, released, minimum);
    int tried = 0;
    for (std::size_t row = 0; row < released.rows.size(); ++row) {
        const auto count = attacker.true_value(row, Attacker::Figure::count);
        std::vector figures{Attacker::Figure::count};
        if (table.parts) figures = {Attacker::Figure::count, Attacker::Figure::part, Attacker::Figure::rest};
        for (auto figure : figures) {
            const bool of_count = figure == Attacker::Figure::count;
            const auto value = attacker.true_value(row, figure);
            if (count == 0 || value >= minimum || (of_count && value == 0)) continue;
            EXPECT_FALSE(of_count ? released.rows[row].count.has_value() : released.rows[row].part.has_value());
            for (auto possible = attacker.least(row, figure, minimum); possible <= minimum; ++possible, ++tried)
                EXPECT_TRUE(attacker.possible(row, figure, possible)) << "row " << row << " figure " << static_cast<int>(figure) << " value " << possible << "\n"
                                                                      << counts_of(released) << "\n" << parts_of(released);
        }
    }
    return tried;
}

TEST(Disclosure, TwoWithheldInEveryRowAndColumnAreNotEnough) {
    // The counter-example to the rule of thumb: (1,2) is the only bridge between two parts of the table, so it can be worked out.
    const std::int64_t t[4][4] = {{4, 6, 30, 22}, {7, 3, 5, 41}, {25, 33, 8, 2}, {19, 28, 6, 9}};
    std::vector<TableFlow::Figure> figures;
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j) figures.push_back({.row = i, .column = j, .value = t[i][j]});
    std::vector<char> withheld(16, 0);
    struct Expected {
        int row, column;
        std::int64_t low, high;
    };
    const Expected intervals[] = {{0, 0, 1, 10}, {0, 1, 0, 9}, {1, 0, 1, 10}, {1, 1, 0, 9}, {1, 2, 5, 5}, {2, 2, 0, 10}, {2, 3, 0, 10}, {3, 2, 4, 14}, {3, 3, 1, 11}};
    for (const auto& cell : intervals) withheld[static_cast<std::size_t>(cell.row * 4 + cell.column)] = 1;
    TableFlow flow(5, 5, figures);
    for (const auto& cell : intervals) {
        const auto at = static_cast<std::size_t>(cell.row * 4 + cell.column);
        EXPECT_EQ(figures[at].value - flow.reach(at, TableFlow::Way::down, 1000, withheld), cell.low) << cell.row << "," << cell.column;
        EXPECT_EQ(figures[at].value + flow.reach(at, TableFlow::Way::up, 1000, withheld), cell.high) << cell.row << "," << cell.column;
    }
    std::vector<std::int64_t> n;
    for (const auto& row : t) n.insert(n.end(), row, row + 4);
    EXPECT_GT(expect_safe(plane(4, 4, n), 5), 0);
    const auto released = protect(plane(4, 4, n), 5);
    EXPECT_FALSE(released.rows[1 * 4 + 1].count.has_value());
}

TEST(Disclosure, KnowsTheIntervalsOfASecondPublishedTable) {
    const std::vector<std::int64_t> n{12, 3, 25, 40, 18, 7, 22, 31, 15};
    std::vector<TableFlow::Figure> figures;
    for (int i = 0; i < 9; ++i) figures.push_back({.row = i / 3, .column = i % 3, .value = n[static_cast<std::size_t>(i)]});
    std::vector<char> withheld{0, 1, 1, 0, 1, 1, 0, 0, 0};
    TableFlow flow(4, 4, figures);
    auto interval = [&](std::size_t at) {
        return std::pair(n[at] - flow.reach(at, TableFlow::Way::down, 1000, withheld), n[at] + flow.reach(at, TableFlow::Way::up, 1000, withheld));
    };
    EXPECT_EQ(interval(1), std::pair(std::int64_t{0}, std::int64_t{21}));
    EXPECT_EQ(interval(2), std::pair(std::int64_t{7}, std::int64_t{28}));
    EXPECT_EQ(interval(4), std::pair(std::int64_t{0}, std::int64_t{21}));
    EXPECT_EQ(interval(5), std::pair(std::int64_t{4}, std::int64_t{25}));
    // There, 7 is known to be at least 4; here it may also be one, which takes two more (D4).
    EXPECT_EQ(counts_of(protect(plane(3, 3, n))), "12 * * 40 * * 22 * * 40 65 68 74 52 47 173");
}

TEST(Disclosure, ASmallGroupTakesTheSmallestOtherWithIt) {
    EXPECT_EQ(counts_of(protect(list({7, 40, 25}))), "* 40 * 72");
    EXPECT_EQ(counts_of(protect(list({12, 40, 25}))), "12 40 25 77");
    EXPECT_EQ(counts_of(protect(list({4, 5, 30, 50}))), "* * * 50 89");  // 4 and 5 alone would be known to be 9
    EXPECT_EQ(counts_of(protect(list({6, 9, 30}))), "* * 30 45");        // each of them can reach 10
}

TEST(Disclosure, TenGroupsOfOneAreNotKnownByTheirTotal) {
    // Each is known to be at least 1, so a total of 10 that is shown would tell all of them.
    EXPECT_EQ(counts_of(protect(list(std::vector<std::int64_t>(10, 1)))), "* * * * * * * * * * *");
    EXPECT_EQ(counts_of(protect(list({1, 1, 40}))), "* * * 42");
    EXPECT_EQ(counts_of(protect(list({5, 5, 5, 40}), 5)), "5 5 5 40 55");
    EXPECT_GT(expect_safe(list({1, 1, 1, 1, 1}), 5), 20);
    EXPECT_GT(expect_safe(plane(2, 3, {1, 1, 3, 2, 1, 30}), 5), 20);
    // Five have it and five do not: parts alone and rests alone could move, if a group could be empty.
    EXPECT_EQ(counts_of(protect(list(std::vector<std::int64_t>(10, 1), {1, 0, 1, 0, 1, 0, 1, 0, 1, 0}), 5)), "* * * * * * * * * * *");
    // Where part and rest are both unknown they are not both nobody.
    EXPECT_GT(expect_safe(list({1, 1, 1, 1, 1}, {1, 0, 1, 0, 1}), 5), 30);
}

TEST(Disclosure, NobodyIsNoSecretAndNeverACover) {
    EXPECT_EQ(counts_of(protect(list({0, 40, 25}))), "0 40 25 65");
    EXPECT_EQ(counts_of(protect(list({7, 0, 40}))), "* 0 * 47");
}

TEST(Disclosure, ATotalThatIsTooSmallGoesWithAll) {
    EXPECT_EQ(counts_of(protect(list({3, 4}))), "* * *");
    EXPECT_EQ(counts_of(protect(list({3}))), "* *");
    EXPECT_EQ(counts_of(protect(list({30}))), "30 30");
    EXPECT_EQ(counts_of(protect(list({}))), "");
    SmallTable one{.dimensions = 0, .n = {7}};
    EXPECT_EQ(counts_of(protect(one)), "*");
    one.n = {17};
    EXPECT_EQ(counts_of(protect(one)), "17");
}

TEST(Disclosure, ATableOfOneRowIsItsTotals) {
    EXPECT_EQ(counts_of(protect(plane(1, 3, {7, 40, 25}))), "* 40 * 72 * 40 * 72");
    EXPECT_EQ(counts_of(protect(plane(3, 1, {7, 40, 25}))), "* 40 * * 40 * 72 72");
}

TEST(Disclosure, CombinationsThatAreNotThereAreNobody) {
    auto table = plane(2, 2, {7, 20, 30, 0}).cells();
    table.rows.pop_back();
    auto released = data::protect(table, plane(2, 2, {}).protection(10));
    ASSERT_EQ(released.rows.size(), 8u);
    EXPECT_FALSE(released.rows[0].count.has_value());
    EXPECT_GE(released.withheld, 4);  // without a fourth cell the totals have to give way
}

TEST(Disclosure, AllOrNobodySaysWhatEveryOneIs) {
    EXPECT_EQ(parts_of(protect(list({40, 50, 60}, {0, 20, 30}))), "* * 30 50");
    EXPECT_EQ(parts_of(protect(list({40, 50, 60}, {40, 20, 30}))), "* * 30 90");
    EXPECT_EQ(counts_of(protect(list({40, 50, 60}, {40, 20, 30}))), "40 50 60 150");
    EXPECT_EQ(parts_of(protect(list({40, 50, 60}, {12, 20, 30}))), "12 20 30 62");
    EXPECT_EQ(parts_of(protect(list({40, 50, 60}, {0, 0, 0}))), "* * * *");
}

TEST(Disclosure, AGroupThatGivesWayHasItsSmallPartProtectedToo) {
    // The second group is large enough but gives way to the first; three of it are not to be known either.
    EXPECT_GT(expect_safe(list({4, 20, 60, 70}, {2, 3, 30, 35}), 10), 30);
}

TEST(Disclosure, OtherFiguresGoWithTheirRow) {
    base::CellTable table{.columns = {{"school", base::CellType::text}, {"average", base::CellType::real}, {"n", base::CellType::integer}, {"k", base::CellType::integer}},
                          .rows = {{"East", 71.5, std::int64_t{4}, std::int64_t{2}},
                                   {"North", 72.5, std::int64_t{40}, std::int64_t{3}},
                                   {"South", 73.5, std::int64_t{50}, std::int64_t{20}},
                                   {"West", 74.5, std::int64_t{60}, std::int64_t{25}}}};
    auto released = data::protect(table, {.by = {"school"}, .count = "n", .part = "k"});
    ASSERT_EQ(released.rows.size(), 5u);
    for (const auto& row : released.rows) EXPECT_EQ(base::is_null(row.others.at(0)), row.count_withheld || row.part_withheld || row.kind != Kind::cell);
    EXPECT_TRUE(released.rows[0].count_withheld);
    EXPECT_FALSE(released.rows[3].count_withheld);

    const auto shown = as_table(released);
    std::string names;
    for (const auto& column : shown.columns) names += column.name + " ";
    EXPECT_EQ(names, "school n percent percent_text average row withheld ");
    EXPECT_EQ(shown.rows[0], (std::vector<base::Cell>{"East", {}, {}, {}, {}, "cell", "count"}));
    EXPECT_EQ(shown.rows[3], (std::vector<base::Cell>{"West", std::int64_t{60}, std::int64_t{42}, "42\u00a0%", 74.5, "cell", ""}));
}

TEST(Disclosure, PercentagesAreWholeAndOpenAtTheirEnds) {
    EXPECT_EQ(text_of(percent_of(25, 60)), "42\u00a0%");
    EXPECT_EQ(text_of(percent_of(1, 8)), "≤20\u00a0%");
    EXPECT_EQ(text_of(percent_of(5, 100)), "≤5\u00a0%");
    EXPECT_EQ(text_of(percent_of(6, 100)), "6\u00a0%");
    EXPECT_EQ(text_of(percent_of(295, 300)), "≥98\u00a0%");
    EXPECT_EQ(text_of(percent_of(4000, 4000)), "≥99\u00a0%");
    EXPECT_EQ(text_of(percent_of(1, 2)), "50\u00a0%");
}

TEST(Disclosure, RefusesWhatItCannotProtect) {
    const base::CellTable good = plane(2, 2, {10, 20, 30, 40}).cells();
    auto field_of = [](const base::CellTable& table, const Protection& protection) -> std::string {
        try {
            data::protect(table, protection);
        } catch (const base::Invalid& invalid) {
            return invalid.field();
        }
        return "";
    };
    const Protection usual{.by = {"a", "b"}, .count = "n"};
    EXPECT_EQ(field_of(good, usual), "");
    EXPECT_EQ(field_of(good, {.by = {"a", "b", "c"}, .count = "n"}), "by");
    EXPECT_EQ(field_of(good, {.by = {"a", "a"}, .count = "n"}), "by");
    EXPECT_EQ(field_of(good, {.by = {"a", "c"}, .count = "n"}), "by");
    EXPECT_EQ(field_of(good, {.by = {"a"}, .count = "n"}), "by");  // each value of "a" comes twice
    EXPECT_EQ(field_of(good, {.by = {}, .count = "n"}), "by");
    EXPECT_EQ(field_of(good, {.by = {"a", "b"}, .count = "m"}), "count");
    EXPECT_EQ(field_of(good, {.by = {"a", "b"}, .count = "a"}), "count");
    EXPECT_EQ(field_of(good, {.by = {"a", "b"}, .count = "n", .part = "n"}), "part");
    EXPECT_EQ(field_of(good, {.by = {"a", "b"}, .count = "n", .minimum = 4}), "minimum");
    for (const base::Cell& bad : {base::Cell{}, base::Cell{std::int64_t{-1}}, base::Cell{10.5}, base::Cell{"ten"}, base::Cell{1e300}}) {
        auto table = good;
        table.rows[1][2] = bad;
        EXPECT_EQ(field_of(table, usual), "count") << base::text_of(bad);
    }
    auto table = list({10, 20}, {5, 21}).cells();
    EXPECT_EQ(field_of(table, list({1}, {1}).protection(10)), "part");
}

TEST(Disclosure, DoesNotDependOnTheOrderOfRows) {
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        SmallTable table{.rows = 4, .columns = 3, .parts = true};
        for (int i = 0; i < 12; ++i) {
            table.n.push_back(static_cast<std::int64_t>(random() % 40));
            table.k.push_back(static_cast<std::int64_t>(random() % static_cast<unsigned>(table.n.back() + 1)));
        }
        auto cells = table.cells();
        auto shown = [&] { return as_table(data::protect(cells, table.protection(10))).rows; };
        const auto before = shown();
        EXPECT_EQ(shown(), before);
        std::ranges::shuffle(cells.rows, random);
        EXPECT_EQ(shown(), before);
    }
}

TEST(Disclosure, RowsComeInTheOrderOfTheirValuesAndNotOfTheirCounts) {
    base::CellTable table{.columns = {{"g", base::CellType::text}, {"n", base::CellType::integer}}, .rows = {}};
    auto row = [&](base::Cell group, std::int64_t n) { table.rows.push_back({std::move(group), n}); };
    row({}, 90);
    row("c", 80);
    row("b", 7);  // as if in order by n: the larger of two that are withheld
    row("a", 3);
    row(std::int64_t{10}, 70);
    row(std::int64_t{9}, 60);
    auto names = [&](const Protection& protection) {
        std::string text;
        for (const auto& one : data::protect(table, protection).rows) text += (one.kind == Kind::cell ? "(" + base::text_of(one.by[0]) + ")" : "total");
        return text;
    };
    Protection protection{.by = {"g"}, .count = "n"};
    EXPECT_EQ(names(protection), "(9)(10)(a)(b)(c)()total");
    protection.order = {{"b", "a", "9", "x"}};
    EXPECT_EQ(names(protection), "(b)(a)(9)(10)(c)()total");
}

TEST(Disclosure, GradesComeAsInSchoolInRowsAndTotals) {
    base::CellTable table{.columns = {{"school", base::CellType::text}, {"grade", base::CellType::text}, {"n", base::CellType::integer}}, .rows = {}};
    for (auto [school, grade] : {std::pair{"Middle", "06"}, {"Elementary", "KG"}, {"Elementary", "-"}, {"Elementary", "01"}, {"Elementary", "PK"}, {"Elementary", data::small_value.data()}, {"Middle", "05"}}) {
        table.rows.push_back({std::string(school), std::string(grade), std::int64_t{100}});
    }
    std::string text;
    const Protection protection{.by = {"school", "grade"}, .count = "n", .order = {{}, {"-"}}};
    for (const auto& one : data::protect(table, protection).rows) text += "(" + base::text_of(one.by[0]) + " " + base::text_of(one.by[1]) + ")";
    EXPECT_EQ(text, std::string() + "(Elementary -)(Elementary PK)(Elementary KG)(Elementary 01)(Elementary " + std::string(data::small_value) + ")(Middle 05)(Middle 06)"
                    "(Elementary )(Middle )( -)( PK)( KG)( 01)( 05)( 06)( " + std::string(data::small_value) + ")( )");
}

// D13.
TEST(Disclosure, ACorrelationOfFewOrOfWhatDoesNotVaryIsNotTold) {
    std::vector<std::optional<double>> x, y;
    for (int i = 0; i < 29; ++i) {
        x.emplace_back(i);
        y.emplace_back((i * 7) % 13);
    }
    EXPECT_FALSE(data::released(data::pearson(x, y)));
    x.emplace_back(29);
    y.emplace_back(3);
    auto told = data::released(data::pearson(x, y));
    ASSERT_TRUE(told);
    EXPECT_EQ(told->used, 30);
    EXPECT_FALSE(told->far);
    EXPECT_EQ(told->r * 100, std::round(told->r * 100));
    auto line = data::released(data::pearson(x, x));
    ASSERT_TRUE(line);
    EXPECT_TRUE(line->far);
    EXPECT_EQ(line->r, data::furthest_told) << "a coefficient of 1 would tell each student's figure by the other";
    EXPECT_FALSE(data::released(data::pearson(x, std::vector<std::optional<double>>(30, 5.0))));
}
