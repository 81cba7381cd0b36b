#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/child_process.h"
#include "data/explain.h"
#include "data/testing_attacks.h"
#include "data/warehouse.h"
#include "data/worker/testing_file.h"

using namespace data;
using namespace std::chrono_literals;
using base::Cell;
using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct AskedWorker : testing::Test {
    fs::path folder = fs::temp_directory_path() / ("belltower-ask-" + std::to_string(::getpid()));
    Place place{folder.string(), base::program_beside("belltower-data")};

    AskedWorker() {
        fs::create_directories(folder);
        worker::write_file(place.file(Tier::students), R"sql(
            CREATE TABLE student AS SELECT range AS student_id, (range % 12)::VARCHAR AS grade_level, range % 3 AS school_id, true AS active FROM range(100);
            CREATE TABLE school_enrollment AS SELECT range AS student_id, DATE '2026-08-24' AS entry_date FROM range(100);
            CREATE TABLE kinds (flag BOOLEAN, number BIGINT, rate DOUBLE, name VARCHAR, day DATE, moment TIMESTAMP);
            INSERT INTO kinds VALUES (true, 9007199254740993, 0.1, 'Peña', '2026-08-24', '1970-01-01 00:00:01.5'), (NULL, NULL, NULL, NULL, NULL, NULL);
        )sql");
    }
    ~AskedWorker() override { fs::remove_all(folder); }

    Ask question(std::string sql, bool guarded = true) const { return {.tier = Tier::students, .sql = std::move(sql), .parameters = {}, .guarded = guarded, .limits = {}}; }
    Answer answer(const std::string& sql) const { return ask(place, question(sql)); }
    std::string code(const Ask& asked, const std::function<bool()>& cancelled = {}) const {
        try {
            ask(place, asked, cancelled);
        } catch (const Refused& refusal) {
            return refusal.code();
        }
        return "";
    }
    std::string code(const std::string& sql) const { return code(question(sql)); }
    /// The process that asks goes on, the file is as it was, and nothing was written beside it.
    void expect_whole(const std::string& after) const {
        SCOPED_TRACE(after);
        EXPECT_EQ(answer("SELECT count(*) FROM student").table.rows, (std::vector<std::vector<Cell>>{{100}}));
        std::size_t files = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) files += entry.is_regular_file();
        EXPECT_EQ(files, 1u);
    }
};

TEST_F(AskedWorker, BringsRowsWithTheirTypes) {
    auto got = answer("SELECT flag, number, rate, name, day, moment FROM kinds ORDER BY number NULLS LAST");
    using enum base::CellType;
    EXPECT_THAT(got.table.columns, ElementsAre(base::CellColumn{"flag", flag}, base::CellColumn{"number", integer}, base::CellColumn{"rate", real},
                                               base::CellColumn{"name", text}, base::CellColumn{"day", day}, base::CellColumn{"moment", moment}));
    ASSERT_EQ(got.table.rows.size(), 2u);
    EXPECT_EQ(got.table.rows[0], (std::vector<Cell>{1, 9007199254740993, 0.1, "Peña", "2026-08-24", 1500}));
    EXPECT_EQ(got.table.rows[1], std::vector<Cell>(6));
    EXPECT_EQ(got.version, "test");
    EXPECT_EQ(got.as_of, base::from_ms(1000));
    EXPECT_FALSE(got.cut);
    EXPECT_THAT(got.tables, ElementsAre("kinds"));
    EXPECT_EQ(got.columns.size(), 6u);
}

TEST_F(AskedWorker, BindsParametersByName) {
    auto asked = question("SELECT count(*) FROM school_enrollment WHERE entry_date >= $from AND student_id < $most AND $text = 'it''s' AND $rate > 0.4 AND $nothing IS NULL");
    asked.parameters = {{"from", "2026-08-01"}, {"most", 7}, {"text", "it's"}, {"rate", 0.5}, {"nothing", {}}};
    EXPECT_EQ(ask(place, asked).table.rows[0][0], Cell(7));
    asked.parameters[0].second = "2026-08-25";
    EXPECT_EQ(ask(place, asked).table.rows[0][0], Cell(0));
}

