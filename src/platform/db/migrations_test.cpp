#include "db/migrations.h"

#include <gtest/gtest.h>

#include "base/embedded.h"

static const base::EmbeddedFile files[] = {
    {"menu/pages/menu.html", "<p>"},
    {"menu/schema/0002_index_meal.postgres.sql", "for postgres"},
    {"menu/schema/0002_index_meal.sqlite.sql", "for sqlite"},
    {"menu/schema/facts.sql", "views"},
    {"menu/schema/0001_create_meal.sql", "for both"},
};

TEST(Migrations, AreTakenInOrderAndForTheEngine) {
    auto migrations = db::migrations_of(files, db::Engine::sqlite);
    ASSERT_EQ(migrations.size(), 2u);
    EXPECT_EQ(migrations[0].room, "menu");
    EXPECT_EQ(migrations[0].name, "0001_create_meal");
    EXPECT_EQ(migrations[0].sql, "for both");
    EXPECT_EQ(migrations[1].name, "0002_index_meal");
    EXPECT_EQ(migrations[1].sql, "for sqlite");
    EXPECT_EQ(db::migrations_of(files, db::Engine::postgres)[1].sql, "for postgres");
}
