#include "base/text.h"

#include <algorithm>

#include "base/code_points.h"

namespace base {

/// White space that separates words.
static bool is_space(char32_t c) {
    return (c <= 0x20 && (c == ' ' || (c >= '\t' && c <= '\r'))) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Invisible marks. Inside a word they may carry meaning (emoji, Persian); at the ends they never do.
static bool is_zero_width(char32_t c) { return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF; }

std::string_view trim(std::string_view text) {
    const auto blank = [](char32_t c) { return is_space(c) || is_zero_width(c); };
    while (!text.empty()) {
        const auto first = decode_code_point(text);
        if (!blank(first.value)) break;
        text.remove_prefix(first.bytes);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
        const auto last = decode_code_point(text.substr(start));
        if (last.bytes != text.size() - start || !blank(last.value)) break;
        text.remove_suffix(last.bytes);
    }
    return text;
}

std::string collapse_space(std::string_view text) {
    text = trim(text);
    std::string result;
    result.reserve(text.size());
    bool pending = false;
    while (!text.empty()) {
        const auto point = decode_code_point(text);
        if (is_space(point.value)) {
            pending = true;
        } else {
            if (pending) result += ' ';
            pending = false;
            result.append(text.substr(0, point.bytes));
        }
        text.remove_prefix(point.bytes);
    }
    return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string result;
    for (const auto& part : parts) {
        if (&part != &parts.front()) result += separator;
        result += part;
    }
    return result;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
static char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

std::string to_lower_ascii(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::string to_upper_ascii(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), upper);
    return result;
}

bool equal_ignoring_ascii_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view first_code_points(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    while (most-- > 0 && end < text.size()) end += decode_code_point(text.substr(end)).bytes;
    return text.substr(0, end);
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(decode_code_point(text).bytes);
    return count;
}

std::string elide(std::string_view text, std::size_t most) {
    if (first_code_points(text, most).size() == text.size()) return std::string(text);
    if (most == 0) return {};
    std::string_view kept = first_code_points(text, most - 1);
    const bool inside_word = text[kept.size()] != ' ' && !kept.empty() && kept.back() != ' ';
    if (inside_word) {
        const auto border = kept.rfind(' ');
        if (border != std::string_view::npos && border > 0) kept = kept.substr(0, border);
    }
    return std::string(trim(kept)) + "…";
}

}  // namespace base
