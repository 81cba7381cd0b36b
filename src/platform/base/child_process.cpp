#include "base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/text.h"

namespace base {

constexpr std::size_t complaints_kept = 4096;
constexpr int tick_milliseconds = 50;

namespace {

[[noreturn]] void fail(int error, const std::string& what) { throw std::system_error(error, std::generic_category(), what); }

/// Both ends are closed with their holder, unless they were taken out of it.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno, "no pipe can be made");
    }
    ~Pipe() {
        for (int end : ends) {
            if (end >= 0) ::close(end);
        }
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int take(std::size_t which) { return std::exchange(ends[which], -1); }
};

struct Actions {
    posix_spawn_file_actions_t actions;
    Actions() { ::posix_spawn_file_actions_init(&actions); }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
};

/// A server ignores signals that the child must obey, and blocks some in its threads.
struct Attributes {
    posix_spawnattr_t attributes;
    Attributes() {
        ::posix_spawnattr_init(&attributes);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
};

}  // namespace

static std::vector<std::string> child_environment() {
    std::vector<std::string> environment = {"LANG=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin"};
    // A sanitizer in the child keeps the options of the parent's.
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) environment.push_back(std::string(name) + "=" + value);
    }
    return environment;
}

static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

static void limit(int pid, __rlimit_resource resource, std::int64_t most) {
    rlimit value{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
    if (::prlimit(pid, resource, &value, nullptr) != 0 && errno != ESRCH) fail(errno, "a limit of a worker cannot be set");
}

ChildProcess::ChildProcess(const std::string& program, const std::vector<std::string>& arguments, const ChildLimits& limits) {
    Pipe in, out, errors;
    Actions actions;
    ::posix_spawn_file_actions_adddup2(&actions.actions, in.ends[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions.actions, out.ends[1], 1);
    ::posix_spawn_file_actions_adddup2(&actions.actions, errors.ends[1], 2);
    ::posix_spawn_file_actions_addclosefrom_np(&actions.actions, 3);
    Attributes attributes;
    std::vector<std::string> words = {program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto environment = child_environment();
    int error = ::posix_spawn(&pid_, program.c_str(), &actions.actions, &attributes.attributes, pointers(words).data(), pointers(environment).data());
    if (error != 0) {
        pid_ = -1;
        fail(error, program + " cannot be started");
    }
    input_ = in.take(1);
    output_ = out.take(0);
    errors_ = errors.take(0);
    ::fcntl(input_, F_SETFL, O_NONBLOCK);
    ::fcntl(output_, F_SETFL, O_NONBLOCK);
    ::fcntl(errors_, F_SETFL, O_NONBLOCK);
    try {
        // The child waits for its first frame, so it is held to them before it does anything.
        limit(pid_, RLIMIT_CORE, 0);
        if (limits.address_space_bytes > 0) limit(pid_, RLIMIT_AS, limits.address_space_bytes);
        if (limits.processor_seconds > 0) limit(pid_, RLIMIT_CPU, limits.processor_seconds);
        if (limits.file_bytes >= 0) limit(pid_, RLIMIT_FSIZE, limits.file_bytes);
    } catch (...) {
        kill();
        wait();
        throw;
    }
}

ChildProcess::~ChildProcess() {
    if (!end_) {
        kill();
        wait();
    }
    for (int descriptor : {input_, output_, errors_}) {
        if (descriptor >= 0) ::close(descriptor);
    }
}

/// Reads what there is; false at the end.
template <typename F>
static bool drain(int descriptor, F&& take) {
    std::array<char, 64 << 10> buffer;
    for (;;) {
        auto count = ::read(descriptor, buffer.data(), buffer.size());
        if (count > 0) {
            take(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
            if (static_cast<std::size_t>(count) < buffer.size()) return true;
        } else if (count == 0) {
            return false;
        } else if (errno != EINTR) {
            return errno == EAGAIN;
        }
    }
}

void ChildProcess::pump(int milliseconds, bool wants_to_write) {
    std::array<pollfd, 3> watched{pollfd{output_ended_ ? -1 : output_, POLLIN, 0}, pollfd{errors_, POLLIN, 0},
                                  pollfd{wants_to_write ? input_ : -1, POLLOUT, 0}};
    int ready = ::poll(watched.data(), watched.size(), milliseconds);
    if (ready < 0 && errno != EINTR) fail(errno, "a worker cannot be waited for");
    if (ready <= 0) return;
    if (watched[0].revents && !drain(output_, [&](std::string_view bytes) { frames_.add(bytes); })) output_ended_ = true;
    if (watched[1].revents) {
        bool open = drain(errors_, [&](std::string_view bytes) {
            complaints_ += bytes;
            if (complaints_.size() > complaints_kept) complaints_.erase(0, complaints_.size() - complaints_kept);
        });
        if (!open) ::close(std::exchange(errors_, -1));
    }
}

/// Writing to a child that is gone raises SIGPIPE in this thread only; it is taken back, whatever the process does with the signal.
static ssize_t write_quietly(int descriptor, std::string_view bytes) {
    sigset_t pipe, before, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
    auto written = ::write(descriptor, bytes.data(), bytes.size());
    int error = errno;
    if (written < 0 && error == EPIPE && !was_pending) {
        timespec at_once{};
        ::sigtimedwait(&pipe, nullptr, &at_once);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return written;
}

void ChildProcess::send(char what, std::string_view bytes) {
    std::string frame = FrameWriter::packed(what, bytes);
    std::string_view left = frame;
    while (!left.empty()) {
        if (input_ < 0) throw FrameError("nothing more can be sent to the worker");
        auto written = write_quietly(input_, left);
        if (written > 0) {
            left.remove_prefix(static_cast<std::size_t>(written));
        } else if (written < 0 && errno == EAGAIN) {
            pump(tick_milliseconds, true);
        } else if (written < 0 && errno != EINTR) {
            throw FrameError(std::string("the worker is gone: ") + std::strerror(errno));
        }
    }
}

void ChildProcess::close_input() {
    if (input_ >= 0) ::close(std::exchange(input_, -1));
}

std::optional<Frame> ChildProcess::receive(const std::function<bool()>& tick) {
    for (;;) {
        if (auto frame = frames_.next()) return frame;
        if (output_ended_) return std::nullopt;
        if (tick && !tick()) {
            kill();
            return std::nullopt;
        }
        pump(tick_milliseconds, false);
    }
}

void ChildProcess::kill() {
    if (!end_ && pid_ > 0) ::kill(pid_, SIGKILL);
}

ChildEnd ChildProcess::wait() {
    if (end_) return *end_;
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0) {
        if (errno != EINTR) fail(errno, "a worker's end cannot be learnt");
    }
    end_ = WIFEXITED(status) ? ChildEnd{true, WEXITSTATUS(status)} : ChildEnd{false, WTERMSIG(status)};
    pump(0, false);
    return *end_;
}

std::string program_beside(std::string_view name) {
    std::string variable = to_upper_ascii(name) + "_PROGRAM";
    for (char& c : variable) {
        if (c == '-') c = '_';
    }
    if (const char* given = std::getenv(variable.c_str())) return given;
    std::array<char, PATH_MAX> path;
    auto length = ::readlink("/proc/self/exe", path.data(), path.size());
    if (length <= 0) return std::string(name);
    std::string own(path.data(), static_cast<std::size_t>(length));
    std::string folder = own.substr(0, own.rfind('/'));
    std::string beside = folder + "/" + std::string(name);
    // Tests and benchmarks lie one folder below the programs.
    if (::access(beside.c_str(), X_OK) != 0) beside = folder.substr(0, folder.rfind('/')) + "/" + std::string(name);
    return beside;
}

}  // namespace base
