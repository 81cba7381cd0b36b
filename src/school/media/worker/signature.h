/// What a file is by its first bytes: it decides which decoder ever sees it, whatever its name says.
#pragma once

#include <optional>
#include <string_view>

namespace media::worker {

enum class Format { jpeg, png, webp, heic };
std::string_view word(Format format);

/// Absent for everything that is not decoded: SVG, PDF, TIFF, GIF, AVIF, video, and what nobody knows.
std::optional<Format> format_of(std::string_view bytes);

}  // namespace media::worker
