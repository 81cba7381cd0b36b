#include "db/drivers.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace db::detail {

void submit_and_wait(Database& database, const std::function<void(Write&)>& body) {
    // No promise: it would keep a share of the exception on the writer's thread.
    std::exception_ptr error;
    bool finished = false;
    std::mutex mutex;
    std::condition_variable changed;
    database.submit(body, [&](std::exception_ptr outcome) {
        std::lock_guard lock(mutex);
        error = std::move(outcome);
        finished = true;
        changed.notify_one();  // under the lock: once it is free, all of this may be gone
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return finished; });
    if (error) std::rethrow_exception(std::move(error));
}

}  // namespace db::detail
