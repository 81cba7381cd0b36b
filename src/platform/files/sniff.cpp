#include <algorithm>
#include <array>

#include "base/text.h"
#include "files/files.h"

namespace files {

using namespace std::string_view_literals;

static bool is_heic(std::string_view bytes) {
    constexpr std::array brands = {"heic"sv, "heix"sv, "hevc"sv, "hevx"sv, "mif1"sv, "msf1"sv};
    return bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp" && std::ranges::find(brands, bytes.substr(8, 4)) != brands.end();
}

/// Text as people write it: valid UTF-8 without control characters other than tab and line ends. Markup counts as text, which no
/// browser runs.
static bool is_plain_text(std::string_view bytes) {
    const bool controls = std::ranges::any_of(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
    });
    return !bytes.empty() && !controls && base::is_utf8(bytes);
}

std::string sniff_type(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
    if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "image/gif";
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return "image/webp";
    if (is_heic(bytes)) return "image/heic";
    if (bytes.starts_with("%PDF-"sv)) return "application/pdf";
    if (is_plain_text(bytes)) return "text/plain; charset=utf-8";
    return "application/octet-stream";
}

}  // namespace files
