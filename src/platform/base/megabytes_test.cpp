#include "base/megabytes.h"

#include <gtest/gtest.h>

TEST(Megabytes, AreRoundedUp) {
    EXPECT_EQ(base::megabytes(10 * 1024 * 1024), "10.0");
    EXPECT_EQ(base::megabytes(10 * 1024 * 1024 + 1), "10.1") << "nothing above a limit looks like it";
    EXPECT_EQ(base::megabytes(1), "0.1");
    EXPECT_EQ(base::megabytes(0), "0.0");
}
