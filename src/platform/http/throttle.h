/// How often somebody may ask: a token bucket for each key, in the memory of this process.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace http {

class Throttle {
public:
    using Moment = std::chrono::steady_clock::time_point;

    Throttle(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

    /// True when this request is still within what the key may do.
    bool take(std::string_view key, Moment now);
    /// Buckets that are kept; full ones are forgotten from time to time.
    std::size_t size() const;

private:
    struct Bucket {
        double left;
        Moment at;
    };
    double filled(const Bucket& bucket, Moment now) const;
    void forget_full(Moment now);

    const double per_second_;
    const double burst_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
    Moment next_clearing_{};
};

}  // namespace http
