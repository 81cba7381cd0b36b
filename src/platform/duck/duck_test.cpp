#include "duck/duck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace duck;
using base::Cell;
using base::CellType;
namespace fs = std::filesystem;

static Options memory() { return {.memory_megabytes = 256}; }

static Cell one(Session& session, const std::string& sql, const Parameters& parameters = {}) {
    return session.table(sql, parameters).rows.at(0).at(0);
}

static std::string what(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

struct Duck : testing::Test {
    fs::path folder = fs::temp_directory_path() / ("belltower-duck-" + std::to_string(::getpid()));
    Duck() { fs::create_directories(folder); }
    ~Duck() override { fs::remove_all(folder); }
    std::string file(const char* name) const { return (folder / name).string(); }
};

struct Shown {
    const char* sql;
    CellType type;
    Cell cell;
};

TEST_F(Duck, EveryTypeComesAsACell) {
    const Shown all[] = {
        {"NULL", CellType::integer, {}},
        {"NULL::INTEGER", CellType::integer, {}},
        {"true", CellType::flag, 1},
        {"(-7)::TINYINT", CellType::integer, -7},
        {"(-300)::SMALLINT", CellType::integer, -300},
        {"42", CellType::integer, 42},
        {"9007199254740993", CellType::integer, 9007199254740993},
        {"200::UTINYINT", CellType::integer, 200},
        {"60000::USMALLINT", CellType::integer, 60000},
        {"4000000000::UINTEGER", CellType::integer, 4000000000},
        {"18446744073709551615::UBIGINT", CellType::integer, 18446744073709551615.0},
        {"5::HUGEINT", CellType::integer, 5},
        {"(-5)::HUGEINT", CellType::integer, -5},
        {"170141183460469231731687303715884105727", CellType::integer, 170141183460469231731687303715884105727.0},
        {"5::UHUGEINT", CellType::integer, 5},
        {"sum(x) FROM range(4) r(x)", CellType::integer, 6},
        {"1.5::FLOAT", CellType::real, 1.5},
        {"0.1::DOUBLE", CellType::real, 0.1},
        {"12.5::DECIMAL(4,1)", CellType::real, 12.5},
        {"-1.25::DECIMAL(9,2)", CellType::real, -1.25},
        {"1234567.125::DECIMAL(18,3)", CellType::real, 1234567.125},
        {"-1234567.5::DECIMAL(38,1)", CellType::real, -1234567.5},
        {"'short'", CellType::text, "short"},
        {"'a text of more than twelve bytes'", CellType::text, "a text of more than twelve bytes"},
        {"'Peña'", CellType::text, "Peña"},
        {"DATE '2026-08-24'", CellType::day, "2026-08-24"},
        {"DATE '1899-12-31'", CellType::day, "1899-12-31"},
        {"DATE 'infinity'", CellType::day, "infinity"},
        {"TIMESTAMP '1970-01-01 00:00:01.5'", CellType::moment, 1500},
        {"TIMESTAMP '1969-12-31 23:59:59.9999'", CellType::moment, -1},
        {"'1970-01-01 00:00:02'::TIMESTAMP_S", CellType::moment, 2000},
        {"'1970-01-01 00:00:02'::TIMESTAMP_MS", CellType::moment, 2000},
        {"'1970-01-01 00:00:02'::TIMESTAMP_NS", CellType::moment, 2000},
        {"'1970-01-01 01:00:00+01'::TIMESTAMPTZ", CellType::moment, 0},
        {"TIME '07:45:00'", CellType::text, "07:45:00"},
        {"TIME '07:45:00.250'", CellType::text, "07:45:00.25"},
        {"INTERVAL 14 MONTH", CellType::text, "1 year 2 months"},
        {"INTERVAL 1 DAY + INTERVAL 90 MINUTE", CellType::text, "1 day 01:30:00"},
        {"'a1b2c3d4-0000-4000-8000-00000000000f'::UUID", CellType::text, "a1b2c3d4-0000-4000-8000-00000000000f"},
        {"'\\xAA\\x00b'::BLOB", CellType::text, "\\xAA\\x00b"},
        {"'late'::ENUM('early', 'late')", CellType::text, "late"},
        {"[1, NULL, 3]", CellType::text, "[1, NULL, 3]"},
        {"[[DATE '2026-01-01'], []]", CellType::text, "[[2026-01-01], []]"},
        {"array_value(1.5, 2.5)", CellType::text, "[1.5, 2.5]"},
        {"{'school': 'North', 'rate': 0.5::DOUBLE}", CellType::text, "{'school': North, 'rate': 0.5}"},
        {"MAP {'a': 1, 'b': 2}", CellType::text, "{a=1, b=2}"},
    };
    Session session(memory());
    for (const auto& shown : all) {
        SCOPED_TRACE(shown.sql);
        auto table = session.table(std::string("SELECT ") + shown.sql);
        EXPECT_EQ(table.columns.at(0).type, shown.type);
        EXPECT_EQ(table.rows.at(0).at(0), shown.cell);
    }
}

TEST_F(Duck, ListsOfLaterRowsAreFoundInTheSharedVector) {
    Session session(memory());
    auto table = session.table("SELECT [x, x + 1] FROM range(3000) r(x) ORDER BY x");
    ASSERT_EQ(table.rows.size(), 3000u);
    EXPECT_EQ(table.rows[2999][0], Cell("[2999, 3000]"));
}

TEST_F(Duck, ParametersAreBoundByNameWithTheTypeThatIsExpected) {
    Session session(memory());
    EXPECT_EQ(one(session, "SELECT $a || $b", {{"b", "two"}, {"a", "it's "}}), Cell("it's two"));
    EXPECT_EQ(one(session, "SELECT $n + 1", {{"n", 41}}), Cell(42));
    EXPECT_EQ(one(session, "SELECT $r * 2", {{"r", 0.25}}), Cell(0.5));
    EXPECT_EQ(one(session, "SELECT $x IS NULL", {{"x", {}}}), Cell(1));
    session.run("CREATE TABLE d (day DATE, moment TIMESTAMP, ok BOOLEAN); INSERT INTO d VALUES ('2026-08-24', '1970-01-01 00:00:05', true)");
    EXPECT_EQ(one(session, "SELECT count(*) FROM d WHERE day >= $from", {{"from", "2026-08-24"}}), Cell(1));
    EXPECT_EQ(one(session, "SELECT count(*) FROM d WHERE day >= $from", {{"from", "2026-08-25"}}), Cell(0));
    EXPECT_EQ(one(session, "SELECT count(*) FROM d WHERE moment = $at", {{"at", 5000}}), Cell(1));
    EXPECT_EQ(one(session, "SELECT count(*) FROM d WHERE ok = $ok", {{"ok", 1}}), Cell(1));
    EXPECT_THAT(what([&] { one(session, "SELECT count(*) FROM d WHERE day >= $from", {{"from", "24 August"}}); }), testing::HasSubstr("$from"));
    EXPECT_THAT(what([&] { one(session, "SELECT 1", {{"school", 1}}); }), testing::HasSubstr("$school"));
    EXPECT_THAT(what([&] { one(session, "SELECT $missing"); }), testing::HasSubstr("missing"));
}

TEST_F(Duck, ErrorsSayWhatDuckDBSaysAndTheSessionGoesOn) {
    Session session(memory());
    EXPECT_THAT(what([&] { session.table("SELECT nonsense"); }), testing::HasSubstr("nonsense"));
    EXPECT_THAT(what([&] { session.table("SELEC 1"); }), testing::HasSubstr("syntax error"));
    EXPECT_THAT(what([&] { session.table("SELECT 1; SELECT 2"); }), testing::HasSubstr("multiple statements"));
    EXPECT_THAT(what([&] { session.table("SELECT CAST(x AS INTEGER) FROM (VALUES ('a')) v(x)"); }), testing::HasSubstr("Could not convert"));
    EXPECT_EQ(one(session, "SELECT 1"), Cell(1));
}

TEST_F(Duck, CountsStatementsWithoutRunningThem) {
    Session session(memory());
    EXPECT_EQ(session.count_statements("SELECT 1"), 1);
    EXPECT_EQ(session.count_statements("SELECT 1;"), 1);
    EXPECT_EQ(session.count_statements("CREATE TABLE t (a INTEGER); DROP TABLE t"), 2);
    EXPECT_EQ(session.count_statements(" -- nothing\n"), 0);
    EXPECT_THROW(session.count_statements("SELEC 1"), Error);
    EXPECT_THROW(session.table("FROM t"), Error);
}

TEST_F(Duck, AnInterruptEndsAQuery) {
    Session session(memory());
    std::thread clock([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        session.interrupt();
    });
    auto began = std::chrono::steady_clock::now();
    try {
        session.table("SELECT sum(sin(a.x + b.x)) FROM range(1000000) a(x), range(1000000) b(x)");
        ADD_FAILURE() << "it ended by itself";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), Error::Kind::interrupted) << error.what();
    }
    clock.join();
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
    EXPECT_EQ(one(session, "SELECT 1"), Cell(1));
}

