#include "data/worker/watchdog.h"

#include "duck/duck.h"

namespace data::worker {

Watchdog::Watchdog(duck::Session& session, std::chrono::milliseconds deadline) : session_(session), thread_([this, deadline] { watch(deadline); }) {}

Watchdog::~Watchdog() {
    {
        std::lock_guard lock(mutex_);
        is_done_ = true;
    }
    done_.notify_all();
    thread_.join();
}

bool Watchdog::barked() const {
    std::lock_guard lock(mutex_);
    return barked_;
}

void Watchdog::watch(std::chrono::milliseconds deadline) {
    std::unique_lock lock(mutex_);
    if (done_.wait_for(lock, deadline, [this] { return is_done_; })) return;
    barked_ = true;
    do session_.interrupt();
    while (!done_.wait_for(lock, std::chrono::milliseconds(20), [this] { return is_done_; }));
}

}  // namespace data::worker
