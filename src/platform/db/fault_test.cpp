// What is acknowledged is on disk, and what fails changes nothing.
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "db/outcome.h"
#include "db/testing.h"

using namespace db;
using db::testing::FreshDatabase;

static const std::vector<Migration> schema{
    {"shop", "0001_create_item", "CREATE TABLE shop_item (id IDENTITY, writer BIGINT NOT NULL, n BIGINT NOT NULL, text TEXT NOT NULL)"}};

/// Writes from several threads until it is killed, and tells each acknowledged row to the pipe.
[[noreturn]] static void write_until_killed(const std::string& url, int pipe) {
    auto db = Database::open({.url = url});  // durable, as in a school
    std::vector<std::thread> threads;
    for (std::int64_t writer = 0; writer < 4; ++writer) {
        threads.emplace_back([&, writer] {
            for (std::int64_t n = 0;; ++n) {
                db->write([&](Write& w) {
                    w.query("INSERT INTO shop_item (writer, n, text) VALUES (:writer, :n, :text)")
                        .bind("writer", writer)
                        .bind("n", n)
                        .bind("text", std::string(300, 'x'))
                        .run();
                });
                const std::int64_t acknowledged[2] = {writer, n};
                if (::write(pipe, acknowledged, sizeof acknowledged) < 0) ::_exit(1);
            }
        });
    }
    for (;;) ::pause();
}

using Rows = std::set<std::pair<std::int64_t, std::int64_t>>;