TEST_F(Duck, MemoryIsLimited) {
    Session session(memory());
    try {
        session.table("SELECT len(list(x)) FROM range(200000000) r(x)");
        ADD_FAILURE() << "256 MB held 1.6 GB";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), Error::Kind::memory) << error.what();
    }
    EXPECT_EQ(one(session, "SELECT 1"), Cell(1));
}

TEST_F(Duck, RowsAreAppendedFast) {
    {
        Session session({.path = file("a.duckdb"), .memory_megabytes = 256});
        session.run("CREATE TABLE t (id BIGINT, small SMALLINT, ok BOOLEAN, moment TIMESTAMP, rate DOUBLE, name VARCHAR, day DATE)");
        auto appender = session.append("t");
        for (int i = 0; i < 5000; ++i) {
            appender->integer(i);
            appender->integer(7);
            appender->integer(1);
            appender->integer(1500);
            appender->real(0.5);
            i % 2 ? appender->null() : appender->text("Peña");
            appender->day("2026-08-24");
            appender->end_row();
        }
        appender->close();
    }
    Session session({.path = file("a.duckdb"), .read_only = true, .memory_megabytes = 256});
    auto table = session.table("SELECT id, small, ok, moment, rate, name, day FROM t ORDER BY id LIMIT 2");
    EXPECT_EQ(table.rows[0], (std::vector<Cell>{0, 7, 1, 1500, 0.5, "Peña", "2026-08-24"}));
    EXPECT_EQ(table.rows[1][5], Cell());
    EXPECT_EQ(one(session, "SELECT count(*) FROM t"), Cell(5000));
    EXPECT_THROW(session.run("DELETE FROM t"), Error);
}

