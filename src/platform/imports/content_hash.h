/// What a row said the last time, in 64 bits.
#pragma once

#include <cstdint>
#include <string_view>

namespace imports {

/// FNV-1a (Fowler, Noll, Vo) over the parts and their lengths, finished by SplitMix64's mixer. It tells the old content of one row from the
/// new; nobody gains by a collision, so it need not be cryptographic. Never 0, which stands for "no content known".
class ContentHash {
public:
    ContentHash& add(std::string_view part) {
        for (char byte : part) mix(static_cast<unsigned char>(byte));
        return add(static_cast<std::int64_t>(part.size()));
    }
    ContentHash& add(std::int64_t number) {
        auto bits = static_cast<std::uint64_t>(number);
        for (int i = 0; i < 8; ++i, bits >>= 8) mix(bits & 0xff);
        return *this;
    }
    std::int64_t value() const {
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        auto hash = static_cast<std::int64_t>(z ^ (z >> 31));
        return hash ? hash : 1;
    }

private:
    void mix(std::uint64_t byte) { state_ = (state_ ^ byte) * 0x100000001b3U; }
    std::uint64_t state_ = 0xcbf29ce484222325U;
};

}  // namespace imports
