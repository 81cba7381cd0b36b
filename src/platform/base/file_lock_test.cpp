#include "base/file_lock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <system_error>
#include <thread>

using base::FileLock;

TEST(FileLock, HasOneHolderAtATimeAndCanBeGivenUpWaitingFor) {
    auto path = (std::filesystem::temp_directory_path() / "belltower-file-lock-test").string();
    auto held = FileLock::wait(path);
    ASSERT_TRUE(held);
    int asked = 0;
    EXPECT_FALSE(FileLock::wait(path, [&] { return ++asked == 2; }));
    EXPECT_EQ(asked, 2);
    std::atomic<bool> ours = false;
    std::thread other([&] { ours = FileLock::wait(path).has_value(); });
    held.reset();
    other.join();
    EXPECT_TRUE(ours);
    std::filesystem::remove(path);
    EXPECT_THROW(FileLock::wait("/no/such/folder/lock"), std::system_error);
}
