#include "mail/charset.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <iconv.h>

#include "base/code_points.h"
#include "base/text.h"

namespace mail {

/// Only what mail is written in is handed to iconv: its rarer converters have been a way in for attackers (CVE-2024-2961).
constexpr std::string_view known[] = {
    "utf-8", "utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
    "windows-1255", "windows-1256", "windows-1257", "windows-1258", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
    "iso-8859-8", "iso-8859-9", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "koi8-t", "gb18030",
    "big5-hkscs", "cp949", "cp932", "euc-jp", "euc-kr", "iso-2022-jp", "iso-2022-jp-3", "iso-2022-kr", "cp437", "cp737", "cp775", "cp850", "cp852", "cp855",
    "cp857", "cp860", "cp861", "cp862", "cp863", "cp865", "cp866", "cp874", "macintosh", "mac-cyrillic", "viscii", "tis-620"};

constexpr std::pair<std::string_view, std::string_view> meant[] = {
    {"gb2312", "gb18030"}, {"gbk", "gb18030"}, {"cp936", "gb18030"}, {"gb_2312-80", "gb18030"}, {"hz-gb-2312", "gb18030"}, {"x-gbk", "gb18030"},
    {"ks_c_5601-1987", "cp949"}, {"ks_c_5601", "cp949"}, {"ksc5601", "cp949"}, {"euc-kr", "cp949"}, {"windows-949", "cp949"}, {"ms949", "cp949"},
    {"big5", "big5-hkscs"}, {"cp950", "big5-hkscs"}, {"x-x-big5", "big5-hkscs"}, {"shift_jis", "cp932"}, {"shift-jis", "cp932"}, {"sjis", "cp932"},
    {"x-sjis", "cp932"}, {"windows-31j", "cp932"}, {"iso-8859-1", "windows-1252"}, {"latin1", "windows-1252"}, {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"}, {"cp1252", "windows-1252"}, {"cp-1252", "windows-1252"}, {"ansi", "windows-1252"}, {"cp1250", "windows-1250"},
    {"cp1251", "windows-1251"}, {"cp1253", "windows-1253"}, {"cp1254", "windows-1254"}, {"cp1255", "windows-1255"}, {"cp1256", "windows-1256"},
    {"iso-8859-9", "windows-1254"}, {"iso-8859-8-i", "windows-1255"}, {"iso-8859-11", "cp874"}, {"utf8", "utf-8"}, {"unicode-1-1-utf-7", "utf-7"},
    {"x-mac-roman", "macintosh"}, {"x-unicode-2-0-utf-7", "utf-7"},
};

std::string true_charset(std::string_view label) {
    auto lower = base::to_lower_ascii(base::trim(label));
    std::erase(lower, '"');
    const auto found = std::ranges::find(meant, std::string_view(lower), &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(meant) ? lower : std::string(found->second);
}

static bool is_ascii(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](unsigned char byte) { return byte < 0x80; });
}

/// Bytes that begin a valid sequence of several: a text that has some and is broken was cut or mixed, one that has none is not UTF-8 at all.
static bool has_sequences(std::string_view bytes) {
    for (std::size_t at = 0; at + 1 < bytes.size(); ++at) {
        const auto lead = static_cast<unsigned char>(bytes[at]);
        const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead >= 0xc2 && lead < 0xf5 && base::is_utf8(bytes.substr(at, size)) && at + size <= bytes.size()) return true;
    }
    return false;
}

static bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

/// Whether the text was cut within a code point. One byte alone is a letter of windows-1252 when it ends a word ("est\xE1").
static bool is_cut_off(std::string_view before, std::string_view rest) {
    const auto lead = static_cast<unsigned char>(rest[0]);
    const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || rest.size() >= size || !std::ranges::all_of(rest.substr(1), is_continuation)) return false;
    const bool within_word = !before.empty() && before.back() != ' ' && before.back() != '\n';
    return rest.size() > 1 || !within_word;
}

/// A gateway put its words in UTF-8 below a text in windows-1252, or the other way.
static std::string from_both(std::string_view bytes) {
    std::string text;
    while (!bytes.empty()) {
        const auto point = base::decode_code_point(bytes);
        if (point.valid) text += bytes.substr(0, point.bytes);
        else if (is_cut_off(text, bytes)) return text + "\xEF\xBF\xBD";
        else text += base::from_cp1252(bytes.substr(0, 1));
        bytes.remove_prefix(point.bytes);
    }
    return text;
}

