/// What somebody may try in the workbench, and what must come of it. Tests of the guard and of the whole way to the worker go through this list;
/// it grows with every way that somebody finds, and is gone through again before DuckDB is upgraded.
#pragma once

#include <string>
#include <vector>

namespace data {

struct Attack {
    std::string sql;
    const char* why;
    const char* code;  // how it is refused
};

/// They name the tables `student` and `school_enrollment`, and `folder` for files that must not come to be.
inline std::vector<Attack> attacks(const std::string& folder) {
    const std::string out = folder + "/stolen";
    return {
        // One SELECT that ends the process, or lets one person read the questions of others.
        {"SELECT * FROM enable_logging(storage='file', storage_config={'path': '" + out + "'})", "poisons the instance: the next statement aborts", "guard.function"},
        {"CALL enable_logging(storage='file', storage_path='" + out + "')", "the same by CALL", "guard.statement"},
        {"FROM enable_logging('QueryLog', storage='file', storage_path='" + out + "')", "the same, in DuckDB's short form", "guard.function"},
        {"FROM enable_logging('QueryLog')", "later questions of others can be read", "guard.function"},
        {"SELECT message FROM duckdb_logs", "reads what was logged", "guard.table"},
        {"FROM duckdb_logs()", "reads what was logged", "guard.function"},
        {"FROM disable_logging()", "changes the instance", "guard.function"},
        {"FROM truncate_duckdb_logs()", "changes the instance", "guard.function"},
        {"FROM force_checkpoint()", "changes the file", "guard.function"},
        {"SELECT write_log('x')", "writes where logs go", "guard.function"},

        // Files and networks.
        {"COPY student TO '" + out + "'", "writes a file", "guard.statement"},
        {"COPY (SELECT 1) TO '/dev/stdout'", "writes into our pipe", "guard.statement"},
        {"COPY student TO '" + folder + "/sensitive.duckdb.wal'", "overwrites a write-ahead log", "guard.statement"},
        {"COPY student FROM '/etc/passwd'", "reads a file", "guard.statement"},
        {"EXPORT DATABASE '" + out + "'", "writes files", "guard.statement"},
        {"IMPORT DATABASE '/tmp'", "runs SQL of a file", "guard.statement"},
        {"SELECT * FROM read_csv('/etc/passwd')", "reads a file", "guard.function"},
        {"SELECT * FROM read_csv_auto('/dev/stdin')", "reads our pipe", "guard.function"},
        {"SELECT content FROM read_text('/etc/passwd')", "reads a file", "guard.function"},
        {"SELECT content FROM read_blob('/proc/self/environ')", "reads the environment", "guard.function"},
        {"SELECT * FROM read_json('/etc/passwd')", "reads a file", "guard.function"},
        {"SELECT * FROM sniff_csv('/etc/passwd')", "reads a file", "guard.function"},
        {"SELECT * FROM parquet_schema('/etc/passwd')", "reads a file", "guard.function"},
        {"SELECT * FROM read_parquet('x.parquet')", "reads a file", "guard.function"},
        {"SELECT * FROM glob('/etc/*')", "lists a folder", "guard.function"},
        {"FROM read_duckdb('" + folder + "/sensitive.duckdb')", "reads another tier", "guard.function"},
        {"FROM read_blob('" + folder + "/sensitive.duckdb')", "reads the whole raw file", "guard.function"},
        {"FROM '/etc/passwd.csv'", "a path where a table is expected", "guard.table"},
        {"FROM 'file:///etc/passwd'", "a path where a table is expected", "guard.table"},
        {"FROM '/dev/stdin'", "reads our pipe", "guard.table"},
        {"FROM 'http://127.0.0.1/x.csv'", "opens a connection", "guard.table"},
        {"FROM read_csv('s3://bucket/x.csv')", "opens a connection", "guard.function"},
        {"FROM (FROM '/etc/passwd')", "a path inside of a subquery", "guard.table"},
        {"SELECT (SELECT max(content) FROM read_text('/etc/passwd'))", "a file inside of an expression", "guard.function"},
        {"SELECT 1 FROM student ORDER BY (SELECT count(*) FROM glob('*'))", "a file inside of ORDER BY", "guard.function"},
        {"SELECT count(*) FILTER (WHERE (FROM read_text('x')) IS NULL) FROM student", "a file inside of FILTER", "guard.function"},
        {"FROM student QUALIFY row_number() OVER (ORDER BY (FROM glob('*'))) = 1", "a file inside of QUALIFY", "guard.function"},
        {"SELECT * REPLACE ((FROM glob('*')) AS student_id) FROM student", "a file inside of REPLACE", "guard.function"},
        {"SELECT 1 LIMIT (SELECT count(*) FROM glob('*'))", "a file inside of LIMIT", "guard.function"},
        {"SELECT student_id, count(*) FROM student GROUP BY GROUPING SETS ((student_id), ((SELECT 1 FROM glob('*'))))", "a file inside of GROUPING SETS", "guard.function"},
        {"FROM student, LATERAL (FROM read_text('/etc/passwd')) x", "a file inside of LATERAL", "guard.function"},
        {"VALUES ((FROM glob('*')))", "a file inside of VALUES", "guard.function"},
        {"SELECT list_transform([1], lambda x: (FROM glob('*')))", "a file inside of a lambda", "guard.function"},
        {"WITH a AS (FROM read_text('/etc/passwd')) SELECT 1", "a file inside of WITH that nobody reads", "guard.function"},
        {"SELECT 1 UNION ALL SELECT count(*) FROM glob('*')", "a file on the right of UNION", "guard.function"},
        {"FROM student PIVOT (count(*) FOR grade_level IN (SELECT file FROM glob('*')))", "a file inside of PIVOT", "sql"},
        {"FROM student PIVOT (count(*) FOR grade_level IN some_type)", "a type of somebody else", "guard.statement"},
        {"ATTACH '" + folder + "/sensitive.duckdb' AS other", "opens another tier", "guard.statement"},
        {"ATTACH ':memory:' AS m", "a database of their own", "guard.statement"},
        {"ATTACH 'host=127.0.0.1' AS p (TYPE postgres)", "opens a connection", "guard.statement"},
        {"INSTALL httpfs", "fetches code", "guard.statement"},
        {"FORCE INSTALL httpfs", "fetches code", "guard.statement"},
        {"LOAD fts", "runs code", "guard.statement"},
        {"LOAD '/tmp/evil.duckdb_extension'", "runs code", "guard.statement"},
        {"CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')", "keeps a secret", "guard.statement"},

        // Changes.
        {"SELECT 1; DROP TABLE student", "two statements", "guard.statement"},
        {"SELECT 1; SELECT 2", "two statements", "guard.statement"},
        {"DROP TABLE student", "deletes", "guard.statement"},
        {"DELETE FROM student", "deletes", "guard.statement"},
        {"UPDATE student SET student_id = 0", "changes", "guard.statement"},
        {"INSERT INTO student VALUES (1)", "adds", "guard.statement"},
        {"CREATE TABLE x (a INTEGER)", "adds", "guard.statement"},
        {"CREATE TEMP TABLE student AS SELECT 1", "shadows a table for others", "guard.statement"},
        {"CREATE TEMP VIEW student AS SELECT 1", "shadows a table for others", "guard.statement"},
        {"CREATE TEMP MACRO sum(x) AS 1", "shadows a function for others", "guard.statement"},
        {"ALTER TABLE student ADD COLUMN x INTEGER", "changes", "guard.statement"},
        {"TRUNCATE student", "deletes", "guard.statement"},
        {"WITH d AS (DELETE FROM student RETURNING *) SELECT * FROM d", "changes in WITH", "sql"},
        {"EXPLAIN ANALYZE DELETE FROM student", "runs what it explains", "guard.statement"},
        {"EXPLAIN SELECT 1", "has a button of its own", "guard.statement"},
        {"PREPARE p AS SELECT 1", "state of the session", "guard.statement"},
        {"EXECUTE p", "state of the session", "guard.statement"},
        {"BEGIN", "state of the session", "guard.statement"},
        {"CHECKPOINT", "changes the file", "guard.statement"},
        {"VACUUM", "changes the file", "guard.statement"},
        {"ANALYZE", "changes the file", "guard.statement"},

        // Settings.
        {"SET enable_external_access = true", "opens files", "guard.statement"},
        {"RESET lock_configuration", "unlocks settings", "guard.statement"},
        {"SET memory_limit = '100GB'", "lifts a limit", "guard.statement"},
        {"SET threads = 64", "lifts a limit", "guard.statement"},
        {"SET temp_directory = '" + out + "'", "writes files", "guard.statement"},
        {"SET log_query_path = '" + out + "'", "writes a file", "guard.statement"},
        {"SET max_expression_depth = 1000000", "lifts a limit", "guard.statement"},
        {"SET TimeZone = 'Asia/Tokyo'", "changes what others see", "guard.statement"},
        {"SET search_path = 'other'", "changes what names mean", "guard.statement"},
        {"SET VARIABLE x = 1", "state of the session", "guard.statement"},
        {"USE memory", "changes what names mean", "guard.statement"},
        {"PRAGMA enable_profiling", "writes a file", "guard.statement"},
        {"PRAGMA profiling_output = '" + out + "'", "writes a file", "guard.statement"},
        {"PRAGMA memory_limit = '100GB'", "lifts a limit", "guard.statement"},
        {"PRAGMA disable_optimizer", "state of the session", "guard.statement"},
        {"PRAGMA database_list", "tells paths", "guard.statement"},
        {"SELECT set_config('a', 'b', false)", "PostgreSQL's way", "guard.function"},
        {"SELECT setseed(0.5)", "state of the session", "guard.function"},

        // SQL hidden from the check.
        {"FROM query('SELECT 1')", "runs SQL in a text", "guard.function"},
        {"FROM query('SELECT * FROM ' || 'duckdb_settings()')", "runs SQL in a text", "guard.function"},
        {"FROM query_table('student')", "a table by its name in a text", "guard.function"},
        {"FROM query_table(['student', 'duckdb_tables'])", "tables by names in a text", "guard.function"},
        {"FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "runs SQL in a text", "guard.function"},
        {"SELECT json_serialize_plan('FROM read_text(''/etc/passwd'')')", "plans SQL in a text", "guard.function"},
        {"SELECT json_deserialize_sql('{}')", "SQL in a text", "guard.function"},
        {"PIVOT student ON grade_level USING count(*)", "expands into a CREATE TYPE", "guard.statement"},
        {"SELECT list_aggregate([1, 2], 'bitstring_agg')", "a function named in a text", "guard.function"},

        // What is not theirs to see.
        {"FROM duckdb_databases()", "tells paths", "guard.function"},
        {"FROM duckdb_settings()", "tells settings", "guard.function"},
        {"FROM duckdb_tables()", "tells DDL of hidden tables", "guard.function"},
        {"FROM duckdb_columns()", "tells hidden columns", "guard.function"},
        {"FROM duckdb_extensions()", "tells paths", "guard.function"},
        {"FROM duckdb_tables", "the same as a view", "guard.table"},
        {"FROM sqlite_master", "the same as a view", "guard.table"},
        {"FROM pragma_database_list", "tells paths", "guard.table"},
        {"FROM pragma_storage_info('student')", "tells minimum and maximum of hidden columns", "guard.function"},
        {"FROM pragma_table_info('student')", "tells hidden columns", "guard.function"},
        {"FROM pg_catalog.pg_settings", "tells settings", "guard.table"},
        {"FROM information_schema.tables", "tells hidden tables", "guard.table"},
        {"SELECT current_setting('temp_directory')", "tells settings", "guard.function"},
        {"SELECT getvariable('x')", "state of the session", "guard.function"},
        {"SELECT getenv('HOME')", "tells the environment", "guard.function"},
        {"SELECT stats(student_id) FROM student", "tells minimum and maximum", "guard.function"},
        {"SELECT current_query()", "tells texts", "guard.function"},
        {"FROM _warehouse", "not a table of theirs", "guard.table"},
        {"FROM main._warehouse", "not a table of theirs", "guard.table"},
        {"FROM main.student", "a way round the list of names", "guard.table"},
        {"FROM other.main.student", "another database", "guard.table"},
        {"DESCRIBE student", "tells hidden columns", "guard.statement"},
        {"SUMMARIZE student", "tells minimum and maximum", "guard.statement"},
        {"SHOW TABLES", "tells hidden tables", "guard.statement"},
        {"FROM (DESCRIBE student)", "the same inside", "guard.statement"},
        {"FROM (SHOW ALL TABLES)", "the same inside", "guard.statement"},
        {"FROM student AT (VERSION => 1)", "earlier states", "guard.statement"},

        {"SELECT rowid, grade_level FROM student", "where rows lie is the order of the source", "guard.statement"},
        {"SELECT s.ROWID FROM student s", "the same after a name", "guard.statement"},
        {"SELECT 1 FROM student a JOIN student b USING (rowid)", "the same in USING", "guard.statement"},
        {"FROM student ORDER BY \"rowid\"", "the same in quotes", "guard.statement"},
        {"SELECT COLUMNS(['rowid']) FROM student", "the same as a text", "guard.statement"},
        {"SELECT v FROM student UNPIVOT (v FOR n IN (rowid, student_id))", "the same in UNPIVOT", "guard.statement"},

        // Names that pretend.
        {"WITH student AS (SELECT 1) FROM student", "a WITH that shadows a table", "guard.table"},
        {"WITH sqlite_master AS (FROM sqlite_master) FROM sqlite_master", "the inner name is the real one", "guard.table"},
        {"WITH duckdb_settings AS (SELECT 1) FROM duckdb_settings", "looks like DuckDB's own", "guard.table"},
        {"SELECT 1 FROM (WITH columns AS (SELECT 1) FROM columns) a, columns", "a WITH used where it is not visible", "guard.table"},
        {"WITH a AS (FROM b), b AS (SELECT 1) FROM a", "used before it is made", "guard.table"},
        {"WITH RECURSIVE views AS (FROM views UNION ALL FROM views) FROM views", "the first part means the real one", "guard.table"},
        {"WITH \"/etc/passwd\" AS (SELECT 1) FROM \"/etc/passwd\"", "a path as a name", "guard.table"},
        {"SELECT pg_catalog.current_setting('x')", "a function with a schema", "guard.function"},
        {"SELECT system.main.lower('x')", "a function with a catalogue", "guard.function"},
        {"FROM system.main.range(5)", "a function with a catalogue", "guard.function"},
        {"SELECT ('/etc/passwd').read_text()", "a function after a dot", "guard.function"},

        // More than there is.
        {"SELECT len(range(1000000000))", "20 GB while it is prepared", "guard.function"},
        {"SELECT list_sum(range(2000000000))", "15 GB while it is prepared", "guard.function"},
        {"SELECT list_sum(generate_series(1, 2000000000))", "the same", "guard.function"},
        {"SELECT length(repeat('x', 2000000000))", "4 GB while it is prepared", "guard.function"},
        {"SELECT length(repeat('x', student_id * 1000000)) FROM student", "the same for each row", "guard.function"},
        {"SELECT lpad('x', 2000000000, 'y')", "the same", "guard.function"},
        {"SELECT rpad('x', 2000000000, 'y')", "the same", "guard.function"},
        {"SELECT format('{:2000000000}', 'x')", "the same", "guard.function"},
        {"SELECT printf('%2000000000d', 1)", "the same", "guard.function"},
        {"SELECT bar(1, 0, 1, 2000000000)", "the same", "guard.function"},
        {"SELECT list_resize([1], 2000000000)", "the same", "guard.function"},
        {"SELECT equi_width_bins(0, 2000000000, 2000000000, false)", "the same", "guard.function"},
        {"SELECT bitstring_agg(student_id, 0, 20000000000) FROM student", "the same", "guard.function"},
        {"SELECT [1]::INTEGER[2000000000]", "a type as large as memory", "guard.statement"},
        {"SELECT 'a'::ENUM('a', 'b')", "makes a type", "guard.statement"},
        {"SELECT damerau_levenshtein('a', 'b')", "7 GB for two texts of 30 kB", "guard.function"},
        {"SELECT reservoir_quantile(student_id, 0.5, 2000000000) FROM student", "a sample as large as memory", "guard.function"},
        {"FROM range(1000000000000)", "never ends", "guard.function"},
        {"FROM generate_series(1, 1000000000)", "too many", "guard.function"},
        {"FROM range(DATE '0001-01-01', DATE '9999-01-01', INTERVAL 1 MICROSECOND)", "never ends", "guard.function"},
        {"FROM student, range(student_id * 1000000000)", "as many as the data say", "guard.function"},
        {"FROM repeat('x', 1000000000)", "too many", "guard.function"},
        {"FROM repeat_row(1, num_rows = 1000000000)", "too many", "guard.function"},
        {"SELECT pg_sleep(1000)", "waits", "guard.function"},
        {"SELECT sleep_ms(100000)", "waits", "guard.function"},
        {"SELECT " + std::string(300, '(') + "1" + std::string(300, ')'), "deep", "guard.size"},
        {"SELECT " + std::string(12'000, '-') + "1", "a comment to the end", "sql"},
        {"SELECT '" + std::string(25'000, 'x') + "'", "long", "guard.size"},
        {std::string("SELECT 1\0; DROP TABLE student", 28), "ends early for a parser in C", "guard.statement"},
        {"SELECT 'a\xff'", "no UTF-8", "guard.statement"},
        {"", "nothing", "guard.statement"},
        {"-- nothing", "nothing", "guard.statement"},
        {"SELEC 1", "no SQL", "sql"},
    };
}

/// Texts that read every column of `student` without its name. All of them must be told by the guard, for who may read what rests on it.
inline std::vector<std::string> hidden_reads() {
    return {
        "SELECT b FROM student AS s(a, b, c)",
        "SELECT s.a FROM org, student AS s(a)",
        "SELECT #2 FROM student",
        "SELECT (SELECT #1 LIMIT 1) FROM student",
        "SELECT a FROM (student JOIN org ON true) AS j(a, b)",
        "SELECT a FROM (FROM student) AS s(a, b)",
        "WITH s(a, b) AS (FROM student) SELECT b FROM s",
        "SELECT x FROM student PIVOT (count(*) FOR grade_level IN ('09')) AS p(x, y)",
        "SELECT v FROM student UNPIVOT (v FOR n IN (grade_level, student_id))",
        "SELECT student FROM student",
        "SELECT COLUMNS('.*') FROM student",
        "SELECT unnest(s) FROM student s",
    };
}

/// Nothing on these is refused before they run, so the walls end them: by time, by memory, or because they are small after all (empty code).
inline std::vector<Attack> resource_attacks() {
    std::string sum = "1";
    for (int i = 0; i < 900; ++i) sum += "+1";
    std::string replaced = "'x'";
    for (int i = 0; i < 12; ++i) replaced = "replace(" + replaced + ", 'x', 'xxxxxxxxxxxxxxxxxxxx')";
    std::string unions = "SELECT 1";
    for (int i = 0; i < 900; ++i) unions += " UNION ALL SELECT 1";
    const std::string million = "range(1000000)";
    return {
        {"SELECT count(*) FROM " + million + " a, " + million + " b, " + million + " c", "a cross join", "limit.time"},
        {"SELECT a.range FROM " + million + " a, " + million + " b ORDER BY a.range * b.range", "a cross join that is sorted", "limit"},
        {"SELECT a.range * b.range AS x, count(*) FROM " + million + " a, " + million + " b GROUP BY x", "groups without end", "limit"},
        {"WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r", "a recursion without end", "limit"},
        {"WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT a.n + 1 FROM r a, range(2)) SELECT count(*) FROM r", "a recursion that doubles", "limit"},
        {"WITH RECURSIVE r(t, n) AS (SELECT 'x', 1 UNION ALL SELECT t || t, n + 1 FROM r WHERE n < 60) SELECT max(length(t)) FROM r", "a text that doubles", "limit"},
        {"SELECT list(a.range) FROM " + million + " a, range(2000) b", "a list of two billions", "limit"},
        {"SELECT string_agg(a.range::VARCHAR, ',') FROM " + million + " a, range(2000) b", "a text of two billions", "limit"},
        {"SELECT quantile_cont(a.range, 0.5) FROM " + million + " a, range(2000) b", "a quantile of two billions", "limit"},
        {"SELECT sum(a.range) OVER (ORDER BY a.range ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW) FROM " + million + " a, range(100) b", "a wide window", "limit"},
        {"SELECT list_sum(list_transform(l, lambda x: list_sum(list_transform(l, lambda y: x * y)))) FROM (SELECT list(range) AS l FROM range(100000))", "a lambda in a lambda", "limit"},
        {"SELECT levenshtein(t, reverse(t)) FROM (SELECT string_agg(range::VARCHAR, '') AS t FROM range(60000))", "cannot be interrupted", "limit"},
        {"SELECT length(" + replaced + ")", "a text that grows twentyfold", "limit"},
        {"SELECT " + sum, "a sum that takes a minute to plan", "limit"},
        {unions, "many parts", ""},
        {"SELECT regexp_matches(string_agg('a', '') || '!', '(a+)+$') FROM range(100000)", "a pattern that explodes elsewhere", ""},
        {"SELECT string_agg('a', '') LIKE '%a%a%a%a%a%a%a%a%a%b' FROM range(100000)", "a pattern that explodes elsewhere", ""},
    };
}

}  // namespace data
