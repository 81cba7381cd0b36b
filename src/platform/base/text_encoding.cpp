#include <array>

#include "base/code_points.h"
#include "base/text.h"

namespace base {

static constexpr char32_t replacement = 0xFFFD;

static unsigned byte_at(std::string_view text, std::size_t index) { return static_cast<unsigned char>(text[index]); }

CodePoint decode_code_point(std::string_view text) {
    const unsigned first = byte_at(text, 0);
    if (first < 0x80) return {first, 1, true};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {replacement, 1, false};
    char32_t value = first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = byte_at(text, i);
        if ((next & 0xC0) != 0x80) return {replacement, 1, false};
        value = (value << 6) | (next & 0x3F);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < least[length] || surrogate || value > 0x10FFFF) return {replacement, 1, false};
    return {value, length, true};
}

void append_utf8(std::string& text, char32_t c) {
    const auto add = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) {
        add(c);
    } else if (c < 0x800) {
        add(0xC0 | (c >> 6));
        add(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        add(0xE0 | (c >> 12));
        add(0x80 | ((c >> 6) & 0x3F));
        add(0x80 | (c & 0x3F));
    } else {
        add(0xF0 | (c >> 18));
        add(0x80 | ((c >> 12) & 0x3F));
        add(0x80 | ((c >> 6) & 0x3F));
        add(0x80 | (c & 0x3F));
    }
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        if (byte_at(bytes, i) < 0x80) {
            ++i;
            continue;
        }
        const auto point = decode_code_point(bytes.substr(i));
        if (!point.valid) return false;
        i += point.bytes;
    }
    return true;
}

std::string repair_utf8(std::string_view bytes) {
    if (is_utf8(bytes)) return std::string(bytes);  // as nearly everything is
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto point = decode_code_point(bytes);
        append_utf8(text, point.value);
        bytes.remove_prefix(point.bytes);
    }
    return text;
}

std::string from_latin1(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
    return text;
}

/// Windows-1252 from 0x80 to 0x9F; five bytes have no meaning there and stay the control characters that browsers make of them.
/// Source: encoding.spec.whatwg.org/index-windows-1252.txt
static constexpr std::array<char16_t, 32> cp1252_middle{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

std::string from_cp1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append_utf8(text, byte >= 0x80 && byte < 0xA0 ? cp1252_middle[byte - 0x80u] : byte);
    }
    return text;
}

/// Mac OS Roman from 0x80 to 0xFF. Source: unicode.org/Public/MAPPINGS/VENDORS/APPLE/ROMAN.TXT
static constexpr std::array<char16_t, 128> mac_roman_upper{
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8,
    0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC,
    0x2020, 0x00B0, 0x00A2, 0x00A3, 0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8, 0x2260, 0x00C6, 0x00D8,
    0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6, 0x00F8,
    0x00BF, 0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB, 0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153,
    0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178, 0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02,
    0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE, 0x00CF, 0x00CC, 0x00D3, 0x00D4,
    0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9, 0x0131, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7};

std::string from_mac_roman(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append_utf8(text, byte >= 0x80 ? mac_roman_upper[byte - 0x80u] : byte);
    }
    return text;
}

std::string from_utf16(std::string_view bytes, ByteOrder order) {
    const auto unit_at = [&](std::size_t i) -> char32_t {
        const unsigned first = byte_at(bytes, i), second = byte_at(bytes, i + 1);
        return order == ByteOrder::little ? first | (second << 8) : (first << 8) | second;
    };
    std::size_t i = 0;
    if (bytes.size() >= 2) {
        if (bytes.starts_with("\xFF\xFE")) order = ByteOrder::little, i = 2;
        else if (bytes.starts_with("\xFE\xFF")) order = ByteOrder::big, i = 2;
    }
    std::string text;
    text.reserve(bytes.size());
    for (; i + 2 <= bytes.size(); i += 2) {
        const char32_t unit = unit_at(i);
        const bool leads = unit >= 0xD800 && unit < 0xDC00;
        const char32_t next = leads && i + 4 <= bytes.size() ? unit_at(i + 2) : 0;
        if (leads && next >= 0xDC00 && next < 0xE000) {
            append_utf8(text, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else {
            append_utf8(text, unit >= 0xD800 && unit < 0xE000 ? replacement : unit);
        }
    }
    if (i < bytes.size()) append_utf8(text, replacement);  // half a unit at the end
    return text;
}

}  // namespace base
