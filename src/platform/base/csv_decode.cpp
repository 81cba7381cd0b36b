#include "base/csv_decode.h"

#include <algorithm>
#include <istream>

#include "base/code_points.h"
#include "base/text.h"

namespace base::csv {

static constexpr std::size_t lookahead = 1'000'000;
static constexpr std::size_t chunk = 65'536;

Source from_stream(std::istream& stream) {
    return [&stream](char* into, std::size_t most) {
        stream.read(into, static_cast<std::streamsize>(most));
        return static_cast<std::size_t>(stream.gcount());
    };
}

Source from_text(std::string_view text) {
    return [text](char* into, std::size_t most) mutable {
        const std::size_t count = text.copy(into, most);
        text.remove_prefix(count);
        return count;
    };
}

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf8: return "UTF-8";
        case Encoding::utf16_little:
        case Encoding::utf16_big: return "UTF-16";
        case Encoding::cp1252: return "Windows-1252";
        case Encoding::mac_roman: return "Mac Roman";
    }
    return "";
}

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_letter(char c) { return is_lower(c) || is_upper(c); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_latin_letter(char32_t c) {
    return (c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7) || c == 0x192;
}
static bool is_latin_capital(char32_t c) {
    return (c >= 0xC0 && c <= 0xDE) || c == 0x152 || c == 0x160 || c == 0x178 || c == 0x17D;
}

/// How likely this character is between these two bytes, in points.
static int plausibility(char32_t c, char before, char after) {
    if (c < 0xA0) return -5;  // a control character: the byte has no meaning here
    const bool between_letters = is_letter(before) && is_letter(after);
    if (is_latin_capital(c)) return is_lower(before) ? -2 : is_letter(after) ? 2 : 0;
    if (is_latin_letter(c)) {
        if (is_upper(before) && is_upper(after)) return -2;
        return is_lower(before) || is_lower(after) ? 2 : 0;
    }
    if (c == 0x2019 || c == 0x2018) return between_letters ? 3 : 1;
    if (c == 0xAA || c == 0xBA || c == 0xB0) return is_digit(before) || is_letter(before) ? 1 : 0;
    if (c == 0xA0) return 1;
    const bool common = c == 0x201C || c == 0x201D || c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0x20AC || c == 0xBF || c == 0xA1;
    if (between_letters) return -2;
    return common ? 1 : -1;
}

static Encoding cp1252_or_mac_roman(std::string_view bytes) {
    int cp1252 = 0, mac_roman = 0;
    bool lone_cr = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char after = i + 1 < bytes.size() ? bytes[i + 1] : ' ';
        if (bytes[i] == '\r' && after != '\n') lone_cr = true;
        if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
        const char before = i > 0 ? bytes[i - 1] : ' ';
        const std::string_view byte = bytes.substr(i, 1);
        cp1252 += plausibility(decode_code_point(from_cp1252(byte)).value, before, after);
        mac_roman += plausibility(decode_code_point(from_mac_roman(byte)).value, before, after);
    }
    if (cp1252 == mac_roman) return lone_cr ? Encoding::mac_roman : Encoding::cp1252;
    return cp1252 > mac_roman ? Encoding::cp1252 : Encoding::mac_roman;
}

/// UTF-16 without a mark: of mostly Latin text every other byte is zero.
static std::optional<Encoding> utf16_by_zeros(std::string_view bytes) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), 2000) & ~std::size_t{1};
    if (size < 4) return std::nullopt;
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < size; ++i) zeros[i % 2] += bytes[i] == '\0';
    const std::size_t many = size * 2 / 5, few = size / 20;
    if (zeros[1] >= many && zeros[0] <= few) return Encoding::utf16_little;
    if (zeros[0] >= many && zeros[1] <= few) return Encoding::utf16_big;
    return std::nullopt;
}

/// Without the code point that is cut off at the end, if there is one.
static std::string_view without_cut_end(std::string_view bytes) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0) == 0x80) continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        if (length > back) bytes.remove_suffix(back);
        break;
    }
    return bytes;
}

Guess guess_encoding(std::string_view bytes, bool whole) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return {Encoding::utf8, 3, true};
    if (bytes.starts_with("\xFF\xFE")) return {Encoding::utf16_little, 2, true};
    if (bytes.starts_with("\xFE\xFF")) return {Encoding::utf16_big, 2, true};
    if (const auto utf16 = utf16_by_zeros(bytes)) return {*utf16, 0, true};
    const bool ascii = std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return {Encoding::utf8, 0, false};
    if (is_utf8(whole ? bytes : without_cut_end(bytes))) return {Encoding::utf8, 0, true};
    return {cp1252_or_mac_roman(bytes), 0, true};
}