TEST_F(AskedWorker, CutsAtRowsAndBytes) {
    auto asked = question("SELECT student_id FROM student");
    asked.limits.rows = 10;
    auto got = ask(place, asked);
    EXPECT_EQ(got.table.rows.size(), 10u);
    EXPECT_TRUE(got.cut);
    asked.limits.rows = 100;
    EXPECT_FALSE(ask(place, asked).cut);
    auto wide = question("SELECT concat(a.student_id, b.grade_level, '0123456789012345678901234567890123456789') FROM student a, student b, student c");
    wide.limits = {.rows = 10'000'000, .bytes = 1 << 20};
    got = ask(place, wide);
    EXPECT_TRUE(got.cut);
    EXPECT_LT(got.table.rows.size(), 30'000u);
    EXPECT_GT(got.table.rows.size(), 10'000u);
}

TEST_F(AskedWorker, ExplainsWithoutReadingRows) {
    auto plan = explain(place, question("SELECT count(*) FROM student WHERE student_id > 5"));
    EXPECT_THAT(plan, HasSubstr("student"));
    EXPECT_THROW(explain(place, question("FROM read_text('/etc/passwd')")), Refused);
    EXPECT_THROW(explain(place, question("ANALYZE SELECT 1")), Refused);
}

TEST_F(AskedWorker, EveryKnownAttackIsRefusedAndNothingComesOfIt) {
    for (const auto& attack : attacks(folder.string())) EXPECT_EQ(code(attack.sql), attack.code) << attack.sql.substr(0, 200) << "\n  (" << attack.why << ")";
    expect_whole("all attacks");
}

// The walls alone, as if the guard had forgotten everything. What they may do is answer, refuse or die; never reach a file, nor outlive the deadline.
TEST_F(AskedWorker, WithoutTheGuardTheWallsHold) {
    std::ofstream(folder.parent_path() / "belltower-ask-secret.csv") << "secret\n42\n";
    for (auto attack : attacks(folder.string())) {
        if (attack.sql.find('\0') != std::string::npos) continue;
        auto asked = question(attack.sql, false);
        asked.limits.time = 1500ms;
        asked.limits.memory_bytes = std::int64_t{2} << 30;
        auto began = Clock::now();
        std::string shown;
        try {
            for (const auto& row : ask(place, asked).table.rows) {
                for (const auto& cell : row) shown += base::text_of(cell).substr(0, 1000) + ' ';
            }
        } catch (const Refused&) {
        }
        SCOPED_TRACE(attack.sql.substr(0, 200));
        EXPECT_LT(Clock::now() - began, 6s);
        EXPECT_EQ(shown.find("root:"), std::string::npos) << "a file was read";
        EXPECT_EQ(shown.find("LANG="), std::string::npos) << "the environment was read";
    }
    fs::remove(folder.parent_path() / "belltower-ask-secret.csv");
    expect_whole("all attacks without the guard");
}

TEST_F(AskedWorker, WhatIsTooLargeEndsInTime) {
    for (const auto& attack : resource_attacks()) {
        auto asked = question(attack.sql);
        asked.limits.time = 1s;
        asked.limits.memory_bytes = std::int64_t{2} << 30;
        auto began = Clock::now();
        auto came = code(asked);
        auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count();
        EXPECT_LT(took, 4000) << attack.sql.substr(0, 200);
        // A worker that memory ran out for may also die.
        bool limited = came.starts_with("limit") || (came == "worker.died" && std::string_view(attack.code) == "limit");
        EXPECT_TRUE(std::string_view(attack.code).empty() ? came.empty() : limited) << attack.sql.substr(0, 200) << " -> " << came;
    }
    expect_whole("all resource attacks");
}

TEST_F(AskedWorker, ADeadlineEndsAQuestion) {
    auto asked = question("SELECT sum(sin(a.student_id + b.range)) FROM student a, range(1000000) b, range(1000000) c");
    asked.limits.time = 1s;
    auto began = Clock::now();
    EXPECT_EQ(code(asked), "limit.time");
    EXPECT_GT(Clock::now() - began, 900ms);
    EXPECT_LT(Clock::now() - began, 3s);
}

TEST_F(AskedWorker, ACancelEndsItWithinASecond) {
    auto asked = question("SELECT sum(sin(a.range + b.range)) FROM range(1000000) a, range(1000000) b");
    auto stop = Clock::now() + 500ms;
    auto began = Clock::now();
    EXPECT_EQ(code(asked, [&] { return Clock::now() > stop; }), "cancelled");
    EXPECT_LT(Clock::now() - began, 1500ms);
}

TEST_F(AskedWorker, AWorkerThatIsKilledIsARefusal) {
    // The worker is the only child of this process.
    std::atomic<bool> done = false;
    std::thread killer([&] {
        while (!done) {
            std::this_thread::sleep_for(300ms);
            std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
            int child = 0;
            if (children >> child) ::kill(child, SIGKILL);
        }
    });
    auto came = code("SELECT sum(sin(a.range + b.range)) FROM range(1000000) a, range(1000000) b");
    done = true;
    killer.join();
    EXPECT_EQ(came, "worker.died");
    expect_whole("a kill");
}

TEST_F(AskedWorker, WhatIsMissingIsSaid) {
    EXPECT_EQ(code({.tier = Tier::sensitive, .sql = "SELECT 1", .parameters = {}, .limits = {}}), "warehouse.missing");
    Place nobody{folder.string(), folder.string() + "/no-such-program"};
    EXPECT_THROW(ask(nobody, question("SELECT 1")), Refused);
    Place other{folder.string(), "/bin/true"};
    EXPECT_THROW(ask(other, question("SELECT 1")), Refused);
    Place babbling{folder.string(), "/bin/ls"};
    EXPECT_THROW(ask(babbling, question("SELECT 1")), Refused);
    std::ofstream(place.file(Tier::operations)) << std::string(50'000, 'x');
    EXPECT_EQ(code({.tier = Tier::operations, .sql = "SELECT 1", .parameters = {}, .limits = {}}), "warehouse.missing");
    fs::remove(place.file(Tier::operations));
}

TEST_F(AskedWorker, DuckDBsOwnWordsComeBack) {
    try {
        answer("SELECT grade FROM student");
        ADD_FAILURE();
    } catch (const Refused& refusal) {
        EXPECT_EQ(refusal.code(), "sql");
        EXPECT_THAT(refusal.what(), HasSubstr("grade_level"));
    }
    EXPECT_EQ(code("SELECT 1 / 0"), "");
    EXPECT_EQ(code("SELECT grade_level::DATE FROM student"), "sql");
    EXPECT_EQ(code("SELECT $missing"), "sql");
}

TEST_F(AskedWorker, AnErrorDoesNotQuoteWhatWasRead) {
    auto words = [&](const std::string& sql) {
        try {
            answer(sql);
        } catch (const Refused& refusal) {
            EXPECT_EQ(refusal.code(), "sql") << sql;
            return std::string(refusal.what());
        }
        ADD_FAILURE() << sql;
        return std::string();
    };
    for (const auto* sql : {"SELECT\n CAST(name AS INTEGER) FROM kinds", "SELECT strptime(name, '%Y') FROM kinds", "SELECT name::DATE FROM kinds WHERE name > ''",
                            "SELECT date_part(name, day) FROM kinds", "SELECT max(CAST(concat('\n\nLINE 1: ', name) AS INTEGER)) FROM kinds",
                            "SELECT regexp_matches('x', concat('(', name)) FROM kinds"}) {
        EXPECT_THAT(words(sql), testing::Not(HasSubstr("Peña"))) << sql;
        EXPECT_THAT(words(sql), HasSubstr("not told")) << sql;
    }
    EXPECT_THAT(words("SELECT\n CAST(name AS INTEGER) FROM kinds"), HasSubstr("Conversion Error while rows were read. It is in line 2."));
    // What is wrong with the text itself is still said in full.
    EXPECT_THAT(words("SELECT nmae FROM kinds"), HasSubstr("nmae"));
    EXPECT_THAT(words("SELECT $missing"), HasSubstr("missing"));
    // The department's own work holds no student.
    fs::copy_file(place.file(Tier::students), place.file(Tier::operations));
    Ask own{.tier = Tier::operations, .sql = "SELECT CAST(name AS INTEGER) FROM kinds", .parameters = {}, .limits = {}};
    try {
        ask(place, own);
        ADD_FAILURE();
    } catch (const Refused& refusal) {
        EXPECT_THAT(refusal.what(), HasSubstr("Peña"));
    }
    fs::remove(place.file(Tier::operations));
}

TEST_F(AskedWorker, ManyAtOnceDoNotDisturbEachOther) {
    std::vector<std::thread> askers;
    std::atomic<int> right = 0;
    for (int i = 0; i < 6; ++i) {
        askers.emplace_back([&, i] {
            auto asked = question("SELECT count(*) FROM student WHERE student_id < $n");
            asked.parameters = {{"n", 10 * i}};
            right += ask(place, asked).table.rows[0][0] == Cell(10 * i);
        });
    }
    for (auto& asker : askers) asker.join();
    EXPECT_EQ(right, 6);
}
