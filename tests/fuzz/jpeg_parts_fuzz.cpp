// Any bytes are a picture and nothing else, or it is said what is left in them. What was called clean stays clean when it is read again and stops being so
// with a byte more or less.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "media/jpeg_parts.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

static bool clean(std::string_view bytes) { return std::holds_alternative<media::JpegSize>(media::jpeg_parts(bytes)); }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto found = media::jpeg_parts(bytes);
    if (const auto* remains = std::get_if<media::JpegRemains>(&found)) {
        require(!remains->what.empty());
        return 0;
    }
    const auto& picture = std::get<media::JpegSize>(found);
    require(picture.width > 0 && picture.width < 65'536 && picture.height > 0 && picture.height < 65'536);
    require(!clean(bytes + '\0') && !clean(bytes.substr(0, size - 1)));
    // A part put in right after the beginning is always found.
    require(!clean(bytes.substr(0, 2) + "\xFF\xFE" + std::string("\0\3x", 3) + bytes.substr(2)));
    require(!clean(bytes.substr(0, 2) + "\xFF\xE1" + std::string("\0\2", 2) + bytes.substr(2)));
    return 0;
}
