#include "walls/walls.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

using namespace walls;

/// What fails to be refused, one letter each; empty when the walls hold.
static std::string holes() {
    std::string found;
    auto hole = [&](char name, bool open) {
        if (open) found += name;
    };
    hole('r', ::open("/etc/passwd", O_RDONLY) >= 0);
    hole('w', ::open("/tmp/belltower-wall", O_WRONLY | O_CREAT, 0600) >= 0);
    hole('s', ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    hole('u', ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    hole('k', ::kill(::getppid(), 0) == 0);
    hole('p', ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr) == 0);
    hole('x', ::execl("/bin/true", "true", nullptr) == 0);
    hole('d', ::unlink("/tmp/belltower-wall-victim") == 0);
    hole('c', ::chmod("/tmp", 01777) == 0);
    int child = ::fork();
    if (child == 0) ::_exit(0);
    hole('f', child > 0);
    bool ran = false;
    std::thread([&] { ran = ::socket(AF_INET, SOCK_STREAM, 0) < 0; }).join();
    hole('t', !ran);  // threads run, behind the same walls
    return found;
}

/// Runs in a child: 0 when the walls hold, 1 when not (said on standard error), 2 when they cannot be put up.
static int behind_walls(const std::function<void()>& before, const std::function<std::string()>& tried = holes) {
    int child = ::fork();
    if (child == 0) {
        try {
            before();
            wall_in({.address_space_bytes = std::int64_t{1} << 30, .processor_seconds = 5});
            auto found = tried();
            if (found.empty()) ::_exit(0);
            found += '\n';
            [[maybe_unused]] auto written = ::write(2, found.data(), found.size());
            ::_exit(1);
        } catch (const std::exception& error) {
            [[maybe_unused]] auto written = ::write(2, error.what(), std::char_traits<char>::length(error.what()));
            ::_exit(2);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

TEST(Walls, HoldForWhoeverRunsThem) { EXPECT_EQ(behind_walls([] {}), 0); }

TEST(Walls, HoldForAPlainUser) {
    if (::geteuid() != 0) GTEST_SKIP() << "the test above was one";
    EXPECT_EQ(behind_walls([] { ASSERT_EQ(::setuid(65534), 0); }), 0);
}

TEST(Walls, HoldInAChroot) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may change the root";
    EXPECT_EQ(behind_walls([] { ASSERT_EQ(::chroot("/tmp"), 0); }), 0);
}

TEST(Walls, AreThereForThreadsThatRanBefore) {
    int child = ::fork();
    if (child == 0) {
        std::atomic<int> step = 0, opened = -1;
        std::thread before([&] {
            while (step != 1) std::this_thread::yield();
            opened = ::open("/etc/passwd", O_RDONLY);
        });
        wall_in({});
        step = 1;
        before.join();
        ::_exit(opened >= 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Walls, LimitMemory) {
    EXPECT_EQ(behind_walls([] {},
                           [] {
                               void* much = ::mmap(nullptr, std::size_t{2} << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                               return much == MAP_FAILED ? "" : "m";
                           }),
              0);
}
#endif

TEST(Walls, LimitProcessorTime) {
    int child = ::fork();
    if (child == 0) {
        wall_in({.processor_seconds = 1});
        for (;;) ::getpid();
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL));
}
