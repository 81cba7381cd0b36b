// 20,000 devices with their holders brought into SQLite, beside a bare insert of as many rows through the C API into a table of the same shape in
// the same run; then the same file once more, which changes nothing, and a file in which each device has another holder. Arguments: a folder
// (default: the present one), --json FILE.
#include <fmt/core.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "auth/auth.h"
#include "busy_kind.h"
#include "db/db.h"
#include "db/migrations.h"
#include "imports/imports.h"
#include "inventory/inventory.h"
#include "roster/roster.h"
#include "search/search.h"
#include "waiting_writer.h"

using Clock = std::chrono::steady_clock;

constexpr int devices = 20'000;

static double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

static std::string asset_file(int shift) {
    std::string text =
        "Company,Name,Asset Tag,Category,Manufacturer,Location,Model,Model Number,Purchase Date,Purchase Cost,Status,Checkout Type,"
        "Checked Out To: Username,Checked Out To: First Name,Checked Out To: Last Name,Checked Out To: Email,Serial\n";
    for (int i = 0; i < devices; ++i) {
        int holder = (i + shift) % devices;
        text += fmt::format("River,,RB-{0:06},Chromebook,HP,School {1},Chromebook {2} G{2},CB{2},2025-08-{3:02},249.00,Deployed,user,student{4},Given{5},Family{6},"
                            "student{4}@river.example,5CD{7:07}\n",
                            i, i % 20, i % 40, i % 28 + 1, holder, holder % 997, holder % 4999, (i * 7919) % 10'000'000);
    }
    return text;
}

static void must(int code, sqlite3* db) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    std::exit(1);
}

/// A row of nine values with four indexes for each device, in one durable transaction: no events, no search, no memory of the source.
static double bare_insert(const std::string& path) {
    sqlite3* db = nullptr;
    must(sqlite3_open(path.c_str(), &db), db);
    must(sqlite3_exec(db, R"sql(
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE device (id INTEGER PRIMARY KEY AUTOINCREMENT, label_token TEXT NOT NULL UNIQUE, asset_tag TEXT, serial TEXT, model_id BIGINT NOT NULL,
            status TEXT NOT NULL, school_id BIGINT, holder_id BIGINT, purchased_on TEXT, cost_cents BIGINT);
        CREATE UNIQUE INDEX by_tag ON device (asset_tag);
        CREATE UNIQUE INDEX by_serial ON device (serial);
        CREATE INDEX by_holder ON device (holder_id);
    )sql", nullptr, nullptr, nullptr), db);
    auto start = Clock::now();
    must(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), db);
    sqlite3_stmt* insert = nullptr;
    must(sqlite3_prepare_v2(db,
                            "INSERT INTO device (label_token, asset_tag, serial, model_id, status, school_id, holder_id, purchased_on, cost_cents)"
                            " VALUES (?1, ?2, ?3, ?4, 'assigned', ?5, ?6, '2025-08-24', 24900)",
                            -1, &insert, nullptr), db);
    for (int i = 0; i < devices; ++i) {
        std::string texts[] = {fmt::format("{:043}", (i * 2654435761LL) % 1'000'000'007), fmt::format("rb-{:06}", i), fmt::format("5cd{:07}", (i * 7919) % 10'000'000)};
        for (int t = 0; t < 3; ++t) sqlite3_bind_text(insert, t + 1, texts[t].data(), static_cast<int>(texts[t].size()), SQLITE_TRANSIENT);
        sqlite3_bind_int64(insert, 4, i % 40);
        sqlite3_bind_int64(insert, 5, i % 20);
        sqlite3_bind_int64(insert, 6, i);
        must(sqlite3_step(insert), db);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    must(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr), db);
    auto seconds = seconds_since(start);
    sqlite3_close(db);
    return seconds;
}

static std::unique_ptr<db::Database> open(const std::string& path) {
    auto database = db::Database::open({.url = "sqlite:" + path});
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), search::embedded(), imports::embedded(), roster::embedded(), inventory::embedded()}) {
        for (auto& migration : db::migrations_of(files, database->engine())) all.push_back(std::move(migration));
    }
    database->migrate(all);
    return database;
}

