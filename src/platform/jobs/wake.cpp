#include "jobs/wake.h"

#include <condition_variable>
#include <mutex>

namespace jobs {

static std::mutex mutex;
static std::condition_variable changed;
static std::uint64_t count = 0;

void wake_workers() {
    {
        std::scoped_lock lock(mutex);
        ++count;
    }
    changed.notify_all();
}

std::uint64_t wakes() {
    std::scoped_lock lock(mutex);
    return count;
}

void wait_for_wake(std::uint64_t seen, std::chrono::milliseconds most) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, most, [&] { return count != seen; });
}

}  // namespace jobs
