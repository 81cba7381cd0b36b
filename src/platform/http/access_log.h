/// One line an answer, for those who want to know what the public site is asked for. Off unless a file is named.
///
///     203.0.113.7 - - [26/Nov/2026:23:48:03 +0000] "GET /menu" 200 5120
///
/// Of an address that is not a public page only the first part is written ("/status/..."): what follows may be the key to somebody's request,
/// or say which student was looked at. Questions behind "?" are never written.
#pragma once

#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "http/message.h"

namespace http {

class AccessLog {
public:
    /// Appends to the file. Throws std::runtime_error naming it when it cannot be opened. Lines reach it within a second.
    explicit AccessLog(const std::string& path);
    ~AccessLog();
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    void write(const Request& request, int status, std::size_t bytes, bool whole_path);

private:
    void flush_every_second();
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::unique_ptr<std::FILE, CloseFile> file_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool stopped_ = false;
    std::string waiting_;
    std::thread thread_;
};

}  // namespace http
