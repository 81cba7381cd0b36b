#include "base/log.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace log_ = base::log;

TEST(Log, SaysLevelAndLine) {
    ::testing::internal::CaptureStderr();
    log_::warning("disk {} % full", 91);
    const auto said = ::testing::internal::GetCapturedStderr();
    EXPECT_NE(said.find("Z warning disk 91 % full\n"), std::string::npos) << said;
}

TEST(Log, OneEventIsOneLine) {
    ::testing::internal::CaptureStderr();
    log_::info("name {}", "x\n2026-01-01 info forged\x1B[31m");
    const auto said = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1);
    EXPECT_EQ(said.find('\x1B'), std::string::npos);
}

TEST(Log, DropsWhatIsBelowTheLevel) {
    EXPECT_FALSE(log_::set_level("loud"));
    ASSERT_TRUE(log_::set_level("error"));
    ::testing::internal::CaptureStderr();
    log_::warning("quiet");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    ASSERT_TRUE(log_::set_level("info"));
}
