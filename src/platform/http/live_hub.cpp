#include "http/live_hub.h"

#include <algorithm>
#include <chrono>

#include "base/log.h"
#include "db/db.h"

namespace http {

constexpr auto interval = std::chrono::milliseconds(200);
constexpr auto interval_after_trouble = std::chrono::seconds(2);
/// On PostgreSQL an event with a smaller id may be committed after one with a larger id was read, so the latest are read again.
constexpr std::int64_t ids_read_again = 500;
constexpr std::size_t most_events_at_once = 2000;
constexpr std::size_t most_topics_known = 20'000;

LiveHub::LiveHub(db::Database& database, std::function<void()> changed) : database_(database), changed_(std::move(changed)) {
    stamp_ = database_.change_stamp();
    last_ = database_.read(last_live_event);
    look();
    thread_ = std::thread([this] { watch(); });
}

LiveHub::~LiveHub() {
    {
        std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    stopping_.notify_all();
    thread_.join();
}

LiveHub::Joined LiveHub::join(const std::vector<std::string>& topics, Listener listener) {
    std::lock_guard lock(mutex_);
    Joined joined{next_number_++, {}};
    for (const auto& topic : topics) {
        auto known = versions_.find(topic);
        joined.present.push_back({known == versions_.end() ? 0 : known->second, topic});
    }
    members_.emplace(joined.number, Member{topics, std::move(listener)});
    return joined;
}

void LiveHub::leave(std::int64_t number) {
    std::lock_guard lock(mutex_);
    members_.erase(number);
}

void LiveHub::tell(const LiveEvent& event) {
    std::lock_guard lock(mutex_);
    if (versions_.size() >= most_topics_known) versions_.clear();  // an unknown topic has version 0; nobody misses a change by it
    auto& version = versions_[event.topic];
    version = std::max(version, event.id);
    for (const auto& [number, member] : members_) {
        if (std::ranges::find(member.topics, event.topic) != member.topics.end()) member.listener(event);
    }
}

void LiveHub::look() {
    std::vector<LiveEvent> events;
    do {
        events = database_.read([&](db::Read& db) { return live_events_after(db, last_ - ids_read_again, static_cast<int>(most_events_at_once)); });
        for (const auto& event : events) {
            if (!seen_.insert(event.id).second) continue;
            last_ = std::max(last_, event.id);
            tell(event);
        }
        seen_.erase(seen_.begin(), seen_.lower_bound(last_ - ids_read_again));
    } while (events.size() == most_events_at_once);
}

void LiveHub::watch() {
    std::chrono::milliseconds pause = interval;
    std::unique_lock lock(mutex_);
    while (!stopping_.wait_for(lock, pause, [&] { return stopped_; })) {
        lock.unlock();
        try {
            const auto stamp = database_.change_stamp();
            if (stamp != stamp_) {
                if (changed_) changed_();
                look();
            }
            stamp_ = stamp;
            pause = interval;
        } catch (const std::exception& trouble) {
            base::log::warning("live pages wait for the database: {}", trouble.what());
            pause = interval_after_trouble;
        }
        lock.lock();
    }
}

}  // namespace http
