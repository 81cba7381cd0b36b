// A roster of 100,000 enrolments brought into SQLite, beside a bare insert of the same enrolment rows through the C API into a table of the same
// shape in the same run; then the same files once more, which changes nothing; then the files with a part of their enrolments changed. Arguments: a folder
// (default: the present one), --enrollments N (five a student, a hundred a class), --changed PERCENT (default 1), --json FILE.
#include <fmt/core.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <chrono>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/house.h"
#include "base/log.h"
#include "busy_kind.h"
#include "data/data.h"
#include "imports/imports.h"
#include "roster/roster.h"
#include "waiting_writer.h"

using Clock = std::chrono::steady_clock;

static int enrollments = 100'000;
static int students = enrollments / 5;
static int classes = enrollments / 100;

static double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

static void write(const std::string& folder, const std::string& name, const std::string& text) {
    std::ofstream(folder + "/" + name, std::ios::binary) << text;
}

/// Every hundredth of a hundred, or as many as are wanted, begins a day later than before.
static void write_enrollments(const std::string& folder, int changed_percent) {
    std::string text = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n";
    for (int i = 0; i < enrollments; ++i) {
        text += fmt::format("enrollment-{},,,class-{},s,user-{},student,,2026-08-{},\n", i, (i * 7) % classes, i % students, i % 100 < changed_percent ? 25 : 24);
    }
    write(folder, "enrollments.csv", text);
}

static void write_district(const std::string& folder) {
    std::filesystem::create_directories(folder);
    write(folder, "manifest.csv",
          "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,bulk\nfile.classes,bulk\n"
          "file.courses,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.users,bulk\n");
    write(folder, "orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nd,,,District,district,,\ns,,,School,school,,d\n");
    write(folder, "academicSessions.csv",
          "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\ny,,,Year,schoolYear,2026-08-24,2027-06-11,,2027\n");
    write(folder, "courses.csv",
          "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\nc,,,y,Course,C,09,s,,\n");
    std::string text = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n";
    for (int i = 0; i < classes; ++i) text += fmt::format("class-{0},,,Class {0},09,c,C-{0},scheduled,{1},s,y,,,\n", i, i % 60);
    write(folder, "classes.csv", text);
    text = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n";
    for (int i = 0; i < students; ++i) {
        text += fmt::format("user-{0},,,true,s,student,student{0},,Given{1},Family{2},,{0},student{0}@river.example,,,,09,\n", i, i % 997, i % 4999);
    }
    write(folder, "users.csv", text);
    write_enrollments(folder, 0);
}

static void must(int code, sqlite3* db) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    std::exit(1);
}

