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

/// Who fetches: the public sees a picture where it stands for the public; who is signed in sees it before that, since they write the page.
enum class Fetches { the_public, signed_in };
/// The stored size that whoever fetches this address gets at this moment.
std::variant<StoredRendition, Gone, Unknown> serve(db::Read& db, std::string_view token, int width, base::Instant now, Fetches who = Fetches::the_public);

/// "TOKEN-800.jpg"; absent when it is not of that form or the width is none of ours.
struct PublicName {
    std::string token;
    int width = 0;
};
std::optional<PublicName> parse_public_name(std::string_view name);

}  // namespace media
