// Questions to the warehouse beside the bare C API of DuckDB: the same SQL on the same file in the same run, turn by turn.
//
// Chronic absence by school and subgroup over 36,000,000 rows of attendance, and a small question. Arguments: a folder for the file (default:
// the present one; a file that is there is used again), --rows N, --json FILE.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "base/child_process.h"
#include "data/warehouse.h"
#include "duck/duck.h"

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t days = 180;
constexpr int turns = 5;

constexpr const char* chronic = R"sql(
    WITH year AS (
        SELECT student_id, count(*) AS enrolled, count(*) FILTER (WHERE category <> 'In Attendance' AND day_thousandths >= 500) AS absent
          FROM attendance_event GROUP BY student_id)
    SELECT o.name, d.race_reported, count(*) AS students, count(*) FILTER (WHERE absent * 10 >= enrolled) AS chronic
      FROM year JOIN student s USING (student_id) JOIN student_demographic d USING (student_id) JOIN org o ON o.org_id = s.school_id
     GROUP BY o.name, d.race_reported ORDER BY o.name, d.race_reported
)sql";
constexpr const char* small = "SELECT count(*) AS schools FROM org";

static void fill(const std::string& file, std::int64_t rows) {
    duck::Session session({.path = file, .memory_megabytes = 2048, .temp_folder = file + ".spill", .temp_megabytes = 20'000});
    session.run(fmt::format(R"sql(
        CREATE TABLE _warehouse (key VARCHAR, value VARCHAR);
        INSERT INTO _warehouse VALUES ('version', 'bench'), ('as_of', '0'), ('rows', '{0}');
        CREATE TABLE org AS SELECT range AS org_id, 'School ' || range AS name FROM range(60);
        CREATE TABLE student AS SELECT range AS student_id, range % 60 AS school_id, (range % 13)::VARCHAR AS grade_level FROM range({0} // {1});
        CREATE TABLE student_demographic AS SELECT student_id, ['AM7', 'AS7', 'BL7', 'HI7', 'MU7', 'PI7', 'WH7'][(hash(student_id) % 7)::INTEGER + 1] AS race_reported FROM student;
        CREATE TABLE attendance_event AS
            SELECT student_id, school_id, DATE '2026-08-24' + d.range::INTEGER AS date,
                   CASE (hash(student_id, d.range) % 40)::INTEGER WHEN 0 THEN 'Excused Absence' WHEN 1 THEN 'Unexcused Absence' WHEN 2 THEN 'Tardy'
                        ELSE CASE WHEN hash(student_id) % 6 = 0 AND hash(d.range, student_id) % 12 = 0 THEN 'Unexcused Absence' ELSE 'In Attendance' END END AS category,
                   CASE WHEN hash(d.range, student_id) % 9 = 0 THEN 250 ELSE 1000 END AS day_thousandths
              FROM range({1}) d, student ORDER BY d.range, student_id;
        CHECKPOINT;
    )sql", rows, days));
}

static double milliseconds(const std::function<void()>& act) {
    auto began = Clock::now();
    act();
    return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

static double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Figures {
    double bare, open, asked, guarded;
};

static Figures measure(const data::Place& place, const std::string& sql) {
    auto file = place.file(data::Tier::students);
    duck::Session open({.path = file, .read_only = true, .memory_megabytes = 1536, .threads = 2});
    auto expected = open.table(sql);
    std::vector<double> bare, asked, guarded, kept_open;
    for (int turn = 0; turn < turns; ++turn) {
        bare.push_back(milliseconds([&] {
            duck::Session session({.path = file, .read_only = true, .memory_megabytes = 1536, .threads = 2});
            session.table(sql);
        }));
        kept_open.push_back(milliseconds([&] { open.table(sql); }));
        for (bool guard : {false, true}) {
            data::Ask question{.tier = data::Tier::students, .sql = sql, .parameters = {}, .guarded = guard, .limits = {.time = base::Milliseconds(120'000)}};
            data::Answer answer;
            (guard ? guarded : asked).push_back(milliseconds([&] { answer = data::ask(place, question); }));
            if (answer.table != expected) {
                fmt::print(stderr, "the answers differ\n");
                std::exit(1);
            }
        }
    }
    return {median(bare), median(kept_open), median(asked), median(guarded)};
}

static void show(const char* name, const Figures& f) {
    fmt::print("{:<34} bare {:8.1f} ms  (kept open {:8.1f})  asked {:8.1f}  guarded {:8.1f}  ratio {:.2f}  more {:.1f} ms\n", name, f.bare, f.open, f.asked, f.guarded,
               f.guarded / f.bare, f.guarded - f.bare);
}

int main(int argc, char** argv) {
    std::string folder = ".", json;
    std::int64_t rows = 36'000'000;
    for (int i = 1; i < argc; ++i) {
        std::string argument = argv[i];
        if (argument == "--json" && i + 1 < argc) json = argv[++i];
        else if (argument == "--rows" && i + 1 < argc) rows = std::stoll(argv[++i]);
        else folder = argument;
    }
    data::Place place{folder + "/bench-warehouse", base::program_beside("belltower-data")};
    fs::create_directories(place.folder);
    auto file = place.file(data::Tier::students);
    if (!fs::exists(file)) {
        fmt::print("making {} rows of attendance in {}\n", rows, file);
        fill(file + ".new", rows);
        fs::rename(file + ".new", file);
    }
    auto counted = measure(place, chronic);
    auto little = measure(place, small);
    fmt::print("{} rows of attendance, {} MB, medians of {}\n", rows, fs::file_size(file) >> 20, turns);
    show("chronic absence by school and race", counted);
    show("a small question", little);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format(
            "{{\"rows\": {}, \"chronic_bare_ms\": {:.1f}, \"chronic_asked_ms\": {:.1f}, \"chronic_guarded_ms\": {:.1f}, \"chronic_ratio\": {:.3f}, "
            "\"small_bare_ms\": {:.1f}, \"small_guarded_ms\": {:.1f}, \"guarded_more_ms\": {:.1f}}}\n",
            rows, counted.bare, counted.asked, counted.guarded, counted.guarded / counted.bare, little.bare, little.guarded, little.guarded - little.bare);
    }
}
