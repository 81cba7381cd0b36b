#include "data/worker/pseudonyms.h"

#include <sodium.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace data::worker {

Pseudonyms::Pseudonyms(std::string_view key) {
    key_.resize(key.size() / 2);
    std::size_t length = 0;
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(key_.data()), key_.size(), key.data(), key.size(), nullptr, &length, nullptr) != 0 ||
        length < crypto_generichash_KEYBYTES_MIN) {
        throw std::invalid_argument("the key of the pseudonyms is too short");
    }
    key_.resize(length);
}

std::int64_t Pseudonyms::of(std::string_view tier, std::int64_t student) const {
    std::string text = std::string(tier) + ":" + std::to_string(student);
    std::array<unsigned char, 16> hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       reinterpret_cast<const unsigned char*>(key_.data()), key_.size());
    std::uint64_t bits;
    std::memcpy(&bits, hash.data(), sizeof bits);
    return static_cast<std::int64_t>(bits >> 1);
}

}  // namespace data::worker
