#include "db/testing.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>

#include "db/beside.h"
#include "db/testing_postgres.h"

namespace db::testing {

namespace fs = std::filesystem;

Engine engine_under_test() {
    const char* name = std::getenv("BELLTOWER_TEST_ENGINE");
    if (!name || std::string_view(name) == "sqlite") return Engine::sqlite;
    if (std::string_view(name) == "postgres") return Engine::postgres;
    throw Failure("BELLTOWER_TEST_ENGINE must be sqlite or postgres");
}

using Beside = FreshDatabase::Beside;

static std::string text_of(const std::vector<Migration>& migrations, const std::vector<Beside>& beside) {
    std::string text;
    for (const auto& migration : migrations) text += migration.room + '\0' + migration.name + '\0' + migration.sql + '\0';
    for (const Beside& one : beside) text += "beside " + one.room + '\0' + text_of(one.migrations, {});
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

static void migrate_closed(const std::string& url, const std::vector<Migration>& migrations, const std::vector<Beside>& beside) {
    Database::open(settings_for(url))->migrate(migrations);
    for (const Beside& one : beside) Database::open(settings_for(address_beside(url, one.room)))->migrate(one.migrations);
}

/// The template for these migrations, made by the first who asks.
static std::string template_for(const std::vector<Migration>& migrations, const std::vector<Beside>& beside) {
    static std::mutex mutex;
    static std::map<std::string, std::string> made;
    std::lock_guard lock(mutex);
    auto [entry, is_new] = made.try_emplace(text_of(migrations, beside));
    if (is_new) {
        try {
            if (engine_under_test() == Engine::postgres) {
                entry->second = postgres_template(entry->first, [&](const std::string& url) { migrate_closed(url, migrations, beside); });
            } else {
                entry->second = (folder().path() / ("template" + std::to_string(made.size()) + ".db")).string();
                migrate_closed("sqlite:" + entry->second, migrations, beside);
            }
        } catch (...) {
            made.erase(entry);
            throw;
        }
    }
    return entry->second;
}

static std::string file_of(std::string_view url) { return std::string(url.substr(url.find(':') + 1)); }

FreshDatabase::FreshDatabase(const std::vector<Migration>& migrations, const std::vector<Beside>& beside) {
    static std::atomic<int> count{0};
    const std::string from = template_for(migrations, beside);
    for (const Beside& one : beside) beside_.push_back(one.room);
    if (engine_under_test() == Engine::postgres) {
        url_ = create_postgres_copy(from, "belltower_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
    } else {
        const auto path = folder().path() / ("fresh" + std::to_string(++count) + ".db");
        fs::copy_file(from, path);
        url_ = "sqlite:" + path.string();
        for (const std::string& room : beside_) fs::copy_file(file_of(address_beside("sqlite:" + from, room)), file_of(address_beside(url_, room)));
    }
    database_ = open_again();
}

FreshDatabase::~FreshDatabase() {
    database_.reset();
    if (url_.starts_with("sqlite:")) {
        std::vector<std::string> urls{url_};
        for (const std::string& room : beside_) urls.push_back(address_beside(url_, room));
        for (const std::string& url : urls) {
            for (const char* suffix : {"", "-wal", "-shm"}) {
                std::error_code ignored;
                fs::remove(file_of(url) + suffix, ignored);
            }
        }
    } else {
        drop_postgres_copy(url_);
    }
}

std::unique_ptr<Database> FreshDatabase::open_again() const { return Database::open(settings_for(url_)); }

std::unique_ptr<Database> FreshDatabase::open_beside(std::string_view room) const { return Database::open(settings_for(address_beside(url_, room))); }

}  // namespace db::testing
