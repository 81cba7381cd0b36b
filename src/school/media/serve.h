/// Fetching a picture under its public address (clause 8 of docs/policies/images.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "media/picture.h"

namespace media {

/// It was there, and is not shown any more.
struct Gone {};
/// Never was.
struct Unknown {};

/// The stored size that whoever fetches this address gets at this moment.
std::variant<StoredRendition, Gone, Unknown> serve(db::Read& db, std::string_view token, int width, base::Instant now);

/// "TOKEN-800.jpg"; absent when it is not of that form or the width is none of ours.
struct PublicName {
    std::string token;
    int width = 0;
};
std::optional<PublicName> parse_public_name(std::string_view name);

}  // namespace media
