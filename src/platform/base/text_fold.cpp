#include "base/code_points.h"
#include "base/text.h"

namespace base {

// One character for each code point: the plain letter, a digit or capital for two letters (see two_letters), '.' for none.
// Made from the Unicode 14 decompositions; letters without one (ø, ł, ð, ...) by how English-speaking schools write them.
static constexpr std::string_view from_00c0 =
    "aaaaaa1ceeeeiiiidnooooo.ouuuuy23aaaaaa1ceeeeiiiidnooooo.ouuuuy2y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkkllllll"
    "llllnnnnnnnnnoooooo55rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bbbbbboccdddd.eeeffgg6iikkllmnnooo77pprsss.ttttuuuvyyzzzzz..ss.w"
    "....888999AAAaaiioouuuuuuuuuueaaaa11ggggkkoooozzj888gg6wnnaa11oo"
    "aaaaeeeeiiiioooorrrruuuussttyyhhndBBzzaaeeooooooooyylntjCDacclts"
    "z..buveejjqqrryy";
static constexpr std::string_view from_1e00 =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyasss3daaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyEEvvyy";
static_assert(from_00c0.size() == 0x250 - 0xC0 && from_1e00.size() == 0x1F00 - 0x1E00);

static std::string_view two_letters(char code) {
    switch (code) {
        case '1': return "ae";
        case '2': return "th";
        case '3': return "ss";
        case '4': return "ij";
        case '5': return "oe";
        case '6': return "hv";
        case '7': return "oi";
        case '8': return "dz";
        case '9': return "lj";
        case 'A': return "nj";
        case 'B': return "ou";
        case 'C': return "db";
        case 'D': return "qp";
        case 'E': return "ll";
        default: return {};
    }
}

/// The table's character for a Latin letter with a mark; '.' for everything else.
static char plain_latin(char32_t c) {
    if (c >= 0xC0 && c < 0x250) return from_00c0[c - 0xC0];
    if (c >= 0x1E00 && c < 0x1F00) return from_1e00[c - 0x1E00];
    return '.';
}

static char32_t fold_greek(char32_t c) {
    if (c >= 0x0391 && c <= 0x03AB && c != 0x03A2) return c + 0x20;
    if (c == 0x0386) return 0x03AC;
    if (c >= 0x0388 && c <= 0x038A) return c + 0x25;
    if (c == 0x038C) return 0x03CC;
    if (c == 0x038E || c == 0x038F) return c + 0x3F;
    if (c == 0x03C2) return 0x03C3;  // final sigma
    return c;
}

static char32_t fold_cyrillic(char32_t c) {
    if (c >= 0x0410 && c <= 0x042F) return c + 0x20;
    if (c <= 0x040F) return c + 0x50;
    if (c == 0x04C0) return 0x04CF;
    if (c >= 0x04C1 && c <= 0x04CE) return c + (c & 1);
    const bool pairs = (c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x04BF) || (c >= 0x04D0 && c <= 0x052F);
    return pairs ? c | 1 : c;
}

/// Simple case folding (Unicode CaseFolding.txt, status C and S) of the scripts beside Latin that have case and are in use.
static char32_t fold_other(char32_t c) {
    if (c >= 0x0386 && c <= 0x03FF) return fold_greek(c);
    if (c >= 0x0400 && c <= 0x052F) return fold_cyrillic(c);
    if (c >= 0x0531 && c <= 0x0556) return c + 0x30;  // Armenian
    if (c >= 0xFF21 && c <= 0xFF3A) return c + 0x20;  // full-width Latin
    return c;
}

std::string fold(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        if (first < 0x80) {
            result += first >= 'A' && first <= 'Z' ? static_cast<char>(first + 32) : text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto point = decode_code_point(text);
        text.remove_prefix(point.bytes);
        const bool combining = point.value >= 0x0300 && point.value <= 0x036F;
        const bool after_latin = !result.empty() && result.back() >= 'a' && result.back() <= 'z';
        if (combining && after_latin) continue;
        const char plain = plain_latin(point.value);
        if (plain == '.') append_utf8(result, fold_other(point.value));
        else if (plain >= 'a') result += plain;
        else result += two_letters(plain);
    }
    return result;
}

/// Whether a code point is part of a word. Beyond Latin everything counts that is not a known block of signs.
static bool is_word(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7) return false;
    if (c >= 0x2000 && c <= 0x2BFF) return c == 0x200C || c == 0x200D || (c >= 0x2070 && c <= 0x209F);
    if (c >= 0x2E00 && c <= 0x2E7F) return false;
    if (c >= 0x3000 && c <= 0x3020) return c >= 0x3005 && c <= 0x3007;
    if (c >= 0xFE00 && c <= 0xFE6F) return false;
    if (c >= 0xFF00 && c <= 0xFF0F) return false;
    if (c >= 0xFFF0 && c <= 0xFFFF) return false;
    return c < 0x1F000 || c > 0x1FAFF;  // emoji
}

std::vector<std::string> folded_words(std::string_view text) {
    const std::string folded = fold(text);
    std::string_view rest = folded;
    std::vector<std::string> words;
    std::string word;
    while (!rest.empty()) {
        const auto point = decode_code_point(rest);
        if (point.valid && is_word(point.value)) {
            word.append(rest.substr(0, point.bytes));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
        rest.remove_prefix(point.bytes);
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

}  // namespace base
