#include "db/dump.h"

#include <cstdlib>
#include <sstream>

#include "db/testing.h"

using namespace db;
using db::testing::FreshDatabase;

static const std::vector<Migration> schema{{"shop", "0001_create_item", R"sql(
    CREATE TABLE shop_item (
        id IDENTITY,
        parent_id BIGINT REFERENCES shop_item (id),
        name TEXT NOT NULL,
        price DOUBLE PRECISION,
        picture BYTES
    );
    CREATE TABLE shop_also (item_id BIGINT NOT NULL REFERENCES shop_item (id), word TEXT NOT NULL, PRIMARY KEY (word, item_id));
    CREATE TABLE shop_word (word TEXT, n BIGINT);
    INSERT INTO shop_word (word, n) VALUES ('begun', 1);
)sql"}};

static void fill(Database& db) {
    db.write([](Write& w) {
        for (int i = 1; i <= 300; ++i) {
            w.query("INSERT INTO shop_item (id, name, price, picture) VALUES (:id, :name, :price, :picture)")
                .bind("id", i)
                .bind("name", "Ñandú\n" + std::to_string(i))
                .bind("price", i % 3 ? std::optional<double>(i / 7.0) : std::nullopt)
                .bind_bytes("picture", std::string("\x00\xFF;N+\n", 6))
                .run();
        }
        w.query("UPDATE shop_item SET parent_id = 301 - id, picture = NULL WHERE id < 100").run();
        w.query("INSERT INTO shop_also (item_id, word) SELECT id, CASE WHEN id > 150 THEN 'b' ELSE 'Ä' END FROM shop_item").run();
        w.query("INSERT INTO shop_word (word, n) VALUES ('Z', 2), ('a', NULL), (NULL, 3)").run();
    });
}

static std::string dump_of(Database& db) {
    std::ostringstream out;
    db.read([&](Read& r) { dump(r, out); });
    return out.str();
}

static void load_text(Database& db, const std::string& text) {
    std::istringstream in(text);
    load(db, in);
}

TEST_ON_EVERY_BACKEND(Dump, LoadedIntoAFreshDatabaseIsTheSame) {
    FreshDatabase from(schema), to(schema);
    fill(*from);
    const auto text = dump_of(*from);
    load_text(*to, text);
    EXPECT_EQ(dump_of(*to), text);
    std::istringstream in(text);
    EXPECT_EQ(migrations_in_dump(in), (std::vector<std::pair<std::string, std::string>>{{"shop", "0001_create_item"}}));
}

TEST_ON_EVERY_BACKEND(Dump, IdsAreNotGivenOutTwice) {
    FreshDatabase from(schema), to(schema);
    const auto insert = [](Write& w) { return w.query("INSERT INTO shop_item (name) VALUES ('x') RETURNING id").one_integer(); };
    for (int i = 0; i < 5; ++i) from->write(insert);
    from->write([](Write& w) { w.query("DELETE FROM shop_item WHERE id > 2").run(); });
    load_text(*to, dump_of(*from));
    EXPECT_EQ(to->write(insert), 6);
}

TEST_ON_EVERY_BACKEND(Dump, DamageIsNoticedAndChangesNothing) {
    FreshDatabase from(schema), to(schema);
    fill(*from);
    const auto text = dump_of(*from);
    const auto before = dump_of(*to);
    std::string altered = text;
    altered[altered.find("Ñandú\n17") + 2] = 'm';
    for (const auto& bad : {text.substr(0, text.size() / 2), text.substr(0, text.size() - 1), altered, std::string("hello\n"), std::string()}) {
        EXPECT_THROW(load_text(*to, bad), Failure);
        EXPECT_EQ(dump_of(*to), before);
    }
}

TEST_ON_EVERY_BACKEND(Dump, OfAnotherVersionIsRefused) {
    auto newer = schema;
    newer.push_back({"shop", "0002_create_till", "CREATE TABLE shop_till (id IDENTITY)"});
    FreshDatabase from(newer), to(schema);
    EXPECT_THROW(load_text(*to, dump_of(*from)), Failure);
}

TEST_ON_EVERY_BACKEND(Dump, BrokenReferencesAreRefused) {
    FreshDatabase from(schema), to(schema);
    EXPECT_THROW(to->write([](Write& w) { w.query("INSERT INTO shop_also (item_id, word) VALUES (7, 'x')").run(); }), ConstraintFailure);
    load_text(*to, dump_of(*from));
    EXPECT_THROW(to->write([](Write& w) { w.query("INSERT INTO shop_also (item_id, word) VALUES (7, 'x')").run(); }), ConstraintFailure)
        << "rules must be as strict after a load as before";
}

/// The engine under test beside an SQLite file: in the PostgreSQL run the two differ.
TEST_ON_EVERY_BACKEND(Dump, MovesBetweenEnginesWithoutLosingAByte) {
    FreshDatabase first(schema), last(schema);
    char folder[] = "/tmp/belltower-dump-XXXXXX";
    ASSERT_NE(::mkdtemp(folder), nullptr);
    fill(*first);
    const auto text = dump_of(*first);
    {
        auto sqlite = Database::open({.url = std::string("sqlite:") + folder + "/middle.db", .durable = false});
        sqlite->migrate(schema);
        load_text(*sqlite, text);
        EXPECT_EQ(dump_of(*sqlite), text);
        load_text(*last, dump_of(*sqlite));
    }
    EXPECT_EQ(dump_of(*last), text);
    for (const char* file : {"/middle.db", "/middle.db-wal", "/middle.db-shm", ""}) ::remove((std::string(folder) + file).c_str());
}
