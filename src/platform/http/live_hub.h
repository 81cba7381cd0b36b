/// Hears of changes of every process and tells the streams of this one. Only for this room.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/live.h"

namespace db {
class Database;
}

namespace http {

class LiveHub {
public:
    /// Called on the hub's thread; must be quick.
    using Listener = std::function<void(const LiveEvent&)>;

    /// Reads the events that are there before it returns, then looks every 200 ms.
    /// `changed` is called on the hub's thread when any process may have committed something.
    explicit LiveHub(db::Database& database, std::function<void()> changed = {});
    ~LiveHub();

    /// The present version of each topic, and the listener's number for leave(). Whatever happens later reaches the listener.
    struct Joined {
        std::int64_t number;
        std::vector<LiveEvent> present;
    };
    Joined join(const std::vector<std::string>& topics, Listener listener);
    void leave(std::int64_t number);

private:
    struct Member {
        std::vector<std::string> topics;
        Listener listener;
    };
    void look();
    void watch();
    void tell(const LiveEvent& event);

    db::Database& database_;
    std::function<void()> changed_;
    std::int64_t stamp_ = 0;
    std::int64_t last_ = 0;
    std::set<std::int64_t> seen_;  // among the latest ids
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool stopped_ = false;
    std::int64_t next_number_ = 1;
    std::map<std::int64_t, Member> members_;
    std::map<std::string, std::int64_t, std::less<>> versions_;
    std::thread thread_;
};

}  // namespace http
