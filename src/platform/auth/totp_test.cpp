#include "auth/totp.h"

#include <gtest/gtest.h>

using namespace auth;

constexpr std::string_view secret = "12345678901234567890";
static base::Instant seconds(std::int64_t value) { return base::from_ms(value * 1000); }

TEST(OneTimeCode, FollowsRfc4226AppendixD) {
    const char* expected[] = {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"};
    for (int counter = 0; counter < 10; ++counter) EXPECT_EQ(one_time_code(secret, counter), expected[counter]);
}

TEST(OneTimeCode, FollowsRfc6238AppendixB) {
    const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},         {1111111109, "07081804"},  {1111111111, "14050471"},
                                                            {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (auto [time, code] : vectors) EXPECT_EQ(one_time_code(secret, totp_step(seconds(time)), 8), code) << time;
}

TEST(SecondFactor, AcceptsOneStepOfDriftAndNoMore) {
    const auto now = seconds(1111111111);
    const std::int64_t step = totp_step(now);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step), now, 0), step);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step - 1), now, 0), step - 1);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step + 1), now, 0), step + 1);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step - 2), now, 0), std::nullopt);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step + 2), now, 0), std::nullopt);
}

TEST(SecondFactor, ACodeOpensOnce) {
    const auto now = seconds(1111111111);
    const std::int64_t step = totp_step(now);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step), now, step), std::nullopt);
    EXPECT_EQ(matching_step(secret, one_time_code(secret, step - 1), now, step), std::nullopt) << "nor one before it";
}

TEST(SecondFactor, ReadsCodesAsPeopleTypeThem) {
    const auto now = seconds(59);
    EXPECT_TRUE(matching_step(secret, "287 082", now, 0));
    EXPECT_FALSE(matching_step(secret, "", now, 0));
    EXPECT_FALSE(matching_step(secret, "28708", now, 0));
    EXPECT_FALSE(matching_step(secret, "abcdef", now, 0));
}

TEST(SecondFactor, IsBroughtToTheAppByItsAddress) {
    EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");  // RFC 4648 section 10
    EXPECT_EQ(to_base32("f"), "MY");
    EXPECT_EQ(provisioning_uri("foobar", "North & South", "ana@n.example"),
              "otpauth://totp/North%20%26%20South:ana%40n.example?secret=MZXW6YTBOI&issuer=North%20%26%20South&algorithm=SHA1&digits=6&period=30");
}
