#include "http/access_log.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <stdexcept>

#include <fmt/format.h>

#include "base/log.h"

namespace http {

/// What may wait while the disk is slow. Beyond it lines are lost, and the log says so: nobody waits for it.
constexpr std::size_t most_waiting = 8 * 1024 * 1024;

AccessLog::AccessLog(const std::string& path) : file_(std::fopen(path.c_str(), "ae")) {
    if (!file_) throw std::runtime_error(fmt::format("the access log {} cannot be opened: {}", path, std::strerror(errno)));
    thread_ = std::thread([this] { flush_every_second(); });
}

AccessLog::~AccessLog() {
    {
        std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    stopping_.notify_all();
    thread_.join();
}

static std::string_view method_word(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::del: return "DELETE";
    }
    return "-";
}

/// Made once a second for each thread.
static const std::string& time_now() {
    thread_local std::time_t made = 0;
    thread_local std::string text;
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        char buffer[40];
        text.assign(buffer, std::strftime(buffer, sizeof buffer, "%d/%b/%Y:%H:%M:%S +0000", &parts));
        made = now;
    }
    return text;
}

/// As it came but for the question; what could end the line or the quotes was escaped by who sent it, or the request was refused.
static std::string_view shown(const Request& request, bool whole_path) {
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    if (whole_path) return path;
    const auto second = path.find('/', 1);
    return second == std::string_view::npos ? path : path.substr(0, second + 1);
}

void AccessLog::write(const Request& request, int status, std::size_t bytes, bool whole_path) {
    const auto path = shown(request, whole_path);
    const bool cut = !whole_path && path.size() > 1 && path.ends_with('/');
    std::lock_guard lock(mutex_);
    if (waiting_.size() > most_waiting) return;
    fmt::format_to(std::back_inserter(waiting_), "{} - - [{}] \"{} {}{}\" {} {}\n", request.peer, time_now(), method_word(request.method), path, cut ? "..." : "", status, bytes);
}

void AccessLog::flush_every_second() {
    std::string lines;
    std::unique_lock lock(mutex_);
    bool last = false;
    while (!last) {
        last = stopping_.wait_for(lock, std::chrono::seconds(1), [&] { return stopped_; });
        lines.swap(waiting_);
        lock.unlock();
        const bool lost = lines.size() > most_waiting;
        const bool failed = std::fwrite(lines.data(), 1, lines.size(), file_.get()) != lines.size() || std::fflush(file_.get()) != 0;
        if (failed || lost) base::log::warning("lines of the access log were lost");
        lines.clear();
        lock.lock();
    }
}

}  // namespace http