/// Writes until it has told of a hundred rows, is killed in the middle of the next ones, and returns all that it told of.
static Rows write_and_be_killed(const FreshDatabase& db) {
    Rows acknowledged;
    int ends[2];
    if (::pipe(ends) != 0) throw Failure("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        write_until_killed(db.url(), ends[1]);
    }
    ::close(ends[1]);
    std::int64_t row[2];
    bool killed = false;
    while (::read(ends[0], row, sizeof row) == static_cast<ssize_t>(sizeof row)) {
        acknowledged.emplace(row[0], row[1]);
        if (acknowledged.size() < 100 || killed) continue;
        killed = true;
        ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_GE(acknowledged.size(), 100u);
    return acknowledged;
}

/// script/test --full asks for more.
static int kills() {
    const char* wish = std::getenv("BELLTOWER_TEST_KILLS");
    return wish ? std::max(std::atoi(wish), 1) : 5;
}

TEST_ON_EVERY_BACKEND(Faults, AKilledProcessLosesNothingThatItAcknowledged) {
    FreshDatabase db(schema);
    for (int kill = 0; kill < kills(); ++kill) {
        db.close();
        const auto acknowledged = write_and_be_killed(db);
        const auto again = db.open_again();
        Rows kept;
        again->read([&](Read& r) {
            r.query("SELECT writer, n FROM shop_item").each([&](const Row& found) { kept.emplace(found.integer("writer"), found.integer("n")); });
            if (r.engine() == Engine::sqlite) {
                EXPECT_EQ(r.query("PRAGMA integrity_check").one_text(), "ok");
            }
        });
        for (const auto& one : acknowledged) EXPECT_TRUE(kept.contains(one)) << one.first << ' ' << one.second;
        again->write([](Write& w) { w.query("DELETE FROM shop_item").run(); });
    }
}

// The limit of pages is SQLite's own; a PostgreSQL server's disk cannot be filled from here.
TEST(FaultsOfSqlite, AFullDiskIsSaidAndNothingIsHalfDone) {
    if (db::testing::engine_under_test() != Engine::sqlite) return;
    FreshDatabase db(schema);
    const auto insert = [](Write& w, std::size_t bytes) {
        w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, 1, :text)").bind("text", std::string(bytes, 'x')).run();
    };
    db->write([&](Write& w) {
        insert(w, 10);
        w.query("PRAGMA max_page_count = 60").maybe_integer();
    });
    EXPECT_THROW(db->write([&](Write& w) {
        insert(w, 10);
        insert(w, 1'000'000);
    }), DiskFull);

    // In a crowd only those who need the room are refused.
    std::atomic<int> kept{0}, full{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            try {
                db->write([&](Write& w) { insert(w, i % 2 ? 1'000'000 : 10); });
                ++kept;
            } catch (const DiskFull&) {
                ++full;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(kept, 4);
    EXPECT_EQ(full, 4);
    db->read([](Read& r) {
        EXPECT_EQ(r.query("SELECT count(*) FROM shop_item").one_integer(), 5);
        EXPECT_EQ(r.query("PRAGMA integrity_check").one_text(), "ok");
    });
}

TEST(FaultsOfSqlite, AFileThatCannotBeOpenedIsSaid) {
    try {
        Database::open({.url = "sqlite:/nowhere/at/all.db"});
        FAIL();
    } catch (const Failure& failure) {
        EXPECT_NE(std::string(failure.what()).find("folder exists"), std::string::npos) << failure.what();
    }
    EXPECT_THROW(Database::open({.url = "mysql://x"}), Failure);
}

TEST(FaultsOfPostgres, AServerThatIsNotThereIsSaid) {
    try {
        Database::open({.url = "postgresql://127.0.0.1:1/x"});
        FAIL();
    } catch (const Failure& failure) {
        EXPECT_NE(std::string(failure.what()).find("Check that the server runs"), std::string::npos) << failure.what();
    }
}

TEST(FaultsOfPostgres, ALostConnectionIsMadeAnew) {
    if (db::testing::engine_under_test() != Engine::postgres) return;
    FreshDatabase db(schema);
    const auto insert = [&] {
        db->write([](Write& w) { w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, 1, 'x')").run(); });
    };
    const auto count = [&] { return db->read([](Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); }); };
    insert();
    EXPECT_EQ(count(), 1);
    auto other = db.open_again();
    other->read([](Read& r) {
        r.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            .one_integer();
    });
    EXPECT_EQ(count(), 1);
    insert();
    EXPECT_EQ(count(), 2);
    db->change_stamp();
}

namespace {

/// Stands between the program and PostgreSQL's socket, and cuts the line at a word of the program's.
class Scissors {
public:
    enum class Cut { before_it_arrives, before_the_answer };

    explicit Scissors(const std::string& url) {
        const auto host = url.find("host=") + 5;
        server_ = url.substr(host, url.find('&', host) - host) + "/.s.PGSQL.5432";
        char folder[] = "/tmp/belltower-scissors-XXXXXX";
        folder_ = ::mkdtemp(folder);
        url_ = url.substr(0, host) + folder_ + "&sslmode=disable";
        listening_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const auto here = address(folder_ + "/.s.PGSQL.5432");
        ::bind(listening_, reinterpret_cast<const sockaddr*>(&here), sizeof here);
        ::listen(listening_, 8);
        thread_ = std::thread([this] { accept_all(); });
    }
    ~Scissors() {
        ::shutdown(listening_, SHUT_RDWR);
        thread_.join();
        for (auto& line : lines_) line.join();
        ::close(listening_);
        std::filesystem::remove_all(folder_);
    }
    /// It stands at a socket only, which is what tools/with-postgres makes.
    static bool fits(const std::string& url) { return url.find("host=/") != std::string::npos; }
    const std::string& url() const { return url_; }
    /// The next line on which the program says the word is cut.
    void cut_at(std::string word, Cut how) {
        std::lock_guard lock(mutex_);
        word_ = std::move(word);
        how_ = how;
    }

private:
    static sockaddr_un address(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        return address;
    }
    void accept_all() {
        for (int program; (program = ::accept(listening_, nullptr, nullptr)) >= 0;) lines_.emplace_back([this, program] { carry(program); });
    }
    void carry(int program) {
        const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const auto there = address(server_);
        if (::connect(server, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0) {
            pollfd ends[2] = {{program, POLLIN, 0}, {server, POLLIN, 0}};
            while (::poll(ends, 2, -1) > 0) {
                if (ends[0].revents && !pass(program, server, true)) break;
                if (ends[1].revents && !pass(server, program, false)) break;
            }
        }
        ::close(program);
        ::close(server);
    }
    /// False when the line is at its end or was cut.
    bool pass(int from, int to, bool from_program) {
        char bytes[65536];
        const auto count = ::recv(from, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        const auto cut = from_program ? takes_word({bytes, static_cast<std::size_t>(count)}) : std::nullopt;
        if (cut == Cut::before_it_arrives) return false;
        if (::send(to, bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL) != count) return false;
        if (cut == Cut::before_the_answer) return ::recv(to, bytes, sizeof bytes, 0) < 0;  // it has come and is thrown away
        return true;
    }
    std::optional<Cut> takes_word(std::string_view bytes) {
        std::lock_guard lock(mutex_);
        if (word_.empty() || bytes.find(word_) == std::string_view::npos) return std::nullopt;
        word_.clear();
        return how_;
    }

    std::string server_, folder_, url_;
    int listening_ = -1;
    std::thread thread_;
    std::vector<std::thread> lines_;
    std::mutex mutex_;
    std::string word_;
    Cut how_ = Cut::before_it_arrives;
};

}  // namespace

TEST(FaultsOfPostgres, ALineThatIsCutInTheMiddleIsTriedOnceMore) {
    if (db::testing::engine_under_test() != Engine::postgres) return;
    FreshDatabase db(schema);
    if (!Scissors::fits(db.url())) GTEST_SKIP() << "this PostgreSQL is not reached by a socket";
    Scissors scissors(db.url());
    auto cut = Database::open({.url = scissors.url()});
    scissors.cut_at("shop_item", Scissors::Cut::before_the_answer);
    int runs = 0;
    cut->write([&](Write& w) {
        ++runs;
        w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, 1, 'x')").run();
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); }), 1);
}

TEST(FaultsOfPostgres, ALineThatIsCutWhileSavingLeavesNobodyGuessing) {
    if (db::testing::engine_under_test() != Engine::postgres) return;
    FreshDatabase db(schema);
    if (!Scissors::fits(db.url())) GTEST_SKIP() << "this PostgreSQL is not reached by a socket";
    Scissors scissors(db.url());
    auto cut = Database::open({.url = scissors.url(), .writers = 1});
    std::int64_t kept = 0;
    for (auto how : {Scissors::Cut::before_it_arrives, Scissors::Cut::before_the_answer}) {
        int runs = 0;
        bool followed = false;
        scissors.cut_at("COMMIT", how);
        EXPECT_THROW(cut->write([&](Write& w) {
            ++runs;
            w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, 1, 'x')").run();
            w.after_commit([&] { followed = true; });
        }), OutcomeUnknown);
        EXPECT_EQ(runs, 1) << "it may have been saved, so it is not done again";
        EXPECT_FALSE(followed);
        kept += how == Scissors::Cut::before_the_answer;
        const auto count = [](Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); };
        EXPECT_EQ(db->read(count), kept);
        EXPECT_EQ(cut->read(count), kept) << "the next one has a new line";
    }
    cut->write([](Write& w) { w.query("INSERT INTO shop_item (writer, n, text) VALUES (2, 1, 'x')").run(); });
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); }), kept + 1);
}

