#include "data/worker/guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/testing_attacks.h"
#include "duck/duck.h"

using namespace data::worker;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

static const Catalogue catalogue = {
    {"student", {"student_id", "grade_level", "school_id", "active"}},
    {"school_enrollment", {"student_id", "school_id", "school_year", "entry_date"}},
    {"org", {"org_id", "name"}},
};

struct Guard : testing::Test {
    // Closed before the process ends: DuckDB's own statics are gone when ours are.
    static inline std::unique_ptr<duck::Session> parser;
    static void SetUpTestSuite() { parser = std::make_unique<duck::Session>(duck::Options{.memory_megabytes = 256, .threads = 1}); }
    static void TearDownTestSuite() { parser.reset(); }
};

static Reads check(const std::string& sql) { return guard(*Guard::parser, sql, catalogue); }

struct Outcome {
    std::string code, detail, words;
};

static Outcome outcome(const std::string& sql) {
    try {
        check(sql);
    } catch (const GuardRefusal& refusal) {
        return {refusal.code(), refusal.detail(), refusal.what()};
    }
    return {"", "", ""};
}

TEST_F(Guard, RefusesEveryAttackThatIsKnown) {
    for (const auto& attack : data::attacks("/nowhere")) {
        auto came = outcome(attack.sql);
        EXPECT_EQ(came.code, attack.code) << attack.sql.substr(0, 200) << "\n  (" << attack.why << ")\n  " << came.words;
        EXPECT_FALSE(came.words.empty()) << attack.sql.substr(0, 200);
    }
}

TEST_F(Guard, TellsWhatIsReadUnderOtherNames) {
    for (const auto& sql : data::hidden_reads()) {
        std::set<std::string> columns;
        try {
            columns = check(sql).columns;
        } catch (const GuardRefusal& refusal) {
            ADD_FAILURE() << sql << "\n  " << refusal.what();
            continue;
        }
        for (const auto* column : {"student.active", "student.grade_level", "student.school_id", "student.student_id"}) EXPECT_TRUE(columns.contains(column)) << sql << "\n  " << column;
    }
}

TEST_F(Guard, LetsTheWallsEndWhatIsOnlyLarge) {
    for (const auto& attack : data::resource_attacks()) EXPECT_EQ(outcome(attack.sql).code, "") << attack.sql.substr(0, 200) << outcome(attack.sql).words;
}

TEST_F(Guard, AllowsWhatAnalystsWrite) {
    const char* allowed[] = {
        "SELECT 1",
        "SELECT 1;",
        "FROM student",
        "TABLE student",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT school_id, count(*) AS n FROM student WHERE grade_level IN ('09', '10') AND school_id > $school GROUP BY ALL HAVING n > 5 ORDER BY n DESC LIMIT 10",
        "SELECT s.* EXCLUDE (active) FROM STUDENT s LEFT JOIN School_Enrollment e USING (student_id)",
        "WITH a AS (SELECT 1 AS x), b AS MATERIALIZED (FROM a) SELECT (SELECT max(x) FROM b) FROM a",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r",
        "SELECT o.name, d.day FROM org o, range(DATE '2026-08-01', DATE '2027-06-30', INTERVAL 1 DAY) d(day)",
        "FROM range(10), generate_series(-5, 5, 2) g(x), unnest([1, 2]) u(y)",
        "SELECT unnest([1, 2, 3]), list_transform([1], lambda x: x + 1), [x * 2 for x in [1, 2] if x > 1]",
        "SELECT DISTINCT ON (school_id) student_id FROM student ORDER BY school_id, entry_date LIMIT 10% OFFSET 1",
        "SELECT school_id, grade_level, grouping(school_id), count(*) FROM student GROUP BY ROLLUP (school_id, grade_level)",
        "SELECT sum(x) OVER w, lag(x, 1, 0 IGNORE NULLS) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM (SELECT 1 AS x) WINDOW w AS (PARTITION BY x)",
        "SELECT ntile(4) OVER (ORDER BY student_id), percent_rank() OVER (ORDER BY student_id) FROM student QUALIFY row_number() OVER () = 1",
        "PIVOT student ON grade_level IN ('09', '10') USING count(*)",
        "FROM student PIVOT (count(*) FOR grade_level IN ('09', '10') GROUP BY school_id)",
        "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b INTO NAME n VALUE v",
        "SELECT * FROM student ASOF JOIN school_enrollment ON student.student_id = school_enrollment.student_id AND student.school_id >= school_enrollment.school_id",
        "SELECT coalesce(a, 1), nullif(a, 1), ifnull(a, 1), if(a, 1, 2), a IS DISTINCT FROM 1, a NOT IN (1), a IN (SELECT 1), NOT EXISTS (SELECT 1), a = ANY(SELECT 1), "
        "a BETWEEN 1 AND 2, a ILIKE 'x', a SIMILAR TO 'x', try(1 / 0), CASE a WHEN 1 THEN 2 END, a::DECIMAL(10, 2), TRY_CAST(a AS DATE), [1]::BIGINT[], a COLLATE nocase FROM (SELECT NULL AS a)",
        "SELECT corr(student_id, school_id), regr_slope(student_id, school_id), quantile_cont(student_id, [0.25, 0.5]), mode() WITHIN GROUP (ORDER BY student_id), "
        "count(DISTINCT school_id) FILTER (WHERE active), string_agg(grade_level, ', ' ORDER BY grade_level), arg_max(student_id, school_id), histogram(grade_level) FROM student",
        "SELECT date_trunc('month', entry_date), extract(year FROM entry_date), date_diff('day', entry_date, current_date), strftime(entry_date, '%Y-%m'), entry_date + INTERVAL 3 DAY, "
        "now(), today(), dayname(entry_date), TIMESTAMP '2026-01-01 08:00:00' AT TIME ZONE 'UTC' FROM school_enrollment",
        "SELECT lower(grade_level) || '-' || substring(grade_level FROM 1 FOR 2), regexp_extract(grade_level, '[0-9]+'), position('a' IN grade_level), trim(grade_level), (grade_level).upper() FROM student",
        "SELECT {'a': 1}.a, MAP {'a': 1}['a'], row(1, 2), (1, 2), [1, 2, 3][1:2], [1, 2][-1], -1, 2 ** 3, 7 // 2, 7 % 2, 1 << 3",
        "SELECT COLUMNS('s.*'), COLUMNS(c -> c LIKE 'g%') FROM student",
        "SELECT * REPLACE (grade_level::INTEGER AS grade_level) RENAME (active AS enrolled) FROM student",
        "SELECT a FROM (SELECT 1 AS a UNION SELECT 2) INTERSECT SELECT 2 EXCEPT ALL SELECT 3 ORDER BY ALL",
        "SELECT * FROM student TABLESAMPLE reservoir(10 ROWS) REPEATABLE (3)",
        "SELECT * FROM student NATURAL JOIN school_enrollment SEMI JOIN org ON org_id = student.school_id",
        "-- how many\nSELECT count(*) /* all */ FROM student",
    };
    for (const auto* sql : allowed) EXPECT_EQ(outcome(sql).words, "") << sql;
}

