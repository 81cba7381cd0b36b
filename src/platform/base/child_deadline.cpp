#include "base/child_deadline.h"

#include <signal.h>

#include "base/child_process.h"

namespace base {

ChildDeadline::ChildDeadline(const ChildProcess& child, Milliseconds time) : child_(child.id()), thread_([this, time] { watch(time); }) {}

ChildDeadline::~ChildDeadline() { over(); }

bool ChildDeadline::over() {
    {
        std::lock_guard lock(mutex_);
        over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return killed_;
}

void ChildDeadline::watch(Milliseconds time) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, time, [this] { return over_; })) return;
    killed_ = true;
    ::kill(child_, SIGKILL);
}

}  // namespace base
