#include "html/qr.h"

#include <zint.h>

#include <memory>
#include <new>

#include <fmt/format.h>

namespace html {

static bool is_dark(const zint_symbol& symbol, int row, int column) {
    return (symbol.encoded_data[row][column >> 3] >> (column & 7) & 1) != 0;
}

/// One row's runs of dark squares: "M4 5h7v1h-7z".
static void draw_row(const zint_symbol& symbol, int row, int quiet_zone, std::string& path) {
    for (int column = 0; column < symbol.width;) {
        if (!is_dark(symbol, row, column)) {
            ++column;
            continue;
        }
        int end = column;
        while (end < symbol.width && is_dark(symbol, row, end)) ++end;
        path += fmt::format("M{} {}h{}v1h-{}z", column + quiet_zone, row + quiet_zone, end - column, end - column);
        column = end;
    }
}

std::optional<QrDrawing> draw_qr(std::string_view text, int quiet_zone) {
    const std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> symbol(ZBarcode_Create(), ZBarcode_Delete);
    if (!symbol) throw std::bad_alloc();
    symbol->symbology = BARCODE_QRCODE;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = 2;  // level M
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR) return std::nullopt;
    QrDrawing drawing;
    for (int row = 0; row < symbol->rows; ++row) draw_row(*symbol, row, quiet_zone, drawing.path);
    drawing.size = symbol->width + 2 * quiet_zone;
    return drawing;
}

}  // namespace html
