#include "http/throttle.h"

#include <algorithm>

namespace http {

constexpr auto clearing_interval = std::chrono::seconds(10);

double Throttle::filled(const Bucket& bucket, Moment now) const {
    return std::min(burst_, bucket.left + std::chrono::duration<double>(now - bucket.at).count() * per_second_);
}

void Throttle::forget_full(Moment now) {
    std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= burst_; });
    next_clearing_ = now + clearing_interval;
}

bool Throttle::take(std::string_view key, Moment now) {
    std::lock_guard lock(mutex_);
    if (now >= next_clearing_) forget_full(now);
    auto [entry, is_new] = buckets_.try_emplace(std::string(key), Bucket{burst_, now});
    Bucket& bucket = entry->second;
    bucket = {filled(bucket, now), now};
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
}

std::size_t Throttle::size() const {
    std::lock_guard lock(mutex_);
    return buckets_.size();
}

}  // namespace http
