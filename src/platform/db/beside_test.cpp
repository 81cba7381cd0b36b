#include "db/beside.h"

#include <gtest/gtest.h>

TEST(AddressBeside, IsAnotherFileOfTheSameFolder) {
    EXPECT_EQ(db::address_beside("sqlite:/var/lib/belltower/belltower.db", "coaching"), "sqlite:/var/lib/belltower/belltower-coaching.db");
    EXPECT_EQ(db::address_beside("sqlite:north", "coaching"), "sqlite:north-coaching.db");
}

TEST(AddressBeside, IsAnotherSchemaOfTheSameDatabase) {
    EXPECT_EQ(db::address_beside("postgresql://db/north", "coaching"), "postgresql://db/north?schema=belltower_coaching");
    EXPECT_EQ(db::address_beside("postgresql://db/north?schema=river&sslmode=require", "coaching"),
              "postgresql://db/north?sslmode=require&schema=river_coaching");
}
