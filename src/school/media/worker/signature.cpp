#include "media/worker/signature.h"

#include <cstddef>
#include <cstdint>

namespace media::worker {

std::string_view word(Format format) {
    switch (format) {
        case Format::jpeg: return "jpeg";
        case Format::png: return "png";
        case Format::webp: return "webp";
        case Format::heic: return "heic";
    }
    return "";
}

/// ISO 23008-12: a box "ftyp" with the main brand, a version, and what else the file may be read as. A still picture of HEVC says heic or heix; a brand
/// of sequences (hevc, msf1) as the main one or any of AV1 is another format.
static bool is_heic(std::string_view bytes) {
    if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return false;
    const auto number = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
    const std::size_t length = std::size_t{number(0)} << 24 | std::size_t{number(1)} << 16 | std::size_t{number(2)} << 8 | number(3);
    if (length < 16 || length > bytes.size() || length > 256) return false;
    bool still = false;
    for (std::size_t at = 8; at + 4 <= length; at += 4) {
        if (at == 12) continue;  // the version
        const auto brand = bytes.substr(at, 4);
        if (brand == "avif" || brand == "avis") return false;
        if (at == 8 && brand != "heic" && brand != "heix" && brand != "mif1") return false;
        still = still || brand == "heic" || brand == "heix";
    }
    return still;
}

std::optional<Format> format_of(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return Format::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return Format::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 16 && bytes.substr(8, 4) == "WEBP") return Format::webp;
    if (is_heic(bytes)) return Format::heic;
    return std::nullopt;
}

}  // namespace media::worker
