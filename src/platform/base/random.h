/// Random numbers for tests and demo data: the same seed gives the same numbers on every machine and compiler.
/// Secrets come from auth/secret.h, never from here.
#pragma once

#include <cstdint>
#include <span>

namespace base {

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    /// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
    std::uint64_t next();
    /// Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in [low, high].
    std::int64_t between(std::int64_t low, std::int64_t high);
    /// Uniform in [0, 1).
    double unit();
    bool chance(double probability) { return unit() < probability; }
    template <typename T>
    const T& pick(std::span<const T> items) {
        return items[static_cast<std::size_t>(below(items.size()))];
    }

private:
    std::uint64_t state_;
};

}  // namespace base
