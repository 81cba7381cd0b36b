/// How fast a word is found and a document written, beside the same full-text query run bare through the SQLite C API.
///
///     bench_search_bench [DOCUMENTS] [--json FILE]
///
/// 100,000 requests of 180 words (80 and two replies of 50), words drawn by Zipf's law; one word stands in 1 % of them.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "base/random.h"
#include "db/db.h"
#include "db/migrations.h"
#include "search/search.h"

namespace {

/// Processor time of the whole process, so that the figure does not depend on what else the machine does.
struct Clock {
    using duration = std::chrono::nanoseconds;
    static duration now() {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
};

double microseconds(Clock::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }

/// Words like those of a language: few are frequent, most are rare.
class Vocabulary {
public:
    explicit Vocabulary(std::uint64_t seed) : random_(seed) {
        double sum = 0;
        for (int rank = 0; rank < 20'000; ++rank) {
            std::string word;
            for (auto length = random_.between(3, 9); length > 0; --length) word += static_cast<char>('a' + random_.below(26));
            words_.push_back(word);
            cumulated_.push_back(sum += 1.0 / (rank + 3));
        }
    }
    std::string text(int words) {
        std::string text;
        for (int i = 0; i < words; ++i) {
            auto at = std::ranges::lower_bound(cumulated_, random_.unit() * cumulated_.back());
            text += words_[static_cast<std::size_t>(at - cumulated_.begin())] + ' ';
        }
        return text;
    }
    const std::string& frequent() const { return words_.front(); }

private:
    base::Random random_;
    std::vector<std::string> words_;
    std::vector<double> cumulated_;
};

struct Folder {
    std::string path = (std::filesystem::temp_directory_path() / fmt::format("belltower-search-bench-{}", ::getpid())).string();
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

constexpr const char* rare_word = "zebraprinter";

double fill(db::Database& database, int documents) {
    Vocabulary vocabulary(1);
    std::vector<std::string> texts;
    for (int i = 0; i < documents; ++i) texts.push_back(vocabulary.text(180) + (i % 100 == 0 ? rare_word : ""));
    auto start = Clock::now();
    constexpr int at_once = 16;
    for (int from = 0; from < documents; from += at_once) {
        database.write([&](db::Write& db) {
            for (int i = from; i < std::min(from + at_once, documents); ++i) {
                const auto& text = texts[static_cast<std::size_t>(i)];
                search::put(db, {.kind = "request", .id = i + 1, .title = text.substr(0, 40), .text = text,
                                 .scopes = {"all", fmt::format("school:{}", i % 3)}, .at = base::from_ms(1'600'000'000'000 + i * 600'000LL)});
            }
        });
    }
    return microseconds(Clock::now() - start) / documents;
}

double time_find(db::Database& database, const search::Question& question, std::size_t expected) {
    constexpr int times = 300;
    auto start = Clock::now();
    for (int i = 0; i < times; ++i) {
        auto found = database.read([&](db::Read& db) { return search::find(db, question).size(); });
        if (found != expected) throw std::runtime_error(fmt::format("{} hits instead of {}", found, expected));
    }
    return microseconds(Clock::now() - start) / times;
}

/// The rival: the rows of the newest 50 matches, no scopes, no snippets.
double time_bare(const std::string& file) {
    sqlite3* db = nullptr;
    sqlite3_open(file.c_str(), &db);
    sqlite3_exec(db, "PRAGMA mmap_size=1000000000; PRAGMA cache_size=-20000", nullptr, nullptr, nullptr);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db,
                       "SELECT d.id, d.title, d.text, d.happened_at FROM search_index CROSS JOIN search_document d ON d.id = search_index.rowid "
                       "WHERE search_index MATCH ? ORDER BY search_index.rowid DESC LIMIT 50",
                       -1, &statement, nullptr);
    constexpr int times = 300;
    auto start = Clock::now();
    for (int i = 0; i < times; ++i) {
        sqlite3_bind_text(statement, 1, rare_word, -1, SQLITE_STATIC);
        while (sqlite3_step(statement) == SQLITE_ROW) sqlite3_column_text(statement, 2);
        sqlite3_reset(statement);
    }
    auto result = microseconds(Clock::now() - start) / times;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return result;
}

struct Figure {
    std::string name;
    double value;
    double limit;  // 0: none
    double ratio;  // to the bare query; 0: none
};

void write_json(const char* path, const std::vector<Figure>& figures) {
    std::ofstream file(path);
    file << "[";
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto& figure = figures[i];
        file << fmt::format("{}\n{{\"name\":\"{}\",\"value\":{:.1f},\"unit\":\"us\",\"limit\":{:.1f},\"ratio\":{:.2f}}}", i ? "," : "", figure.name,
                            figure.value, figure.limit, figure.ratio);
    }
    file << "\n]\n";
}

}  // namespace

int main(int argc, char** argv) {
    int documents = argc > 1 && argv[1][0] != '-' ? std::max(std::atoi(argv[1]), 5000) : 100'000;
    Folder folder;
    auto file = folder.path + "/bench.db";
    auto database = db::Database::open({.url = "sqlite:" + file});
    database->migrate(db::migrations_of(search::embedded(), db::Engine::sqlite));

    auto write = fill(*database, documents);
    search::Question rare{.text = rare_word, .scopes = {"all"}};
    auto bare = time_bare(file);
    std::vector<Figure> figures{{"search.put.180_words", write, 0, 0}, {"search.bare_fts5", bare, 0, 1}};
    auto add = [&](const char* name, double limit, const search::Question& question, std::size_t expected) {
        auto time = time_find(*database, question, expected);
        figures.push_back({name, time, limit, time / bare});
    };
    add("search.find.1_percent", 600, rare, 50);
    add("search.find.1_percent.as_beginning", 600, {.text = "zebraprin", .scopes = {"all"}}, 50);
    add("search.find.1_percent.one_school", 0, {.text = rare_word, .scopes = {"school:1"}}, 50);
    add("search.find.1_percent.nothing_allowed", 0, {.text = rare_word, .scopes = {"account:7"}}, 0);
    add("search.find.frequent_word", 0, {.text = '"' + Vocabulary(1).frequent() + '"', .scopes = {"all"}}, 50);
    for (const auto& figure : figures) {
        fmt::print("{:45} {:9.1f} us  {}{}\n", figure.name, figure.value, figure.ratio > 0 ? fmt::format("{:.2f} x bare FTS5", figure.ratio) : "",
                   figure.limit > 0 ? fmt::format("  (limit {:.0f} us)", figure.limit) : "");
    }
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0) write_json(argv[i + 1], figures);
    }
    bool kept = std::ranges::all_of(figures, [](const Figure& figure) { return figure.limit == 0 || figure.value <= figure.limit; });
    return kept ? 0 : 1;
}
