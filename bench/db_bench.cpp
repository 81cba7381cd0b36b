// The seam to the database beside the bare C API of SQLite: the same SQL on the same file in the same run, and how many
// durable writes a second many writers get together. Arguments: a folder for the file (default: the present one), --json FILE.
#include <fmt/core.h>
#include <sqlite3.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "db/db.h"

using Clock = std::chrono::steady_clock;

constexpr int tickets = 100'000;
constexpr const char* page_sql = R"sql(
    SELECT t.id, t.title, t.state, t.priority, t.created_at, t.waiting_for, p.name AS requester, t.team_id
      FROM bench_ticket AS t JOIN bench_person AS p ON p.id = t.person_id
     WHERE t.team_id = :team AND t.state = 'open' AND t.id < :before
     ORDER BY t.id DESC LIMIT 50
)sql";

struct Line {
    std::int64_t id;
    std::string title, state;
    std::int64_t priority, created_at;
    std::optional<std::string> waiting_for;
    std::string requester;
    std::int64_t team;
};

static void fill(db::Database& database) {
    database.migrate({{"bench", "0001_create_ticket", R"sql(
        CREATE TABLE bench_person (id IDENTITY, name TEXT NOT NULL);
        CREATE TABLE bench_ticket (
            id IDENTITY, person_id BIGINT NOT NULL REFERENCES bench_person (id), team_id BIGINT NOT NULL, title TEXT NOT NULL,
            state TEXT NOT NULL, priority BIGINT NOT NULL, created_at BIGINT NOT NULL, waiting_for TEXT
        );
        CREATE INDEX bench_ticket_queue ON bench_ticket (team_id, state, id);
        CREATE TABLE bench_event (
            id IDENTITY, ticket_id BIGINT NOT NULL REFERENCES bench_ticket (id), happened_at BIGINT NOT NULL, word TEXT NOT NULL
        );
        CREATE INDEX bench_event_ticket ON bench_event (ticket_id);
    )sql"}});
    base::Random random(1);
    database.write([&](db::Write& w) {
        for (int i = 1; i <= 3000; ++i) {
            w.query("INSERT INTO bench_person (name) VALUES (:name)").bind("name", fmt::format("Person number {}", i)).run();
        }
        for (int i = 0; i < tickets; ++i) {
            w.query(R"sql(
                INSERT INTO bench_ticket (person_id, team_id, title, state, priority, created_at, waiting_for)
                VALUES (:person, :team, :title, :state, :priority, :at, :waiting)
            )sql")
                .bind("person", random.between(1, 3000))
                .bind("team", random.between(1, 8))
                .bind("title", fmt::format("The projector of room {} shows a green picture", random.below(400)))
                .bind("state", random.chance(0.3) ? "open" : "closed")
                .bind("priority", random.between(1, 5))
                .bind("at", 1'700'000'000'000 + i * 1000LL)
                .bind("waiting", random.chance(0.2) ? std::optional<std::string>("a part") : std::nullopt)
                .run();
        }
    });
}

static std::vector<Line> page_by_seam(db::Database& database, std::int64_t team, std::int64_t before) {
    return database.read([&](db::Read& r) {
        return r.query(page_sql).bind("team", team).bind("before", before).all([](const db::Row& row) {
            return Line{row.integer("id"),           std::string(row.text("title")), std::string(row.text("state")),
                        row.integer("priority"),     row.integer("created_at"),      row.maybe_text("waiting_for"),
                        std::string(row.text("requester")), row.integer("team_id")};
        });
    });
}

/// What a person would write who knows nothing but the C API: one prepared statement, columns by position.
class Bare {
public:
    explicit Bare(const std::string& path) {
        sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        sqlite3_exec(db_, "PRAGMA mmap_size = 1073741824", nullptr, nullptr, nullptr);
        sqlite3_prepare_v3(db_, page_sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    }
    ~Bare() {
        sqlite3_finalize(statement_);
        sqlite3_close(db_);
    }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    std::vector<Line> page(std::int64_t team, std::int64_t before) {
        sqlite3_bind_int64(statement_, 1, team);
        sqlite3_bind_int64(statement_, 2, before);
        std::vector<Line> lines;
        while (sqlite3_step(statement_) == SQLITE_ROW) {
            Line line{sqlite3_column_int64(statement_, 0), text(1), text(2), sqlite3_column_int64(statement_, 3),
                      sqlite3_column_int64(statement_, 4), std::nullopt, text(6), sqlite3_column_int64(statement_, 7)};
            if (sqlite3_column_type(statement_, 5) != SQLITE_NULL) line.waiting_for = text(5);
            lines.push_back(std::move(line));
        }
        sqlite3_reset(statement_);
        return lines;
    }

private:
    std::string text(int column) {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    sqlite3* db_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
};

static double processor_us() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// Microseconds of the processor for a call: the best of many short rounds taken in turn, so that a busy machine disturbs both alike.
static std::pair<double, double> compare(const std::function<void(int)>& left, const std::function<void(int)>& right) {
    constexpr int rounds = 100, calls = 80;
    double best[2] = {1e9, 1e9};
    for (int round = 0; round < rounds; ++round) {
        for (int side = 0; side < 2; ++side) {
            const auto& call = side == 0 ? left : right;
            const double start = processor_us();
            for (int i = 0; i < calls; ++i) call(i);
            best[side] = std::min(best[side], (processor_us() - start) / calls);
        }
    }
    return {best[0], best[1]};
}

/// A request that really writes: a ticket and two events.
static double writes_per_second(db::Database& database, int writers) {
    std::atomic<bool> stop{false};
    std::atomic<std::int64_t> written{0};
    std::vector<std::thread> threads;
    const auto start = Clock::now();
    for (int t = 0; t < writers; ++t) {
        threads.emplace_back([&] {
            while (!stop) {
                database.write([](db::Write& w) {
                    const auto id = w.query(R"sql(
                        INSERT INTO bench_ticket (person_id, team_id, title, state, priority, created_at)
                        VALUES (1, 1, :title, 'open', 3, :at) RETURNING id
                    )sql").bind("title", "The printer jams").bind("at", 1'800'000'000'000).one_integer();
                    for (const char* word : {"created", "routed"}) {
                        w.query("INSERT INTO bench_event (ticket_id, happened_at, word) VALUES (:ticket, 0, :word)")
                            .bind("ticket", id).bind("word", word).run();
                    }
                });
                ++written;
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::seconds{3});
    stop = true;
    for (auto& thread : threads) thread.join();
    const std::chrono::duration<double> taken = Clock::now() - start;
    return static_cast<double>(written) / taken.count();
}

struct Figure {
    std::string name;
    double value;
    std::string unit;
    double limit;
    double ratio;
};

static void print(const std::vector<Figure>& figures, const std::string& json) {
    for (const auto& one : figures) {
        fmt::print("{:<44} {:>12.2f} {:<14} limit {:>8.2f}  ratio {:.2f}\n", one.name, one.value, one.unit, one.limit, one.ratio);
    }
    if (json.empty()) return;
    std::ofstream out(json);
    out << "[";
    for (const auto& one : figures) {
        out << (&one == &figures.front() ? "" : ",\n ")
            << fmt::format(R"({{"name": "{}", "value": {:.3f}, "unit": "{}", "limit": {:.3f}, "ratio": {:.3f}}})", one.name, one.value,
                           one.unit, one.limit, one.ratio);
    }
    out << "]\n";
}

int main(int argc, char** argv) {
    std::string folder = ".", json;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--json" && i + 1 < argc) json = argv[++i];
        else folder = argv[i];
    }
    const std::string path = folder + "/db_bench.db";
    const auto remove_files = [&] {
        for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path + suffix).c_str());
    };
    remove_files();
    std::vector<Figure> figures;
    {
        auto database = db::Database::open({.url = "sqlite:" + path});
        fill(*database);
        Bare bare(path);
        const auto argument = [](int i) { return std::pair<std::int64_t, std::int64_t>(1 + i % 8, tickets - (i * 37) % 50'000); };
        const auto [seam_us, bare_us] = compare(
            [&](int i) { page_by_seam(*database, argument(i).first, argument(i).second); },
            [&](int i) { bare.page(argument(i).first, argument(i).second); });
        figures.push_back({"50 rows by the seam, beside bare SQLite", seam_us, "us", bare_us * 1.15, seam_us / bare_us});
        const double alone = writes_per_second(*database, 1);
        const auto before = database->statistics();
        const double together = writes_per_second(*database, 16);
        const auto after = database->statistics();
        figures.push_back({"durable writes by 16 writers, beside 1", together, "per second", 2800, together / alone});
        figures.push_back({"writes that share a commit", static_cast<double>(after.transactions - before.transactions) /
                                                             static_cast<double>(after.commits - before.commits), "per commit", 0, 0});
    }
    remove_files();
    print(figures, json);
    return 0;
}