TEST(FaultsOfPostgres, AServerWithoutRoomIsSaidAndNothingIsHalfDone) {
    if (db::testing::engine_under_test() != Engine::postgres) return;
    FreshDatabase db(schema);
    // The server's own word for a full disk, said by a function as its storage would say it.
    db->write([](Write& w) {
        w.query("CREATE FUNCTION shop_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.n < 0 THEN RAISE EXCEPTION 'No space left on device'"
                " USING ERRCODE = 'disk_full'; END IF; RETURN NEW; END $$")
            .run();
        w.query("CREATE TRIGGER shop_item_full BEFORE INSERT ON shop_item FOR EACH ROW EXECUTE FUNCTION shop_full()").run();
    });
    EXPECT_THROW(db->write([](Write& w) {
        w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, 1, 'x')").run();
        w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, -1, 'x')").run();
    }), DiskFull);
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); }), 0);
}

TEST(FaultsOfPostgres, ASchemaOfItsOwnIsMadeAndUsed) {
    if (db::testing::engine_under_test() != Engine::postgres) return;
    FreshDatabase db(schema);
    const std::string with_schema = db.url() + (db.url().find('?') == std::string::npos ? "?schema=" : "&schema=");
    const auto in_schema = Database::open({.url = with_schema + "north"});
    in_schema->migrate(schema);
    in_schema->write([](Write& w) { w.query("INSERT INTO shop_item (writer, n, text) VALUES (1, 1, 'x')").run(); });
    const auto count = [](Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); };
    EXPECT_EQ(in_schema->read(count), 1);
    EXPECT_EQ(db->read(count), 0);
    EXPECT_THROW(Database::open({.url = with_schema + "a;b"}), Failure);
}
