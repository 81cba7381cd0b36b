/// QR codes as drawings for a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace html {

/// The dark squares of a code as the `d` of an SVG path whose viewBox is "0 0 size size", quiet zone included.
struct QrDrawing {
    std::string path;
    int size = 0;
};
/// ISO/IEC 18004 with error correction level M: a label that lost a corner of its print is still read. The standard asks for a quiet zone of four
/// squares; less is enough where white paper is around. Absent when the text is too long for a code.
std::optional<QrDrawing> draw_qr(std::string_view text, int quiet_zone = 4);

}  // namespace html
