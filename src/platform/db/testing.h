/// Tests that run on every engine.
///
///     TEST_ON_EVERY_BACKEND(Publication, FollowsTheLatestDecision, World) { ... school.post(...) ... }
///
/// BELLTOWER_TEST_ENGINE=sqlite (default) or postgres chooses the engine of the process; BELLTOWER_TEST_POSTGRES is the URL of a
/// server on which databases may be created. Without it a postgres run fails: it never passes by skipping.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.h"

/// A test whose body runs on the engine of the process; ctest runs every process once for each engine. The third argument is a
/// fixture (derived from testing::Test) and may be left out.
#define TEST_ON_EVERY_BACKEND(...) DB_TEST_CHOOSE(__VA_ARGS__, DB_TEST_WITH, DB_TEST_BARE, )(__VA_ARGS__)
#define DB_TEST_CHOOSE(suite, name, fixture, chosen, ...) chosen
#define DB_TEST_WITH(suite, name, fixture) GTEST_TEST_(suite, name, fixture, ::testing::internal::GetTypeId<fixture>())
#define DB_TEST_BARE(suite, name) TEST(suite, name)

namespace db::testing {

/// A fresh database of the engine under test with these migrations applied (copied from a template that is migrated once per
/// process), removed when the holder goes.
class FreshDatabase {
public:
    /// Another one beside it, for a room that has a database to itself (db/beside.h).
    struct Beside {
        std::string room;
        std::vector<Migration> migrations;
    };
    explicit FreshDatabase(const std::vector<Migration>& migrations, const std::vector<Beside>& beside = {});
    ~FreshDatabase();
    FreshDatabase(const FreshDatabase&) = delete;
    FreshDatabase& operator=(const FreshDatabase&) = delete;
    Database& operator*() const { return *database_; }
    Database* operator->() const { return database_.get(); }
    /// To open the same database a second time.
    const std::string& url() const { return url_; }
    /// Opens the database again (another process would see the same).
    std::unique_ptr<Database> open_again() const;
    std::unique_ptr<Database> open_beside(std::string_view room) const;
    /// Closes it, so that it can be opened by another process alone.
    void close() { database_.reset(); }

private:
    std::string url_;
    std::vector<std::string> beside_;
    std::unique_ptr<Database> database_;
};

Engine engine_under_test();

}  // namespace db::testing