static std::string guess(std::string_view bytes, bool& guessed) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (base::is_utf8(bytes)) return std::string(bytes);
    guessed = true;
    return has_sequences(bytes) ? from_both(bytes) : base::from_cp1252(bytes);
}

/// What was put below it by others is known as UTF-8 line by line, as a whole text is.
static std::string from_western(std::string_view bytes, bool& guessed) {
    std::string text;
    for (auto line : base::split(bytes, '\n')) {
        const bool other = !is_ascii(line) && base::is_utf8(line);
        if (other) guessed = true;
        text += (other ? std::string(line) : base::from_cp1252(line)) + '\n';
    }
    text.pop_back();
    return text;
}

/// Without a byte order mark "utf-16" is big-endian (RFC 2781, 4.3), unless the zeros of its ASCII letters stand where little-endian has them.
static std::string from_wide(std::string_view bytes, std::string_view charset, bool& guessed) {
    std::size_t zeros[2] = {};
    for (std::size_t at = 0; at < bytes.size(); ++at) zeros[at % 2] += bytes[at] == '\0';
    const bool marked = bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE");
    const bool swapped = charset == "utf-16" && !marked && zeros[1] > zeros[0];
    if (swapped) guessed = true;
    auto text = base::from_utf16(bytes, swapped || charset == "utf-16le" ? base::ByteOrder::little : base::ByteOrder::big);
    if (text.find("\xEF\xBF\xBD") != text.npos) guessed = true;
    return text;
}

/// Nothing when the system does not know the charset.
static std::string converted(std::string_view bytes, const std::string& charset, bool& replaced) {
    const iconv_t converter = iconv_open("UTF-8", charset.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) return "";  // NOLINT(performance-no-int-to-ptr): POSIX has it so
    std::string text;
    std::string input(bytes);
    char* from = input.data();
    std::size_t left = input.size();
    std::array<char, 4096> buffer;
    while (true) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const bool flushing = left == 0;
        const auto result = flushing ? iconv(converter, nullptr, nullptr, &to, &room) : iconv(converter, &from, &left, &to, &room);
        text.append(buffer.data(), buffer.size() - room);
        if (flushing) break;
        const bool stuck = result == static_cast<std::size_t>(-1) && room == buffer.size();
        if (!stuck) continue;  // the buffer was full, or there was something before the byte that cannot be read
        text += "\xEF\xBF\xBD";
        replaced = true;
        ++from;
        --left;
    }
    iconv_close(converter);
    return text;
}

static bool claims_western(const std::string& charset) { return charset == "windows-1252" || charset == "iso-8859-15"; }

/// NUL in what is not UTF-16 is rubbish, but in a text without label every second one means that it is.
static std::string without_nul(std::string_view bytes, bool& guessed) {
    std::string text(bytes);
    if (std::erase(text, '\0') > 0) guessed = true;
    return text;
}

std::string utf8_of(std::string_view bytes, std::string_view label, bool& guessed) {
    const auto charset = true_charset(label);
    const bool wide = charset.starts_with("utf-16") || charset.starts_with("utf-32");
    if (!wide && bytes.find('\0') != bytes.npos) return utf8_of(without_nul(bytes, guessed), label, guessed);
    if (!wide && is_ascii(bytes) && !charset.starts_with("iso-2022") && charset != "utf-7") return std::string(bytes);
    const bool is_known = std::ranges::find(known, std::string_view(charset)) != std::end(known);
    // Bytes of another charset that happen to be valid UTF-8 beyond ASCII are so rare that the label is wrong.
    if (!is_known || charset == "utf-8" || (claims_western(charset) && base::is_utf8(bytes))) {
        if (charset != "utf-8") guessed = true;
        return guess(bytes, guessed);
    }
    if (wide && bytes.find('\0') == bytes.npos && base::is_utf8(bytes)) {
        // Every space and line break of what is wide has a zero.
        guessed = true;
        return guess(bytes, guessed);
    }
    if (charset == "windows-1252") return from_western(bytes, guessed);
    if (charset.starts_with("utf-16")) return without_nul(from_wide(bytes, charset, guessed), guessed);
    bool replaced = false;
    auto text = converted(bytes, charset, replaced);
    if (text.empty()) {
        guessed = true;
        return guess(bytes, guessed);
    }
    if (replaced) guessed = true;
    return without_nul(base::repair_utf8(text), guessed);
}

}  // namespace mail
