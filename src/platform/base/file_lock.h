/// One holder at a time on this machine, among all processes.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace base {

class FileLock {
public:
    /// Waits until the file is ours; makes it when absent. Absent when `cancelled`, asked about every 100 ms, says so first. Throws std::system_error when
    /// the file cannot be opened.
    static std::optional<FileLock> wait(const std::string& path, const std::function<bool()>& cancelled = {});
    FileLock(FileLock&& other) noexcept;
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    FileLock& operator=(FileLock&&) = delete;

private:
    explicit FileLock(int file) : file_(file) {}
    int file_;
};

}  // namespace base
