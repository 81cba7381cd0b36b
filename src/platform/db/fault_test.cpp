// What is acknowledged is on disk, and what fails changes nothing.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <set>
#include <thread>

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

TEST_ON_EVERY_BACKEND(Faults, AKilledProcessLosesNothingThatItAcknowledged) {
    FreshDatabase db(schema);
    db.close();
    std::set<std::pair<std::int64_t, std::int64_t>> acknowledged;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
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
        if (acknowledged.size() == 100 && !killed) {
            killed = true;
            ASSERT_EQ(::kill(child, SIGKILL), 0);
        }
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GE(acknowledged.size(), 100u);

    const auto again = db.open_again();
    std::set<std::pair<std::int64_t, std::int64_t>> kept;
    again->read([&](Read& r) {
        r.query("SELECT writer, n FROM shop_item").each([&](const Row& found) { kept.emplace(found.integer("writer"), found.integer("n")); });
    });
    for (const auto& one : acknowledged) EXPECT_TRUE(kept.contains(one)) << one.first << ' ' << one.second;
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
