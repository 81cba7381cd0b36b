#include "data/worker/watchdog.h"

#include <gtest/gtest.h>

#include "duck/duck.h"

using namespace data::worker;

TEST(Watchdog, InterruptsUntilItIsHeard) {
    duck::Session session({.memory_megabytes = 256});
    Watchdog dog(session, std::chrono::milliseconds(100));
    EXPECT_THROW(session.table("SELECT sum(sin(a.x + b.x)) FROM range(1000000) a(x), range(1000000) b(x)"), duck::Error);
    EXPECT_TRUE(dog.barked());
}

TEST(Watchdog, IsQuietWhenAllIsDoneInTime) {
    duck::Session session({.memory_megabytes = 256});
    Watchdog dog(session, std::chrono::milliseconds(10'000));
    session.table("SELECT 1");
    EXPECT_FALSE(dog.barked());
}
