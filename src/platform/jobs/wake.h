/// How an enqueued job is noticed at once by the workers of this process. Those of others look twice a second.
#pragma once

#include <chrono>
#include <cstdint>

namespace jobs {

void wake_workers();

/// Counts the calls of wake_workers().
std::uint64_t wakes();
/// Returns when the count is no longer `seen`, or after the time.
void wait_for_wake(std::uint64_t seen, std::chrono::milliseconds most);

}  // namespace jobs
