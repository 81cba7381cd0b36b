#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace base {

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileLock::~FileLock() {
    if (file_ >= 0) ::close(file_);
}

std::optional<FileLock> FileLock::wait(const std::string& path, const std::function<bool()>& cancelled) {
    FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.file_ < 0) throw std::system_error(errno, std::generic_category(), path + " cannot be opened");
    while (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) throw std::system_error(errno, std::generic_category(), path + " cannot be locked");
        if (cancelled && cancelled()) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return lock;
}

}  // namespace base
