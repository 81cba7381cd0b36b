/// The end of a question that takes too long. The walls around the process (walls/walls.h) hold what cannot be interrupted.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace duck {
class Session;
}

namespace data::worker {

/// Interrupts the session at the deadline, again and again until it is gone: DuckDB looks only between pieces of work.
class Watchdog {
public:
    Watchdog(duck::Session& session, std::chrono::milliseconds deadline);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    bool barked() const;

private:
    void watch(std::chrono::milliseconds deadline);
    duck::Session& session_;
    mutable std::mutex mutex_;
    std::condition_variable done_;
    bool is_done_ = false;
    bool barked_ = false;
    std::thread thread_;
};

}  // namespace data::worker