Encoding detect_encoding(const Source& source) {
    // Valid UTF-8 to the very end, or else the first megabyte around the first byte above 127 decides between the others.
    std::string sample, pending;
    bool first = true, utf8 = true;
    std::string buffer(chunk, '\0');
    while (const std::size_t count = source(buffer.data(), buffer.size())) {
        const std::string_view bytes(buffer.data(), count);
        if (first) {
            const auto guess = guess_encoding(bytes, false);
            if (guess.mark_bytes > 0 || guess.encoding == Encoding::utf16_little || guess.encoding == Encoding::utf16_big) {
                return guess.encoding;
            }
            first = false;
        }
        const bool ascii = std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (!ascii && sample.size() < lookahead) sample += bytes;
        if (!utf8) continue;
        pending += bytes;
        const auto complete = without_cut_end(pending).size();
        utf8 = is_utf8(std::string_view(pending).substr(0, complete));
        pending.erase(0, complete);
    }
    return utf8 && pending.empty() ? Encoding::utf8 : cp1252_or_mac_roman(sample);
}

Decoder::Decoder(Source source, std::optional<Encoding> encoding)
    : source_(std::move(source)), buffer_(chunk, '\0'), encoding_(encoding.value_or(Encoding::utf8)), settled_(encoding.has_value()) {}

/// Tries to hold that many raw bytes.
bool Decoder::fill(std::size_t bytes) {
    while (!ended_ && raw_.size() < bytes) {
        const std::size_t count = source_(buffer_.data(), buffer_.size());
        raw_.append(buffer_, 0, count);
        ended_ = count == 0;
    }
    return !raw_.empty();
}

static void refuse_workbooks(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) {
        throw Error(1, "This is a spreadsheet or a ZIP archive, not a CSV file. Open it in the spreadsheet program and save it as CSV.");
    }
}

void Decoder::look() {
    if (!begun_) {
        fill(lookahead);
        refuse_workbooks(raw_);
        const auto guess = guess_encoding(raw_, ended_);
        if (!settled_) {
            encoding_ = guess.encoding;
            settled_ = guess.certain;
        }
        if (guess.mark_bytes > 0 && guess.encoding == encoding_) raw_.erase(0, guess.mark_bytes);
        begun_ = true;
    } else if (!settled_) {
        const auto guess = guess_encoding(raw_, ended_);
        if (!guess.certain) return;
        // So far all was ASCII, which the encodings of eight bits share.
        fill(lookahead);
        encoding_ = guess_encoding(raw_, ended_).encoding;
        settled_ = true;
    }
}

/// How many of the raw bytes are whole code points.
std::size_t Decoder::decodable() const {
    const std::size_t size = std::min(raw_.size(), chunk);
    if (ended_ && size == raw_.size()) return size;
    if (encoding_ == Encoding::utf8) return without_cut_end(std::string_view(raw_).substr(0, size)).size();
    if (encoding_ == Encoding::cp1252 || encoding_ == Encoding::mac_roman) return size;
    const std::size_t even = size & ~std::size_t{1};
    const auto high = static_cast<unsigned char>(raw_[encoding_ == Encoding::utf16_little ? even - 1 : even - 2]);
    return high >= 0xD8 && high < 0xDC ? even - 2 : even;  // the second half of a pair is still to come
}

bool Decoder::read(std::string& text) {
    fill(chunk);
    look();
    if (raw_.empty()) return false;
    std::size_t size = decodable();
    if (size == 0) size = std::min(raw_.size(), chunk);
    decode(std::string_view(raw_).substr(0, size), text);
    raw_.erase(0, size);
    return true;
}

static std::int64_t count_replacements(std::string_view text) {
    std::int64_t count = 0;
    for (auto at = text.find("\uFFFD"); at != text.npos; at = text.find("\uFFFD", at + 3)) ++count;
    return count;
}

void Decoder::decode(std::string_view bytes, std::string& text) {
    std::string decoded;
    switch (encoding_) {
        case Encoding::utf8:
            if (is_utf8(bytes)) {
                text += bytes;
                return;
            }
            decoded = repair_utf8(bytes);
            bad_bytes_ += count_replacements(decoded) - count_replacements(bytes);
            break;
        case Encoding::utf16_little:
            decoded = from_utf16(bytes, ByteOrder::little);
            bad_bytes_ += count_replacements(decoded);
            break;
        case Encoding::utf16_big:
            decoded = from_utf16(bytes, ByteOrder::big);
            bad_bytes_ += count_replacements(decoded);
            break;
        case Encoding::cp1252: decoded = from_cp1252(bytes); break;
        case Encoding::mac_roman: decoded = from_mac_roman(bytes); break;
    }
    text += decoded;
}

}  // namespace base::csv
