/// Ends a child process that takes too long, even while this process is telling it what to do and the child does not listen.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/time.h"

namespace base {

class ChildProcess;

class ChildDeadline {
public:
    /// Kills the child after this time. To be destroyed, or over() called, before the child is waited for: after that its number may be another's.
    ChildDeadline(const ChildProcess& child, Milliseconds time);
    ~ChildDeadline();
    ChildDeadline(const ChildDeadline&) = delete;
    ChildDeadline& operator=(const ChildDeadline&) = delete;

    /// From here on nothing is killed. True when the child was killed before.
    bool over();

private:
    void watch(Milliseconds time);
    int child_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false, killed_ = false;
    std::thread thread_;
};

}  // namespace base
