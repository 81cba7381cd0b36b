#include "db/migrate.h"

#include <thread>

#include "db/testing.h"

using namespace db;
using db::testing::FreshDatabase;

static const std::vector<Migration> schema{{"shop", "0001_create_item", "CREATE TABLE shop_item (id IDENTITY, picture BYTES)"},
                                           {"shop", "0002_create_till", "CREATE TABLE shop_till (id IDENTITY)"}};

static std::string refusal(Database& db, const std::vector<Migration>& migrations) {
    try {
        db.migrate(migrations);
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "";
}

TEST_ON_EVERY_BACKEND(Migrate, AppliesWhatIsMissingOnce) {
    FreshDatabase db({});
    db->migrate({schema[0]});
    db->migrate(schema);
    db->migrate(schema);
    const auto applied = db->read([](Read& r) { return applied_migrations(r); });
    ASSERT_EQ(applied.size(), 2u);
    EXPECT_EQ(applied[1].name, "0002_create_till");
    EXPECT_EQ(applied[0].sha256.size(), 64u);
}

TEST_ON_EVERY_BACKEND(Migrate, AChangedTextIsRefused) {
    FreshDatabase db(schema);
    auto changed = schema;
    changed[0].sql += " ";
    EXPECT_NE(refusal(*db, changed).find("another text"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Migrate, ANewerDatabaseIsRefused) {
    FreshDatabase db(schema);
    EXPECT_NE(refusal(*db, {schema[0]}).find("newer Belltower"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Migrate, WrongSqlChangesNothing) {
    FreshDatabase db({schema[0]});
    auto wrong = schema;
    wrong.push_back({"shop", "0003_wrong", "CREATE TABLE shop_a (id IDENTITY); CREATE TABL shop_b (id IDENTITY)"});
    EXPECT_NE(refusal(*db, wrong).find("0003_wrong"), std::string::npos);
    EXPECT_EQ(db->read([](Read& r) { return applied_migrations(r).size(); }), 1u);
    db->migrate(schema);
}

TEST_ON_EVERY_BACKEND(Migrate, TwoThatStartAtOnceTakeTurns) {
    FreshDatabase db({});
    auto other = db.open_again();
    std::thread theirs([&] { other->migrate(schema); });
    db->migrate(schema);
    theirs.join();
    EXPECT_EQ(db->read([](Read& r) { return applied_migrations(r).size(); }), 2u);
}
