#include "app/stores.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "db/migrations.h"
#include "db/testing.h"

using namespace app;
namespace fs = std::filesystem;

struct StoreKey : testing::Test {
    db::testing::FreshDatabase store{db::migrations_of(db::embedded(), db::testing::engine_under_test())};
    fs::path folder = fs::temp_directory_path() / ("belltower-store-key-" + auth::random_token());
    std::string file = folder / "coaching.key";
    StoreKey() { fs::create_directory(folder); }
    ~StoreKey() override { fs::remove_all(folder); }
};

TEST_ON_EVERY_BACKEND(StoreKey, IsMadeOnceAndKept, StoreKey) {
    EXPECT_TRUE(has_store_key(*store, file)) << "a new store has none to miss";
    const std::string sealed = open_store_key(*store, file)->seal("a note");
    EXPECT_TRUE(has_store_key(*store, file));
    EXPECT_EQ(open_store_key(*store, file)->open(sealed), "a note");
}

TEST_ON_EVERY_BACKEND(StoreKey, IsNeverMadeAnewWhenItIsLost, StoreKey) {
    const std::string sealed = open_store_key(*store, file)->seal("a note");
    fs::rename(file, folder / "away");
    EXPECT_FALSE(has_store_key(*store, file));
    EXPECT_EQ(open_store_key(*store, file), nullptr);
    EXPECT_FALSE(fs::exists(file));
    auth::SecretBox another(file);
    EXPECT_EQ(open_store_key(*store, file), nullptr) << "the key of something else";
    fs::rename(folder / "away", file);
    EXPECT_EQ(open_store_key(*store, file)->open(sealed), "a note");
}
