/// Connections that read. Private to this room.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace db::detail {

/// At most `count` connections, made when first needed; the one used last goes out first, because its statements and pages are warm.
template <typename C>
class ConnectionPool {
public:
    ConnectionPool(int count, std::function<std::unique_ptr<C>()> make) : left_to_make_(std::max(count, 1)), make_(std::move(make)) {}

    /// A connection, given back when the holder goes.
    class Lease {
    public:
        Lease(ConnectionPool& pool, std::unique_ptr<C> connection) : pool_(pool), connection_(std::move(connection)) {}
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        C& operator*() const { return *connection_; }
        C* operator->() const { return connection_.get(); }

    private:
        ConnectionPool& pool_;
        std::unique_ptr<C> connection_;
    };

    /// Waits until one is free. Throws what opening a new one throws.
    Lease take() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [this] { return !free_.empty() || left_to_make_ > 0; });
        if (!free_.empty()) {
            auto connection = std::move(free_.back());
            free_.pop_back();
            return Lease(*this, std::move(connection));
        }
        --left_to_make_;
        lock.unlock();
        try {
            return Lease(*this, make_());
        } catch (...) {
            lock.lock();
            ++left_to_make_;
            returned_.notify_one();
            throw;
        }
    }

private:
    void give_back(std::unique_ptr<C> connection) {
        {
            std::lock_guard lock(mutex_);
            free_.push_back(std::move(connection));
        }
        returned_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<C>> free_;
    int left_to_make_;
    std::function<std::unique_ptr<C>()> make_;
};

}  // namespace db::detail
