#include "http/throttle.h"

#include <gtest/gtest.h>

#include "http/proxy.h"

namespace http {

TEST(Throttles, LetABurstThroughAndThenTheRate) {
    Throttle throttle(10, 3);
    const Throttle::Moment start{std::chrono::seconds(100)};
    for (int turn = 0; turn < 3; ++turn) EXPECT_TRUE(throttle.take("a", start));
    EXPECT_FALSE(throttle.take("a", start));
    EXPECT_TRUE(throttle.take("b", start));
    EXPECT_TRUE(throttle.take("a", start + std::chrono::milliseconds(150)));
    EXPECT_FALSE(throttle.take("a", start + std::chrono::milliseconds(150)));
}

TEST(Throttles, ForgetWhoIsQuietAgain) {
    Throttle throttle(10, 3);
    const Throttle::Moment start{std::chrono::seconds(100)};
    for (int name = 0; name < 1000; ++name) throttle.take(std::to_string(name), start);
    throttle.take("late", start + std::chrono::seconds(60));
    EXPECT_EQ(throttle.size(), 1u);
}

TEST(TrustedProxies, AreNetworksOfEitherKind) {
    Proxies proxies({"10.0.0.0/9", "fd00::/8", "192.0.2.7"});
    EXPECT_TRUE(proxies.trusts("10.127.255.255"));
    EXPECT_FALSE(proxies.trusts("10.128.0.0"));
    EXPECT_TRUE(proxies.trusts("fd12::1"));
    EXPECT_TRUE(proxies.trusts("192.0.2.7"));
    EXPECT_FALSE(proxies.trusts("192.0.2.8"));
    EXPECT_FALSE(proxies.trusts("not an address"));
    EXPECT_THROW(Proxies({"10.0.0.0/33"}), std::runtime_error);
    EXPECT_THROW(Proxies({"example.org"}), std::runtime_error);
}

TEST(TrustedProxies, AreSkippedFromTheRight) {
    Proxies proxies({"10.0.0.0/8"});
    EXPECT_EQ(proxies.origin("10.0.0.1", false, "1.1.1.1, 2.2.2.2, 10.0.0.2", "https").address, "2.2.2.2");
    EXPECT_TRUE(proxies.origin("10.0.0.1", false, "", "https").secure);
    EXPECT_EQ(proxies.origin("10.0.0.1", false, "1.1.1.1, nonsense", "").address, "10.0.0.1");
    EXPECT_EQ(proxies.origin("3.3.3.3", false, "1.1.1.1", "https").address, "3.3.3.3");
    EXPECT_FALSE(proxies.origin("3.3.3.3", false, "1.1.1.1", "https").secure);
    EXPECT_EQ(proxies.origin("::ffff:10.0.0.1", false, "::ffff:4.4.4.4", "").address, "4.4.4.4");
}

}  // namespace http
