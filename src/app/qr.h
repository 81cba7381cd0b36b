/// QR codes as drawings for a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace app {

/// The dark squares of a code as the `d` of an SVG path whose viewBox is "0 0 size size", quiet zone of four squares included (ISO/IEC
/// 18004). Absent when the text is too long for a code.
struct QrDrawing {
    std::string path;
    int size = 0;
};
std::optional<QrDrawing> draw_qr(std::string_view text);

}  // namespace app
