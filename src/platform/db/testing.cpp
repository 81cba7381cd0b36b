#include "db/testing.h"

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>

#include "db/testing_postgres.h"

namespace db::testing {

namespace fs = std::filesystem;

Engine engine_under_test() {
    const char* name = std::getenv("BELLTOWER_TEST_ENGINE");
    if (!name || std::string_view(name) == "sqlite") return Engine::sqlite;
    if (std::string_view(name) == "postgres") return Engine::postgres;
    throw Failure("BELLTOWER_TEST_ENGINE must be sqlite or postgres");
}

static std::string text_of(const std::vector<Migration>& migrations) {
    std::string text;
    for (const auto& migration : migrations) text += migration.room + '\0' + migration.name + '\0' + migration.sql + '\0';
    return text;
}

/// The folder of this process's SQLite files, removed at its end.
class Folder {
public:
    Folder() {
        path_ = (fs::temp_directory_path() / "belltower-test-XXXXXX").string();
        if (!::mkdtemp(path_.data())) throw Failure("no temporary folder can be made");
    }
    ~Folder() {
        // A forked child that ends by exit() must not take its parent's files away.
        std::error_code ignored;
        if (::getpid() == owner_) fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path path() const { return path_; }

private:
    std::string path_;
    pid_t owner_ = ::getpid();
};

static const Folder& folder() {
    static const Folder instance;
    return instance;
}

static Settings settings_for(const std::string& url) { return {.url = url, .readers = 4, .writers = 4, .durable = false}; }

static void migrate_closed(const std::string& url, const std::vector<Migration>& migrations) {
    auto database = Database::open(settings_for(url));
    database->migrate(migrations);
}

/// The template for these migrations, made by the first who asks.
static std::string template_for(const std::vector<Migration>& migrations) {
    static std::mutex mutex;
    static std::map<std::string, std::string> made;
    std::lock_guard lock(mutex);
    auto [entry, is_new] = made.try_emplace(text_of(migrations));
    if (is_new) {
        try {
            if (engine_under_test() == Engine::postgres) {
                entry->second = postgres_template(text_of(migrations), [&](const std::string& url) { migrate_closed(url, migrations); });
            } else {
                entry->second = (folder().path() / ("template" + std::to_string(made.size()) + ".db")).string();
                migrate_closed("sqlite:" + entry->second, migrations);
            }
        } catch (...) {
            made.erase(entry);
            throw;
        }
    }
    return entry->second;
}

FreshDatabase::FreshDatabase(const std::vector<Migration>& migrations) {
    static std::atomic<int> count{0};
    const std::string from = template_for(migrations);
    if (engine_under_test() == Engine::postgres) {
        url_ = create_postgres_copy(from, "belltower_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
    } else {
        const auto path = folder().path() / ("fresh" + std::to_string(++count) + ".db");
        fs::copy_file(from, path);
        url_ = "sqlite:" + path.string();
    }
    database_ = open_again();
}

FreshDatabase::~FreshDatabase() {
    database_.reset();
    if (url_.starts_with("sqlite:")) {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::error_code ignored;
            fs::remove(url_.substr(7) + suffix, ignored);
        }
    } else {
        drop_postgres_copy(url_);
    }
}

std::unique_ptr<Database> FreshDatabase::open_again() const { return Database::open(settings_for(url_)); }

}  // namespace db::testing