TEST_F(Guard, SaysWhereAndWhatInstead) {
    auto read = outcome("SELECT 1\nFROM read_csv('x')");
    EXPECT_EQ(read.detail, "read_csv");
    EXPECT_THAT(read.words, HasSubstr("Line 2, column 6"));
    EXPECT_THAT(read.words, HasSubstr("imports"));
    EXPECT_THAT(outcome("SELECT coutn(*) FROM student").words, HasSubstr("Did you mean count?"));
    EXPECT_THAT(outcome("FROM studnet").words, HasSubstr("Did you mean student?"));
    EXPECT_THAT(outcome("PIVOT student ON grade_level USING count(*)").words, HasSubstr("IN ('a', 'b')"));
    EXPECT_THAT(outcome("SELECT 'ñ', FROM FROM").words, HasSubstr("Line 1, column 18"));
    EXPECT_THAT(outcome("DELETE FROM student").detail, "DELETE");
    EXPECT_THAT(outcome("EXPLAIN SELECT 1").words, HasSubstr("Explain"));
    EXPECT_THAT(outcome("FROM range($n)").words, HasSubstr("written as numbers"));
}

TEST_F(Guard, TellsWhatATextReads) {
    auto reads = check("SELECT s.grade_level, count(*) FROM student s WHERE active GROUP BY 1");
    EXPECT_THAT(reads.tables, ElementsAre("student"));
    EXPECT_THAT(reads.columns, ElementsAre("student.active", "student.grade_level"));

    reads = check("SELECT * EXCLUDE (active) FROM student");
    EXPECT_THAT(reads.columns, ElementsAre("student.grade_level", "student.school_id", "student.student_id"));

    reads = check("WITH a AS (SELECT student_id FROM student) SELECT name FROM a, org WHERE org_id = (SELECT max(school_year) FROM school_enrollment e WHERE e.student_id = a.student_id)");
    EXPECT_THAT(reads.tables, ElementsAre("org", "school_enrollment", "student"));
    EXPECT_THAT(reads.columns, ElementsAre("org.name", "org.org_id", "school_enrollment.school_year", "school_enrollment.student_id", "student.student_id"));

    EXPECT_THAT(check("SELECT hash(student) FROM student").columns, testing::SizeIs(4)) << "a whole row";
    EXPECT_THAT(check("SELECT 1 FROM student JOIN school_enrollment USING (school_id)").columns, ElementsAre("school_enrollment.school_id", "student.school_id"));
    EXPECT_THAT(check("SELECT count(*) FROM student").columns, IsEmpty());
    EXPECT_THAT(check("PIVOT student ON grade_level IN ('09') USING count(*)").tables, ElementsAre("student"));
}
