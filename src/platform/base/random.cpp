#include "base/random.h"

#include <cassert>

namespace base {

std::uint64_t Random::next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

std::uint64_t Random::below(std::uint64_t bound) {
    assert(bound > 0);
    // The lowest (2^64 mod bound) numbers are drawn again, so that every remainder is equally likely.
    const std::uint64_t excess = (0 - bound) % bound;
    std::uint64_t drawn = next();
    while (drawn < excess) drawn = next();
    return drawn % bound;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
    assert(low <= high);
    const auto width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const std::uint64_t offset = width == 0 ? next() : below(width);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace base
