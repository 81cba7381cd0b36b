/// What stands in a JPEG beside the picture itself.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace media {

struct JpegSize {
    int width = 0, height = 0;
    auto operator<=>(const JpegSize&) const = default;
};

/// What does not belong into a picture that the public may fetch: "APP1", "COM", "bytes after the end".
struct JpegRemains {
    std::string what;
};

/// Reads the bytes marker by marker to their end. The size when there is nothing but what a decoder needs: tables, one frame, its scans, and a JFIF
/// header without a thumbnail. Everything else, known or not, is told by the first of it; so are bytes that are no JPEG at all. Reads nothing twice and keeps nothing.
std::variant<JpegSize, JpegRemains> jpeg_parts(std::string_view bytes);

}  // namespace media
