/// Under which a student stands in the tiers without names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace data::worker {

/// Keyed BLAKE2b of the tier's word and the student's id, cut to 63 bits: the same at every refresh, another in each tier, and not to be computed
/// or undone without the key, which the server keeps sealed. Two of a million students share one with a probability of about 5e-8.
class Pseudonyms {
public:
    /// `key` as hex. Throws std::invalid_argument when it is shorter than 16 bytes.
    explicit Pseudonyms(std::string_view key);
    std::int64_t of(std::string_view tier, std::int64_t student) const;

private:
    std::string key_;
};

}  // namespace data::worker