/// The rows of enrollments.csv into a table with the same columns, foreign keys' indexes and unique key, in one durable transaction.
static double bare_insert(const std::string& path) {
    sqlite3* db = nullptr;
    must(sqlite3_open(path.c_str(), &db), db);
    must(sqlite3_exec(db, R"sql(
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE enrollment (id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, external_id TEXT, content_hash BIGINT NOT NULL,
            class_id BIGINT NOT NULL, person_id BIGINT NOT NULL, role TEXT NOT NULL, raw_role TEXT NOT NULL, is_primary BIGINT NOT NULL, begin_on TEXT,
            end_on TEXT, active BIGINT NOT NULL DEFAULT 1, UNIQUE (source, external_id));
        CREATE INDEX by_class ON enrollment (class_id, active, role);
        CREATE INDEX by_person ON enrollment (person_id, active);
    )sql", nullptr, nullptr, nullptr), db);
    auto start = Clock::now();
    must(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), db);
    sqlite3_stmt* insert = nullptr;
    must(sqlite3_prepare_v2(db,
                            "INSERT INTO enrollment (source, external_id, content_hash, class_id, person_id, role, raw_role, is_primary, begin_on)"
                            " VALUES ('roster', ?1, ?2, ?3, ?4, 'student', 'student', 0, '2026-08-24')",
                            -1, &insert, nullptr), db);
    for (int i = 0; i < enrollments; ++i) {
        auto key = fmt::format("enrollment-{}", i);
        sqlite3_bind_text(insert, 1, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
        sqlite3_bind_int64(insert, 2, i * 2654435761LL);
        sqlite3_bind_int64(insert, 3, (i * 7) % classes + 1);
        sqlite3_bind_int64(insert, 4, i % students + 1);
        must(sqlite3_step(insert), db);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    must(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr), db);
    auto seconds = seconds_since(start);
    sqlite3_close(db);
    return seconds;
}

struct Timing {
    double seconds;
    double longest_save;
    double busy;
    double warehouse;  // brought up to date after it
    imports::Outcome outcome;

    double all() const { return seconds + warehouse; }
};

static Timing bring_in(app::House& house, const std::string& folder) {
    auto& database = house.database();
    imports::Options options{.now = base::system_now()};
    options.today = base::TimeZone::utc().day_of(options.now);
    imports::Progress progress;
    imports::Report report;
    double busy = 0;
    auto kind = busy_kind(roster::import_kind(), busy);
    WaitingWriter other(database);
    auto start = Clock::now();
    auto package = imports::Package::open(folder, "district", report);
    auto outcome = imports::apply(database, auth::Viewer::command_line(), kind, *package, options, progress, "district");
    auto seconds = seconds_since(start);
    auto longest = other.stop();
    start = Clock::now();
    data::refresh_now(database, house.services());
    return {seconds, longest, busy, seconds_since(start), std::move(outcome)};
}

static double peak_mebibytes(int whose = RUSAGE_SELF) {
    rusage usage{};
    getrusage(whose, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

int main(int argc, char** argv) {
    std::string folder = ".";
    std::string json;
    int changed_percent = 1;
    for (int i = 1; i < argc; ++i) {
        std::string argument = argv[i];
        if (argument == "--json" && i + 1 < argc) json = argv[++i];
        else if (argument == "--enrollments" && i + 1 < argc) enrollments = std::max(1000, std::atoi(argv[++i]));
        else if (argument == "--changed" && i + 1 < argc) changed_percent = std::atoi(argv[++i]);
        else folder = argument;
    }
    students = enrollments / 5;
    classes = enrollments / 100;
    auto place = folder + "/roster_import_bench";
    std::filesystem::remove_all(place);
    write_district(place + "/files");
    auto bare = bare_insert(place + "/bare.sqlite");
    auto before = peak_mebibytes();
    std::filesystem::create_directories(place + "/district");
    base::log::set_level(base::log::Level::error);
    auto house = app::open_and_migrate({.data = place + "/district"});
    auto first = bring_in(*house, place + "/files");
    auto second = bring_in(*house, place + "/files");
    auto peak = peak_mebibytes();
    write_enrollments(place + "/files", changed_percent);
    auto third = bring_in(*house, place + "/files");
    auto worker = peak_mebibytes(RUSAGE_CHILDREN);
    auto rows = static_cast<double>(first.outcome.total().created);
    if (first.outcome.state != imports::State::applied || second.outcome.total().unchanged != first.outcome.total().created ||
        third.outcome.total().updated != enrollments / 100 * changed_percent) {
        std::fprintf(stderr, "The import did not do what it should.\n");
        return 1;
    }
    auto writing = static_cast<double>(first.outcome.transaction.count()) / 1000;
    auto bare_rate = enrollments / bare;
    auto write_rate = rows / writing;
    fmt::print("bare insert of {} enrolments            {:8.0f} rows/s  ({:.2f} s)\n", enrollments, bare_rate, bare);
    fmt::print("import of {:.0f} records, all in all       {:8.0f} rows/s  ({:.2f} s)\n", rows, rows / first.seconds, first.seconds);
    fmt::print("  of that the one transaction             {:8.0f} rows/s  ({:.2f} s), {:.2f} of bare\n", write_rate, writing, write_rate / bare_rate);
    fmt::print("  which kept the processor for {:.0f} ms; another's save waited at most {:.0f} ms\n", first.busy * 1000, first.longest_save * 1000);
    fmt::print("the same files again, nothing changes     {:8.0f} rows/s  ({:.2f} s), transaction {} ms\n", rows / second.seconds, second.seconds,
               second.outcome.transaction.count());
    fmt::print("{} % of the enrolments changed            {:8.2f} s, {:.1f} % of the first time, transaction {} ms\n", changed_percent, third.seconds,
               100 * third.seconds / first.seconds, third.outcome.transaction.count());
    fmt::print("with the warehouse brought up to date: first {:.2f} s, {:.0f} rows/s (limit 50000); with {} % changed {:.2f} s, {:.2f} of it (limit 0.25)\n", first.all(),
               rows / first.all(), changed_percent, third.all(), third.all() / first.all());
    fmt::print("peak memory {:.0f} MiB ({:.0f} MiB before the import), of belltower-data {:.0f} MiB (limit 1024 together)\n", peak, before, worker);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format(
            R"([{{"name": "roster import, rows in its transaction, beside bare inserts", "value": {:.0f}, "unit": "rows/s", "limit": 0, "ratio": {:.3f}}},
 {{"name": "roster import of the same files again", "value": {:.3f}, "unit": "s", "limit": 0, "ratio": {:.3f}}},
 {{"name": "roster import of files with a part changed", "value": {:.3f}, "unit": "s", "limit": 0, "ratio": {:.3f}}},
 {{"name": "roster import, peak memory", "value": {:.0f}, "unit": "MiB", "limit": 1024, "ratio": {:.3f}}},
 {{"name": "roster package validated, durable, in the warehouse", "value": {:.0f}, "unit": "rows/s", "limit": 50000, "ratio": {:.3f}}},
 {{"name": "the same with a part changed, of the first time", "value": {:.3f}, "unit": "", "limit": 0.25, "ratio": {:.3f}}}]
)",
            write_rate, write_rate / bare_rate, second.seconds, second.seconds / first.seconds, third.seconds, third.seconds / first.seconds, peak + worker, (peak + worker) / 1024,
            rows / first.all(), rows / first.all() / 50000, third.all() / first.all(), third.all() / first.all() / 0.25);
    }
    house.reset();
    std::filesystem::remove_all(place);
}
