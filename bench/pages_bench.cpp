// The SQL of whole pages, run bare. The pages are asked of the dispatcher as a technician's browser would, the statements that SQLite runs for them
// are written down, and then run again through the C API alone, prepared once: what the database costs of a page, and so what no server above
// it could beat. Arguments: the folder of a district on SQLite, --json FILE. script/bench runs it on its own district.
#include <fmt/core.h>
#include <sqlite3.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "app/house.h"
#include "auth/account.h"
#include "base/time.h"
#include "http/testing.h"

namespace {

/// A statement that was run: its SQL with its values, and how many of its rows were read.
struct Run {
    void* statement;
    std::string sql;
    int rows = 0;
};
std::vector<Run> runs;  // in order, while it is switched on
bool listening = false;

int write_down(unsigned what, void*, void* statement, void* text) {
    if (!listening) return 0;
    if (what == SQLITE_TRACE_ROW) {
        auto run = std::ranges::find(runs.rbegin(), runs.rend(), statement, &Run::statement);
        if (run != runs.rend()) ++run->rows;
        return 0;
    }
    if (static_cast<const char*>(text)[0] == '-') return 0;  // "-- " marks what a trigger runs
    char* sql = sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement));
    runs.push_back({statement, sql});
    sqlite3_free(sql);
    return 0;
}

int trace_connection(sqlite3* db, const char**, const void*) {
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT | SQLITE_TRACE_ROW, write_down, nullptr);
}

double processor_us() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

class Bare {
public:
    Bare(const std::string& path, const std::vector<Run>& all) {
        sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        sqlite3_exec(db_, "PRAGMA mmap_size = 1073741824", nullptr, nullptr, nullptr);
        for (const auto& run : all) {
            sqlite3_stmt* statement = nullptr;
            sqlite3_prepare_v3(db_, run.sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
            if (statement) prepared_.emplace_back(statement, run.rows);
        }
    }
    ~Bare() {
        for (const auto& [statement, rows] : prepared_) sqlite3_finalize(statement);
        sqlite3_close(db_);
    }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    /// As many rows of every statement as the page read, every value of them.
    void run() {
        for (const auto& [statement, rows] : prepared_) {
            for (int left = std::max(rows, 1); left > 0 && sqlite3_step(statement) == SQLITE_ROW; --left) {
                for (int column = 0; column < sqlite3_column_count(statement); ++column) bytes_ += sqlite3_column_bytes(statement, column);
            }
            sqlite3_reset(statement);
        }
    }

private:
    sqlite3* db_ = nullptr;
    std::vector<std::pair<sqlite3_stmt*, int>> prepared_;
    std::int64_t bytes_ = 0;
};

double best_us(const std::function<void()>& work) {
    constexpr int rounds = 40, calls = 25;
    double best = 1e12;
    for (int round = 0; round < rounds; ++round) {
        const double start = processor_us();
        for (int call = 0; call < calls; ++call) work();
        best = std::min(best, (processor_us() - start) / calls);
    }
    return best;
}

/// Every statement of the last page with what it costs alone.
void print_statements(const std::string& database) {
    for (const auto& run : runs) {
        Bare alone(database, {run});
        fmt::print("{:>8.1f} us, {:>3} rows: {}\n", best_us([&] { alone.run(); }), run.rows, run.sql);
    }
}

bool prints_statements = false;

struct Figure {
    std::string name;
    double whole_us;
    double bare_us;
};

auth::Viewer technician(db::Read& db) {
    const auto account = db.query("SELECT a.id FROM auth_account a JOIN auth_grant g ON g.account_id = a.id WHERE g.permission = 'helpdesk.work' ORDER BY a.id LIMIT 1").one_integer();
    return auth::Viewer({account}, "Technician", auth::grants(db, auth::Viewer::system(), {account}), auth::Proof::session);
}

Figure measure(http::TestClient& client, const std::string& database, const std::string& name, const std::string& target) {
    client.get(target);  // warm
    runs.clear();
    listening = true;
    const auto page = client.get(target);
    listening = false;
    if (page.status != 200) throw std::runtime_error(fmt::format("{} answers {}", target, page.status));
    if (prints_statements) print_statements(database);
    Bare bare(database, runs);
    return {name, best_us([&] { client.get(target); }), best_us([&] { bare.run(); })};
}

}  // namespace

int main(int argc, char** argv) {
    std::string folder, json;
    for (int at = 1; at < argc; ++at) {
        if (std::string_view(argv[at]) == "--json" && at + 1 < argc) json = argv[++at];
        else if (std::string_view(argv[at]) == "--statements") prints_statements = true;
        else folder = argv[at];
    }
    if (folder.empty()) {
        fmt::print(stderr, "usage: bench_pages_bench DISTRICT [--json FILE] [--statements]\n");
        return 2;
    }
    // SQLite's type of an entry point is void(*)(void); it calls it with the three arguments that trace_connection takes.
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(trace_connection));
    const auto configuration = app::read_configuration(folder);
    const auto house = app::open_house(configuration);
    const auto viewer = house->database().read(technician);
    http::TestClient client(house->services(), app::rooms().routes, base::system_now, viewer);
    const auto request = house->database().read([](db::Read& db) {
        return db.query("SELECT id FROM helpdesk_request WHERE state = 'open' ORDER BY priority, due_at, id LIMIT 1").one_integer();
    });
    const std::string database = folder + "/belltower.db";
    std::vector<Figure> figures{measure(client, database, "queue page", "/queue"),
                                measure(client, database, "one request with its story", fmt::format("/requests/{}", request)),
                                measure(client, database, "search", "/search?q=geometry")};
    for (const auto& one : figures) {
        fmt::print("{:<28} {:>8.1f} us of a processor, {:>8.1f} us for its SQL run bare ({:.0f} a second): {:.2f} times\n", one.name, one.whole_us, one.bare_us,
                   1e6 / one.bare_us, one.whole_us / one.bare_us);
    }
    if (!json.empty()) {
        std::ofstream out(json);
        out << "[";
        for (const auto& one : figures) {
            out << (&one == &figures.front() ? "" : ",\n ")
                << fmt::format(R"({{"name": "{}, its SQL run bare", "value": {:.2f}, "unit": "us", "limit": {:.2f}, "ratio": {:.3f}}})", one.name, one.bare_us,
                               one.whole_us, one.whole_us / one.bare_us);
        }
        out << "]\n";
    }
    return 0;
}
