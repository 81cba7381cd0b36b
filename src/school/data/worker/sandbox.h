/// Walls around this process, for SQL that a person wrote: what the guard forgets ends here.
///
/// They are put up after the files are open and never come down. Nothing can be opened, written (but our own pipe), connected, started or
/// signalled any more; memory and processor time have an end. They work for root and for others, in a container and in a chroot.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace duck {
class Session;
}

namespace data::worker {

struct Walls {
    std::int64_t address_space_bytes = std::int64_t{3} << 30;
    std::int64_t processor_seconds = 70;
};

/// Throws std::runtime_error when the kernel refuses: then nothing may be run.
void wall_in(const Walls& walls);

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