TEST_F(Duck, AnAppenderSaysWhatIsWrong) {
    Session session(memory());
    EXPECT_THAT(what([&] { session.append("nowhere"); }), testing::HasSubstr("nowhere"));
    session.run("CREATE TABLE t (id BIGINT NOT NULL, day DATE)");
    EXPECT_THAT(what([&] {
                    auto appender = session.append("t");
                    appender->integer(1);
                    appender->end_row();
                }),
                testing::HasSubstr("column"));
    EXPECT_THAT(what([&] { session.append("t")->day("2026-02-30"); }), testing::HasSubstr("2026-02-30"));
}

TEST_F(Duck, SettingsAreLockedAndFilesAreClosed) {
    std::ofstream(file("secret.csv")) << "a\n1\n";
    Session session(memory());
    EXPECT_THAT(what([&] { session.table("FROM read_csv('" + file("secret.csv") + "')"); }), testing::HasSubstr("disabled"));
    EXPECT_THAT(what([&] { session.run("COPY (SELECT 1) TO '" + file("out.csv") + "'"); }), testing::HasSubstr("disabled"));
    EXPECT_THAT(what([&] { session.run("SET memory_limit = '10GB'"); }), testing::HasSubstr("locked"));
    EXPECT_THAT(what([&] { session.run("SET enable_external_access = true"); }), testing::AnyOf(testing::HasSubstr("locked"), testing::HasSubstr("Cannot")));
    EXPECT_FALSE(fs::exists(file("out.csv")));

    Session open({.memory_megabytes = 256, .external_access = true});
    EXPECT_EQ(one(open, "SELECT a FROM read_csv('" + file("secret.csv") + "')"), Cell(1));
    EXPECT_THAT(what([&] { open.run("SET memory_limit = '10GB'"); }), testing::HasSubstr("locked"));
}

TEST_F(Duck, SpillsOnlyWhereItMay) {
    const char* sort = "SELECT count(*) FROM (SELECT x, hash(x)::VARCHAR || repeat('y', 60) AS t FROM range(6000000) r(x) ORDER BY t LIMIT 5000000)";
    Options nowhere{.memory_megabytes = 100};
    Session tight(nowhere);
    EXPECT_THROW(tight.table(sort), Error);
    Options there{.memory_megabytes = 100, .temp_folder = file("spill"), .temp_megabytes = 4000};
    Session wide(there);
    EXPECT_EQ(one(wide, sort), Cell(5000000));
}

TEST_F(Duck, AFileThatIsNoDatabaseIsSaidSo) {
    std::ofstream(file("garbage.duckdb")) << std::string(20000, 'x');
    EXPECT_THAT(what([&] { Session({.path = file("garbage.duckdb"), .read_only = true}); }), testing::HasSubstr("not a valid DuckDB"));
    EXPECT_THROW(Session({.path = file("missing.duckdb"), .read_only = true}), Error);
}

TEST_F(Duck, IsTheVersionThatThisSourceWasMadeFor) { EXPECT_EQ(Session::version(), "v1.5.5"); }
