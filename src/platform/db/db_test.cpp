#include "db/testing.h"

#include <atomic>
#include <latch>
#include <thread>

#include "db/migrate.h"

using namespace db;
using db::testing::FreshDatabase;

static const std::vector<Migration> schema{{"shop", "0001_create_item", R"sql(
    CREATE TABLE shop_shelf (id IDENTITY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE shop_item (
        id IDENTITY,
        shelf_id BIGINT REFERENCES shop_shelf (id),
        name TEXT NOT NULL,
        price DOUBLE PRECISION,
        picture BYTES,
        sold BIGINT NOT NULL DEFAULT 0 CHECK (sold IN (0, 1)),
        made_on TEXT,
        seen_at BIGINT
    );
)sql"}};

class Seam : public ::testing::Test {
protected:
    FreshDatabase db{schema};

    std::int64_t add_item(std::string_view name) {
        return db->write([&](Write& w) { return insert(w, name); });
    }
    static std::int64_t insert(Write& w, std::string_view name) {
        return w.query("INSERT INTO shop_item (name) VALUES (:name) RETURNING id").bind("name", name).one_integer();
    }
    static std::int64_t count(Read& r) { return r.query("SELECT count(*) FROM shop_item").one_integer(); }
    std::int64_t count() {
        return db->read([](Read& r) { return count(r); });
    }
};

struct ItemId {
    std::int64_t value;
};

TEST_ON_EVERY_BACKEND(SeamValues, ComeBackAsTheyWent, Seam) {
    const std::string picture("\x00\xFF'\\x41\n", 8);
    const auto made = base::parse_day("2026-11-23").value();
    const ItemId id{db->write([&](Write& w) {
        return w.query(R"sql(
            INSERT INTO shop_item (name, price, picture, sold, made_on, seen_at)
            VALUES (:name, :price, :picture, :sold, :made, :seen) RETURNING id
        )sql")
            .bind("name", "Peña 😀 'quoted' \\ \"x\"")
            .bind("price", 0.1)
            .bind_bytes("picture", picture)
            .bind("sold", true)
            .bind("made", made)
            .bind("seen", base::from_ms(1795463918123))
            .one_integer();
    })};
    db->read([&](Read& r) {
        r.query("SELECT name, price, picture, sold, made_on, seen_at, shelf_id FROM shop_item WHERE id = :id")
            .bind("id", id)
            .one([&](const Row& row) {
                EXPECT_EQ(row.text("name"), "Peña 😀 'quoted' \\ \"x\"");
                EXPECT_EQ(row.real("price"), 0.1);
                EXPECT_EQ(row.bytes("picture"), picture);
                EXPECT_TRUE(row.flag("sold"));
                EXPECT_EQ(row.day("made_on"), made);
                EXPECT_EQ(base::to_ms(row.instant("seen_at")), 1795463918123);
                EXPECT_TRUE(row.null("shelf_id"));
                EXPECT_FALSE(row.null("sold"));
            });
    });
}

/// More texts than a connection keeps: what is forgotten is told to the engine, and the next transactions begin as ever.
TEST_ON_EVERY_BACKEND(SeamStatements, MoreTextsThanAreKeptDoNoHarm, Seam) {
    for (int round = 0; round < 3; ++round) {
        db->write([&](Write& w) {
            for (int i = 0; i < 500; ++i) w.query("SELECT count(*) FROM shop_item WHERE id IN (" + std::to_string(round * 500 + i) + ")").one_integer();
            insert(w, "round " + std::to_string(round));
        });
        EXPECT_EQ(count(), round + 1);
    }
}

TEST_ON_EVERY_BACKEND(SeamValues, NullIsAbsentOrAnError, Seam) {
    add_item("plain");
    db->read([&](Read& r) {
        const auto all_null = [&](const Row& row) {
            EXPECT_FALSE(row.maybe_integer("shelf_id"));
            EXPECT_FALSE(row.maybe_real("price"));
            EXPECT_FALSE(row.maybe_text("made_on"));
            EXPECT_FALSE(row.maybe_day("made_on"));
            EXPECT_FALSE(row.maybe_instant("seen_at"));
            EXPECT_THROW(row.integer("shelf_id"), Failure);
            EXPECT_THROW(row.real("price"), Failure);
            EXPECT_THROW(row.text("made_on"), Failure);
            EXPECT_THROW(row.bytes("picture"), Failure);
            EXPECT_THROW(row.integer("no_such_column"), Failure);
        };
        r.query("SELECT shelf_id, price, picture, made_on, seen_at FROM shop_item").one(all_null);
        EXPECT_FALSE(r.query("SELECT max(seen_at) FROM shop_item").maybe_integer());
        EXPECT_FALSE(r.query("SELECT name FROM shop_item WHERE id = -1").maybe_text());
    });
}

TEST_ON_EVERY_BACKEND(SeamValues, AnAbsentParameterIsNull, Seam) {
    db->write([&](Write& w) {
        w.query("INSERT INTO shop_item (name, price, made_on, seen_at) VALUES ('a', :price, :made, :seen)")
            .bind("price", std::optional<double>{})
            .bind("made", std::optional<std::string>{})
            .bind("seen", std::optional<std::int64_t>{7})
            .run();
    });
    db->read([&](Read& r) {
        const auto found = [&](std::optional<std::int64_t> seen) {
            return r.query("SELECT count(*) FROM shop_item WHERE (:seen IS NULL OR seen_at = :seen) AND (:made IS NULL OR made_on = :made)")
                .bind("seen", seen)
                .bind("made", std::nullopt)
                .one_integer();
        };
        EXPECT_EQ(found(7), 1);
        EXPECT_EQ(found(8), 0);
        EXPECT_EQ(found(std::nullopt), 1);
    });
}

TEST_ON_EVERY_BACKEND(SeamValues, NumbersReadTheSameOnEveryEngine, Seam) {
    for (int i = 0; i < 3; ++i) add_item("x");
    db->read([&](Read& r) {
        r.query(R"sql(
            SELECT count(*) AS n, sum(sold) AS total, sum(seen_at) AS nought, avg(id) AS mean, max(id) > 2 AS many,
                   9223372036854775807 AS big, 1.5 AS half, coalesce(max(price), 0) AS zero
              FROM shop_item
        )sql").one([](const Row& row) {
            EXPECT_EQ(row.integer("n"), 3);
            EXPECT_EQ(row.integer("total"), 0);
            EXPECT_TRUE(row.null("nought"));
            EXPECT_DOUBLE_EQ(row.real("mean"), 2.0);
            EXPECT_TRUE(row.flag("many"));
            EXPECT_EQ(row.integer("big"), INT64_MAX);
            EXPECT_EQ(row.real("half"), 1.5);
            EXPECT_THROW(row.integer("half"), Failure);
            EXPECT_EQ(row.real("zero"), 0.0);
        });
        EXPECT_EQ(r.query("SELECT count(*) FROM shop_item WHERE id > :least AND seen_at IS NULL LIMIT :most")
                      .bind("least", std::int64_t{-5'000'000'000})
                      .bind("most", 10)
                      .one_integer(),
                  3);
    });
}

TEST_ON_EVERY_BACKEND(SeamValues, LargeBytesAndTextSurvive, Seam) {
    std::string picture(5'000'000, '\0');
    for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<char>(i * 7 + i / 256);
    const std::string name(1'000'000, 'n');
    db->write([&](Write& w) {
        w.query("INSERT INTO shop_item (name, picture) VALUES (:name, :picture)").bind("name", name).bind_bytes("picture", picture).run();
    });
    db->read([&](Read& r) {
        r.query("SELECT name, picture FROM shop_item").one([&](const Row& row) {
            EXPECT_TRUE(row.text("name") == name);
            EXPECT_TRUE(row.bytes("picture") == picture);
        });
    });
}

TEST_ON_EVERY_BACKEND(SeamValues, TextThatIsNotTextIsRefused, Seam) {
    EXPECT_THROW(add_item("\xFF"), Failure);
    EXPECT_THROW(add_item(std::string_view("a\0b", 3)), Failure);
    EXPECT_EQ(count(), 0);
    add_item("");
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT name FROM shop_item").one_text(); }), "");
}

TEST_ON_EVERY_BACKEND(SeamQueries, NamesMustFit, Seam) {
    db->read([](Read& r) {
        EXPECT_THROW(r.query("SELECT id FROM shop_item WHERE id = :id").bind("ID", 1).maybe_integer(), Failure);
        EXPECT_THROW(r.query("SELECT id FROM shop_item WHERE id = :id").maybe_integer(), Failure);
    });
}

TEST_ON_EVERY_BACKEND(SeamQueries, WrongSqlIsAFailureAndTheDatabaseGoesOn, Seam) {
    EXPECT_THROW(db->read([](Read& r) { r.query("SELECT nonsense FROM shop_item").one_integer(); }), Failure);
    EXPECT_THROW(db->write([](Write& w) { w.query("INSERT INTO nowhere VALUES (1)").run(); }), Failure);
    EXPECT_THROW(db->write([](Write& w) { w.query("DELETE FROM shop_item; DELETE FROM shop_shelf").run(); }), Failure);
    EXPECT_THROW(db->write([](Write& w) { w.query("COMMIT").run(); }), Failure);
    add_item("after");
    EXPECT_EQ(count(), 1);
}

TEST_ON_EVERY_BACKEND(SeamQueries, NoRowIsNotFound, Seam) {
    EXPECT_THROW(db->read([](Read& r) { return r.query("SELECT id FROM shop_item").one_integer(); }), base::NotFound);
}

TEST_ON_EVERY_BACKEND(SeamQueries, AReadRefusesWrites, Seam) {
    EXPECT_THROW(db->read([](Read& r) { r.query("DELETE FROM shop_item").run(); }), Failure);
    EXPECT_THROW(db->write([](Read& r) { r.query("DELETE FROM shop_item").run(); }), Failure);
    EXPECT_THROW(db->read([](Read& r) { r.query("CREATE TABLE shop_x (id BIGINT)").run(); }), Failure);
    EXPECT_EQ(count(), 0);
}

TEST_ON_EVERY_BACKEND(SeamQueries, TheSameTextMayBeUsedInsideItself, Seam) {
    for (int i = 0; i < 4; ++i) add_item("x");
    constexpr std::string_view sql = "SELECT id FROM shop_item WHERE id > :after ORDER BY id";
    int pairs = 0;
    db->read([&](Read& r) {
        r.query(sql).bind("after", 0).each([&](const Row& outer) {
            const auto id = outer.integer("id");
            r.query(sql).bind("after", id).each([&](const Row& inner) {
                EXPECT_GT(inner.integer("id"), id);
                ++pairs;
            });
            EXPECT_EQ(outer.integer("id"), id);
        });
        EXPECT_EQ(r.statements_run(), 5);
    });
    EXPECT_EQ(pairs, 6);
}

TEST_ON_EVERY_BACKEND(SeamQueries, ChangesAreCounted, Seam) {
    add_item("a");
    add_item("b");
    db->write([](Write& w) {
        EXPECT_EQ(w.query("UPDATE shop_item SET sold = 1").run(), 2);
        EXPECT_EQ(w.query("UPDATE shop_item SET sold = 0 WHERE name = 'zzz'").run(), 0);
        EXPECT_EQ(w.query("DELETE FROM shop_item WHERE name = 'a'").run(), 1);
        EXPECT_EQ(w.query("SELECT id FROM shop_item").run(), 0);
    });
}

TEST_ON_EVERY_BACKEND(SeamTransactions, ASnapshotDoesNotMove, Seam) {
    add_item("before");
    db->read([&](Read& r) {
        EXPECT_EQ(count(r), 1);
        std::thread([&] { add_item("meanwhile"); }).join();
        EXPECT_EQ(count(r), 1);
    });
    EXPECT_EQ(count(), 2);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, AnExceptionUndoesTheWhole, Seam) {
    struct Refused {};
    bool told = false;
    EXPECT_THROW(db->write([&](Write& w) {
        w.after_commit([&] { told = true; });
        insert(w, "a");
        throw Refused{};
    }), Refused);
    EXPECT_EQ(count(), 0);
    EXPECT_FALSE(told);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, AfterCommitRunsInOrderOnceTheRowIsThere, Seam) {
    std::string order;
    db->write([&](Write& w) {
        order.clear();
        insert(w, "a");
        w.after_commit([&] { order += std::to_string(count()); });
        w.after_commit([&] { order += "b"; });
        order += "-";
    });
    EXPECT_EQ(order, "-1b");
}

TEST_ON_EVERY_BACKEND(SeamTransactions, BeforeCommitRunsInTheTransactionWhenItsBodyHasEnded, Seam) {
    db->write([&](Write& w) {
        w.before_commit([](Write& end) { end.query("UPDATE shop_item SET price = 2 WHERE name = 'lamp'").run(); });
        insert(w, "lamp");
    });
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT count(*) FROM shop_item WHERE price = 2").one_integer(); }), 1);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, BeforeCommitIsForgottenWithAChangeThatIsUndone, Seam) {
    EXPECT_THROW(db->write([&](Write& w) {
        w.before_commit([](Write& end) { insert(end, "never"); });
        throw base::Conflict("no");
    }),
                 base::Conflict);
    add_item("lamp");
    EXPECT_EQ(count(), 1);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, AnActionBeforeCommitAsksForNoFurtherOne, Seam) {
    EXPECT_THROW(db->write([&](Write& w) {
        insert(w, "a");
        w.before_commit([](Write& end) { end.before_commit([](Write&) {}); });
    }),
                 std::logic_error);
    EXPECT_THROW(db->write([&](Write& w) {
        insert(w, "a");
        w.before_commit([](Write& end) { end.after_commit([] {}); });
    }),
                 std::logic_error);
    EXPECT_EQ(count(), 0);
    db->write([](Write& w) {
        EXPECT_FALSE(w.waits_before_commit());
        w.before_commit([](Write&) {});
        EXPECT_TRUE(w.waits_before_commit());
    });
    add_item("lamp");
    EXPECT_EQ(count(), 1);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, AFailureBeforeCommitUndoesItsChangeAndSparesTheCrowd, Seam) {
    std::latch begun(1), go(1), ended(10);
    std::atomic<int> refused{0};
    db->submit(
        [&](Write&) {
            begun.count_down();
            go.wait();
        },
        [](std::exception_ptr) {});
    begun.wait();
    for (int i = 0; i < 10; ++i) {
        db->submit(
            [i](Write& w) {
                insert(w, "item " + std::to_string(i));
                if (i == 4) w.before_commit([](Write& end) { end.query("INSERT INTO shop_item (name, sold) VALUES ('wrong', 7)").run(); });
            },
            [&](std::exception_ptr error) {
                if (error) ++refused;
                ended.count_down();
            });
    }
    go.count_down();
    ended.wait();
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(count(), 9);
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT count(*) FROM shop_item WHERE name = 'item 4'").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(SeamNewIds, AreToldForEachRowThatWasMade, Seam) {
    const auto first = add_item("lamp");
    EXPECT_EQ(add_item("mouse"), first + 1);
    const auto both = db->write([](Write& w) {
        return w.query("INSERT INTO shop_item (name) VALUES ('one'), ('two') RETURNING id").all([](const Row& row) { return row.integer("id"); });
    });
    EXPECT_EQ(both, (std::vector<std::int64_t>{first + 2, first + 3}));
}

TEST_ON_EVERY_BACKEND(SeamNewIds, OfARowThatWasThereAreItsOwn, Seam) {
    const std::string put = "INSERT INTO shop_shelf (name) VALUES (:name) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id";
    const auto make = [&](std::string_view name) { return db->write([&](Write& w) { return w.query(put).bind("name", name).one_integer(); }); };
    const auto left = make("left");
    const auto right = make("right");
    EXPECT_NE(left, right);
    EXPECT_EQ(make("left"), left);
}

TEST_ON_EVERY_BACKEND(SeamNewIds, AreReadByNameAndAsNothingButAWholeNumber, Seam) {
    db->write([](Write& w) {
        w.query("INSERT INTO shop_item (name) VALUES ('lamp') RETURNING id").one([](const Row& row) {
            EXPECT_GT(row.integer("id"), 0);
            EXPECT_FALSE(row.null("id"));
            EXPECT_THROW(row.integer("name"), Failure);
        });
    });
}

TEST_ON_EVERY_BACKEND(SeamTransactions, ConstraintsAreTheirOwnError, Seam) {
    const auto shelf = [&](std::string_view name) {
        db->write([&](Write& w) { w.query("INSERT INTO shop_shelf (name) VALUES (:name)").bind("name", name).run(); });
    };
    shelf("top");
    EXPECT_THROW(shelf("top"), ConstraintFailure);
    for (const char* wrong : {"INSERT INTO shop_item (name, shelf_id) VALUES ('x', 999)", "INSERT INTO shop_item (name, sold) VALUES ('x', 2)",
                              "INSERT INTO shop_item (name) VALUES (NULL)"}) {
        EXPECT_THROW(db->write([&](Write& w) { w.query(wrong).run(); }), ConstraintFailure) << wrong;
    }
    EXPECT_THROW(db->write([&](Write& w) {
        return w.query("INSERT INTO shop_item (name, shelf_id) VALUES ('x', 999) RETURNING id").one_integer();
    }), ConstraintFailure);
    EXPECT_EQ(count(), 0);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, AFailedStatementThatIsSwallowedUndoesTheWholeNevertheless, Seam) {
    EXPECT_THROW(db->write([&](Write& w) {
        insert(w, "a");
        try {
            w.query("INSERT INTO shop_item (name, sold) VALUES ('b', 2)").run();
        } catch (const ConstraintFailure&) {
        }
    }), Failure);
    EXPECT_EQ(count(), 0);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, AWriteInsideAWriteIsRefused, Seam) {
    EXPECT_THROW(db->write([&](Write&) { add_item("inner"); }), Failure);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, ManyWritersLoseNothing, Seam) {
    constexpr int writers = 8, each = 25;
    std::vector<std::thread> threads;
    for (int t = 0; t < writers; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i) add_item("x");
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(count(), writers * each);
    EXPECT_EQ(db->statistics().transactions, writers * each);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, OneRefusalInACrowdSparesTheOthers, Seam) {
    constexpr int bodies = 60;
    std::latch all(bodies);
    std::atomic<int> committed{0}, refused{0};
    for (int i = 0; i < bodies; ++i) {
        db->submit(
            [i](Write& w) {
                insert(w, "x");
                if (i % 3 == 0) throw base::Conflict("no");
            },
            [&](std::exception_ptr error) {
                ++(error ? refused : committed);
                all.count_down();
            });
    }
    all.wait();
    EXPECT_EQ(refused, 20);
    EXPECT_EQ(committed, 40);
    EXPECT_EQ(count(), 40);
}

TEST_ON_EVERY_BACKEND(SeamTransactions, ReadModifyWriteNeverLosesAnUpdate, Seam) {
    add_item("counter");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) {
                db->write([](Write& w) {
                    const auto seen = w.query("SELECT coalesce(seen_at, 0) FROM shop_item").one_integer();
                    w.query("UPDATE shop_item SET seen_at = :next").bind("next", seen + 1).run();
                });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(db->read([](Read& r) { return r.query("SELECT seen_at FROM shop_item").one_integer(); }), 40);
}

TEST_ON_EVERY_BACKEND(SeamStamp, ChangesWhenAnybodyCommits, Seam) {
    auto other = db.open_again();
    const auto first = db->change_stamp();
    add_item("mine");
    const auto second = db->change_stamp();
    EXPECT_NE(second, first);
    other->write([](Write& w) { insert(w, "theirs"); });
    EXPECT_NE(db->change_stamp(), second);
}

TEST_ON_EVERY_BACKEND(SeamProcesses, TwoOpenDatabasesTakeTurns, Seam) {
    auto other = db.open_again();
    std::thread theirs([&] {
        for (int i = 0; i < 50; ++i) other->write([](Write& w) { insert(w, "theirs"); });
    });
    for (int i = 0; i < 50; ++i) add_item("mine");
    theirs.join();
    EXPECT_EQ(count(), 100);
}
