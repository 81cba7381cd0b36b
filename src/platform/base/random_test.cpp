#include "base/random.h"

#include <gtest/gtest.h>

#include <array>

using base::Random;

TEST(Random, FollowsThePublishedSequence) {
    // The first numbers of SplitMix64 from seed 1234567, as the reference implementation prints them.
    Random random(1234567);
    EXPECT_EQ(random.next(), 6457827717110365317u);
    EXPECT_EQ(random.next(), 3203168211198807973u);
    EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(Random, StaysWithinItsBounds) {
    Random random(7);
    std::array<int, 6> seen{};
    for (int i = 0; i < 6000; ++i) {
        const auto face = random.between(1, 6);
        ASSERT_GE(face, 1);
        ASSERT_LE(face, 6);
        ++seen[static_cast<std::size_t>(face - 1)];
        const double unit = random.unit();
        ASSERT_GE(unit, 0.0);
        ASSERT_LT(unit, 1.0);
    }
    for (int count : seen) EXPECT_GT(count, 800);
    EXPECT_EQ(random.below(1), 0u);
    EXPECT_EQ(random.between(INT64_MIN, INT64_MIN), INT64_MIN);
    random.between(INT64_MIN, INT64_MAX);
}

TEST(Random, SameSeedSameNumbers) {
    Random left(42), right(42), other(43);
    EXPECT_EQ(left.next(), right.next());
    EXPECT_NE(left.next(), other.next());
}
