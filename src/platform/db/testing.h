/// Tests that run on every engine.
///
///     TEST_ON_EVERY_BACKEND(Publication, FollowsTheLatestDecision, World) { ... school.post(...) ... }
///
/// BELLTOWER_TEST_ENGINE=sqlite (default) or postgres chooses the engine of the process; BELLTOWER_TEST_POSTGRES is the URL of a
/// server on which databases may be created. Without it a postgres run fails: it never passes by skipping.
#pragma once

#include <memory>
#include <vector>

#include "db/db.h"

namespace db::testing {

/// A fresh database of the engine under test with these migrations applied (copied from a template that is migrated once per
/// process), removed when the holder goes.
class FreshDatabase {
public:
    explicit FreshDatabase(const std::vector<Migration>& migrations);
    ~FreshDatabase();
    FreshDatabase(const FreshDatabase&) = delete;
    FreshDatabase& operator=(const FreshDatabase&) = delete;
    Database& operator*() const { return *database_; }
    Database* operator->() const { return database_.get(); }
    /// To open the same database a second time.
    const std::string& url() const { return url_; }

private:
    std::string url_;
    std::unique_ptr<Database> database_;
};

Engine engine_under_test();

}  // namespace db::testing
