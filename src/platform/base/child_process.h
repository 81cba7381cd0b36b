/// A program of ours that does what this process must not: open hostile input, load heavy libraries, run SQL that a person wrote. It is started
/// for one piece of work, talks over its standard input and output in frames, and is killed when its time is over.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/frames.h"

namespace base {

/// What the kernel holds the child to; 0 leaves it as it is.
struct ChildLimits {
    std::int64_t address_space_bytes = 0;  // RLIMIT_AS
    std::int64_t processor_seconds = 0;    // RLIMIT_CPU
    std::int64_t file_bytes = -1;          // RLIMIT_FSIZE; 0: it can write no file; -1: as it is
};

/// How a child ended.
struct ChildEnd {
    bool exited = false;  // by itself, with `status`; else killed by signal `status`
    int status = 0;
};

class ChildProcess {
public:
    /// Starts the program with these arguments, an environment of nothing but LANG, TZ and PATH, no inherited descriptors but 0, 1 and 2, and core dumps off. Its standard
    /// error is read (the last 4 KiB are kept). Throws std::system_error when it cannot be started.
    ChildProcess(const std::string& program, const std::vector<std::string>& arguments, const ChildLimits& limits);
    /// Kills it when it still runs, and waits for it.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Sends a frame; reads what the child says meanwhile, so that neither waits for the other for ever. Throws FrameError when it is gone.
    void send(char what, std::string_view bytes);
    /// No more is sent: the child reads the end.
    void close_input();
    /// The next frame; absent when the child closed its output. `tick` is called before each wait and about every 50 ms while nothing comes;
    /// when it returns false the child is killed and receive() returns absent.
    std::optional<Frame> receive(const std::function<bool()>& tick);

    void kill();
    /// Waits for its end.
    ChildEnd wait();
    /// The last of what it wrote to standard error.
    const std::string& complaints() const { return complaints_; }
    int id() const { return pid_; }

private:
    /// Waits at most so long until something can be read, or written when `wants_to_write`, and reads what is there.
    void pump(int milliseconds, bool wants_to_write);
    int pid_ = -1;
    int input_ = -1, output_ = -1, errors_ = -1;
    FrameReader frames_;
    bool output_ended_ = false;
    std::string complaints_;
    std::optional<ChildEnd> end_;
};

/// The program of this name ("belltower-data") beside the running one, or one folder above it; BELLTOWER_DATA_PROGRAM in the environment names another.
std::string program_beside(std::string_view name);

}  // namespace base
