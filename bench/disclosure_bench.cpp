// Tables of schools by groups protected, beside writing the same tables as text. Argument: --json FILE.
#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <random>
#include <string>

#include "data/disclosure.h"

using Clock = std::chrono::steady_clock;

static double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Some of the groups are small: that is what makes work.
static base::CellTable table_of(int schools, int groups) {
    std::mt19937 random(1);
    base::CellTable table{.columns = {{"school", base::CellType::text}, {"group", base::CellType::text}, {"n", base::CellType::integer}, {"k", base::CellType::integer}}};
    for (int i = 0; i < schools; ++i)
        for (int j = 0; j < groups; ++j) {
            const auto n = static_cast<std::int64_t>(random() % 120);
            const auto k = static_cast<std::int64_t>(random() % static_cast<unsigned>(n / 3 + 1));
            table.rows.push_back({fmt::format("School {}", i), fmt::format("Group {}", j), n, k});
        }
    return table;
}

static std::size_t written(const base::CellTable& table) {
    std::string text;
    for (const auto& row : table.rows) {
        for (const auto& cell : row) text += base::text_of(cell) + ",";
        text += "\n";
    }
    return text.size();
}

int main(int count, char** words) {
    std::string json;
    for (auto [schools, groups] : {std::pair(10, 8), std::pair(50, 8), std::pair(300, 15)}) {
        const auto table = table_of(schools, groups);
        auto start = Clock::now();
        const auto bytes = written(table);
        const double plain = seconds_since(start);
        start = Clock::now();
        const auto released = data::protect(table, {.by = {"school", "group"}, .count = "n", .part = "k"});
        const double guarded = seconds_since(start);
        fmt::print("{} x {}: {:.3f} s to protect ({} intervals proved, {} flows), {:.5f} s to write as text ({} bytes)\n", schools, groups, guarded, released.audited, released.flows, plain, bytes);
        json += fmt::format("{}\"disclosure_{}x{}_s\": {:.4f}", json.empty() ? "" : ", ", schools, groups, guarded);
    }
    if (count == 3 && std::string(words[1]) == "--json") std::ofstream(words[2]) << "{" << json << "}\n";
}