/// 20 schools and a student for each device, with the few columns by which holders and places are found.
static void people_of(db::Database& database) {
    database.write([](db::Write& db) {
        for (int i = 0; i < 20; ++i) {
            db.query("INSERT INTO roster_org (source, external_id, name, name_folded, type) VALUES ('roster', :key, :name, :folded, 'school')")
                .bind("key", fmt::format("s{}", i))
                .bind("name", fmt::format("School {}", i))
                .bind("folded", fmt::format("school {}", i))
                .run();
        }
        for (int i = 0; i < devices; ++i) {
            auto name = fmt::format("student{}", i);
            db.query("INSERT INTO roster_person (source, external_id, given_name, family_name, name_folded, username, username_folded, email, email_folded, role,"
                     " primary_org_id, changed_at) VALUES ('roster', :name, 'Given', :name, :name, :name, :name, :email, :email, 'student', 1, 0)")
                .bind("name", name)
                .bind("email", name + "@river.example")
                .run();
        }
    });
}

struct Timing {
    double seconds;
    double longest_save;
    double busy;
    imports::Outcome outcome;
};

static Timing bring_in(db::Database& database, const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
    imports::Options options{.now = base::system_now()};
    options.today = base::TimeZone::utc().day_of(options.now);
    imports::Progress progress;
    imports::Report report;
    double busy = 0;
    auto kind = busy_kind(inventory::import_kind(), busy);
    WaitingWriter other(database);
    auto start = Clock::now();
    auto package = imports::Package::open(path, "devices.csv", report);
    auto outcome = imports::apply(database, auth::Viewer::command_line(), kind, *package, options, progress, "devices.csv");
    auto seconds = seconds_since(start);
    return {seconds, other.stop(), busy, std::move(outcome)};
}

static void tell(std::string_view what, const Timing& timing) {
    fmt::print("{:<44}{:6.2f} s, its transaction {} ms ({:.0f} ms of the processor), another's save waited at most {:.0f} ms\n", what, timing.seconds,
               timing.outcome.transaction.count(), timing.busy * 1000, timing.longest_save * 1000);
}

int main(int argc, char** argv) {
    std::string folder = ".";
    std::string json;
    for (int i = 1; i < argc; ++i) {
        if (std::string(argv[i]) == "--json" && i + 1 < argc) json = argv[++i];
        else folder = argv[i];
    }
    auto place = folder + "/device_import_bench";
    std::filesystem::remove_all(place);
    std::filesystem::create_directories(place);
    auto bare = bare_insert(place + "/bare.sqlite");
    auto database = open(place + "/devices.sqlite");
    people_of(*database);
    auto first = bring_in(*database, place + "/devices.csv", asset_file(0));
    auto again = bring_in(*database, place + "/devices.csv", asset_file(0));
    auto moved = bring_in(*database, place + "/devices.csv", asset_file(1));
    if (first.outcome.total().created != devices || again.outcome.total().unchanged != devices || moved.outcome.total().updated != devices) {
        std::fprintf(stderr, "The import did not do what it should.\n");
        return 1;
    }
    auto writing = static_cast<double>(first.outcome.transaction.count()) / 1000;
    fmt::print("{:<44}{:6.2f} s\n", fmt::format("bare insert of {} devices", devices), bare);
    tell(fmt::format("import of {} devices", devices), first);
    fmt::print("  its transaction takes {:.1f} times as long as the bare insert\n", writing / bare);
    tell("the same file again, nothing changes", again);
    tell("each device has another holder", moved);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format(
            R"([{{"name": "device import, its transaction, beside a bare insert", "value": {:.3f}, "unit": "s", "limit": {:.3f}, "ratio": {:.3f}}},
 {{"name": "device import, longest wait of another's save", "value": {:.3f}, "unit": "s", "limit": 0, "ratio": {:.3f}}}]
)",
            writing, bare, writing / bare, first.longest_save, first.longest_save / bare);
    }
    database.reset();
    std::filesystem::remove_all(place);
}
