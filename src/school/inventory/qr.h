/// A QR code as a drawing.
#pragma once

#include <string>
#include <string_view>

namespace inventory {

struct QrCode {
    int size = 0;      // modules on a side, without the quiet zone
    std::string path;  // for <path d="...">: one rectangle for each run of dark modules, one unit a module
};

/// ISO/IEC 18004 with error correction level M: a label that lost a corner of its print is still read. Throws std::runtime_error when the
/// text is too long for any code.
QrCode qr_code(std::string_view text);

}  // namespace inventory
