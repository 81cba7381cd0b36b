#include "inventory/qr.h"

#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <zint.h>

namespace inventory {

static bool is_dark(const zint_symbol& symbol, int row, int column) {
    return (symbol.encoded_data[row][column / 8] >> (column % 8)) & 1;
}

static void draw_row(const zint_symbol& symbol, int row, std::string& path) {
    for (int column = 0; column < symbol.width; ++column) {
        if (!is_dark(symbol, row, column)) continue;
        int first = column;
        while (column < symbol.width && is_dark(symbol, row, column)) ++column;
        path += fmt::format("M{} {}h{}v1h-{}z", first, row, column - first, column - first);
    }
}

QrCode qr_code(std::string_view text) {
    std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> symbol(ZBarcode_Create(), ZBarcode_Delete);
    if (!symbol) throw std::bad_alloc();
    symbol->symbology = BARCODE_QRCODE;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = 2;  // error correction level M
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR) {
        throw std::runtime_error(fmt::format("no QR code: {}", symbol->errtxt));
    }
    QrCode code{symbol->width, {}};
    for (int row = 0; row < symbol->rows; ++row) draw_row(*symbol, row, code.path);
    return code;
}

}  // namespace inventory
