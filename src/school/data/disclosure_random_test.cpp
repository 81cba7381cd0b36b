// Random tables against an attacker who tries values instead of solving flows.
#include <gtest/gtest.h>

#include <random>

#include "data/disclosure.h"
#include "data/testing_disclosure.h"

using namespace data;
using data::testing::Attacker;
using data::testing::SmallTable;

constexpr int minimum = 5;

/// Small enough to be tried through: `most` rows, and as many columns but for parts, where each cell has two unknowns.
static SmallTable random_table(std::mt19937& random, int dimensions, bool parts, unsigned most, unsigned largest) {
    SmallTable table{.dimensions = dimensions, .parts = parts};
    table.rows = 1 + static_cast<int>(random() % most);
    table.columns = dimensions == 2 ? 1 + static_cast<int>(random() % (parts ? 2 : most)) : 1;
    const unsigned sparse = random() % 4;
    for (int i = 0; i < table.rows * table.columns; ++i) {
        const bool nobody = random() % 8 < sparse;
        table.n.push_back(nobody ? 0 : static_cast<std::int64_t>(random() % (largest + 1)));
        if (parts) table.k.push_back(static_cast<std::int64_t>(random() % static_cast<unsigned>(table.n.back() + 1)));
    }
    return table;
}

static std::string words(const SmallTable& table, const Protected& released) {
    std::string text;
    for (std::size_t i = 0; i < table.n.size(); ++i) text += std::to_string(table.n[i]) + (table.parts ? "/" + std::to_string(table.k[i]) : "") + " ";
    text += " released as ";
    for (const auto& row : released.rows)
        text += (row.count ? std::to_string(*row.count) : "*") + (table.parts ? "/" + (row.part ? std::to_string(*row.part) : "*") : "") + " ";
    return text;
}

struct Tally {
    std::int64_t figures = 0;
    std::int64_t shown = 0;
};

static void attack(const SmallTable& table, Tally& tally) {
    const auto released = protect(table.cells(), table.protection(minimum));
    Attacker attacker(table, released, minimum);
    for (std::size_t row = 0; row < released.rows.size(); ++row) {
        tally.shown += released.rows[row].count ? 1 : 0;
        const auto count = attacker.true_value(row, Attacker::Figure::count);
        if (count == 0) continue;
        for (auto figure : {Attacker::Figure::count, Attacker::Figure::part, Attacker::Figure::rest}) {
            if (!table.parts && figure != Attacker::Figure::count) continue;
            if (attacker.true_value(row, figure) >= minimum) continue;
            ++tally.figures;
            for (auto value = attacker.least(row, figure, minimum); value <= minimum; ++value)
                ASSERT_TRUE(attacker.possible(row, figure, value))
                    << "row " << row << ", figure " << static_cast<int>(figure) << " cannot be " << value << ": " << words(table, released);
        }
    }
}

static void attack_many(int dimensions, bool parts, unsigned most, int tables, unsigned seed, unsigned largest = 15) {
    std::mt19937 random(seed);
    Tally tally;
    for (int i = 0; i < tables && !::testing::Test::HasFatalFailure(); ++i) attack(random_table(random, dimensions, parts, most, largest), tally);
    EXPECT_GT(tally.figures, tables / 4);
    EXPECT_GT(tally.shown, tables / 4);  // withholding everything would be safe as well
}

// Groups of one or two, where that each is somebody tells most.
TEST(DisclosureRandom, ListsOfOnes) { attack_many(1, false, 7, 2000, 21, 2); }
TEST(DisclosureRandom, TablesOfOnes) { attack_many(2, false, 3, 1000, 22, 2); }
TEST(DisclosureRandom, ListsOfOnesWithParts) { attack_many(1, true, 4, 1000, 23, 2); }
TEST(DisclosureRandom, TablesOfOnesWithParts) { attack_many(2, true, 2, 1000, 24, 2); }
TEST(DisclosureRandom, ListsOfFewWithParts) { attack_many(1, true, 4, 1000, 25, 5); }
TEST(DisclosureRandom, TablesOfFewWithParts) { attack_many(2, true, 2, 1000, 26, 5); }

TEST(DisclosureRandom, CountsOfLists) { attack_many(1, false, 5, 2000, 11); }
TEST(DisclosureRandom, CountsOfTables) { attack_many(2, false, 3, 2000, 12); }
TEST(DisclosureRandom, CountsAndPartsOfLists) { attack_many(1, true, 4, 2000, 13); }
TEST(DisclosureRandom, CountsAndPartsOfTables) { attack_many(2, true, 2, 2000, 14); }
TEST(DisclosureRandom, CountsAndPartsOfLongerTables) { attack_many(2, true, 3, 60, 15); }
TEST(DisclosureRandom, SingleFigures) { attack_many(0, true, 1, 200, 16); }

TEST(DisclosureRandom, ALargeTableTakesFewFlows) {
    std::mt19937 random(16);
    SmallTable table{.rows = 300, .columns = 15, .parts = true};
    for (int i = 0; i < 300 * 15; ++i) {
        table.n.push_back(static_cast<std::int64_t>(random() % 120));
        table.k.push_back(static_cast<std::int64_t>(random() % static_cast<unsigned>(table.n.back() / 3 + 1)));
    }
    const auto released = protect(table.cells(), table.protection(usual_minimum));
    EXPECT_GT(released.audited, 300);
    EXPECT_LT(released.withheld, 300 * 15);
    // Two flows to withhold, two to prove and two to audit for each figure, and as many again for what is tried to be shown.
    EXPECT_LT(released.flows, 20 * released.audited);
}
