#include <array>
#include <charconv>

#include "base/text.h"

namespace base {

std::optional<std::int64_t> parse_integer(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

static bool all_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "1,234,567" without its commas; absent when they do not stand before groups of three.
static std::optional<std::string> without_grouping(std::string_view text) {
    const auto groups = split(text, ',');
    std::string digits;
    for (const auto& group : groups) {
        const bool first = &group == &groups.front();
        const bool sound = first ? groups.size() == 1 || (!group.empty() && group.size() <= 3) : group.size() == 3;
        if (!sound || !all_digits(group)) return std::nullopt;
        digits += group;
    }
    return digits;
}

std::optional<std::int64_t> parse_cents(std::string_view text) {
    text = trim(text);
    bool negative = false;
    const auto take_sign = [&] {
        if (!text.starts_with('-')) return;
        negative = true;
        text.remove_prefix(1);
    };
    take_sign();
    if (text.starts_with('$')) {
        text = trim(text.substr(1));
        if (!negative) take_sign();
    }
    const auto point = text.find('.');
    const auto whole = without_grouping(text.substr(0, point));
    if (!whole) return std::nullopt;
    std::string decimals = point == std::string_view::npos ? "00" : std::string(text.substr(point + 1));
    if (decimals.size() == 1) decimals += '0';
    if (decimals.size() != 2 || !all_digits(decimals)) return std::nullopt;
    if (whole->empty() && point == std::string_view::npos) return std::nullopt;
    const auto cents = parse_integer(*whole + decimals);
    if (!cents) return std::nullopt;
    return negative ? -*cents : *cents;
}

static bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_mail_local_part(std::string_view local) {
    if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') return false;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '.' && local[i - 1] == '.') return false;
        const bool allowed = is_letter_or_digit(local[i]) ||
                             std::string_view(".!#$%&'*+/=?^_`{|}~-").find(local[i]) != std::string_view::npos;
        if (!allowed) return false;
    }
    return true;
}

static bool is_domain(std::string_view domain) {
    for (std::string_view label : split(domain, '.')) {
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        for (char c : label) {
            if (!is_letter_or_digit(c) && c != '-') return false;
        }
    }
    return true;
}

// The form that browsers accept in <input type=email> (HTML standard, "valid e-mail address"), with RFC 5321's lengths.
std::optional<std::string> parse_email(std::string_view text) {
    text = trim(text);
    const auto at = text.find('@');
    if (at == std::string_view::npos || text.size() > 254) return std::nullopt;
    const auto local = text.substr(0, at);
    const auto domain = text.substr(at + 1);
    if (!is_mail_local_part(local) || !is_domain(domain)) return std::nullopt;
    return std::string(local) + '@' + to_lower_ascii(domain);
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

static constexpr std::string_view base64_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (char c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6) text += base64_letters[(bits >> (held - 6)) & 63];
    }
    if (held > 0) text += base64_letters[(bits << (6 - held)) & 63];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (char c : text) {
        const auto value = base64_letters.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(static_cast<unsigned char>(bits >> held));
    }
    // One text for each value: leftover bits that say something would make two.
    if ((bits & ((1u << held) - 1)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace base
