/// Text as people write it: UTF-8, accents, spaces.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

bool is_utf8(std::string_view bytes);
/// The text with every invalid byte replaced by U+FFFD.
std::string repair_utf8(std::string_view bytes);
std::string from_latin1(std::string_view bytes);
std::string from_cp1252(std::string_view bytes);
std::string from_mac_roman(std::string_view bytes);
/// UTF-16 with byte order mark or, without one, the given order.
enum class ByteOrder { little, big };
std::string from_utf16(std::string_view bytes, ByteOrder order);

/// Without white space (ASCII, no-break space, zero-width and BOM) at both ends.
std::string_view trim(std::string_view text);
/// Each run of white space becomes one space; ends trimmed.
std::string collapse_space(std::string_view text);
/// The parts point into `text`, so a text that ends with the statement is refused.
std::vector<std::string_view> split(std::string_view text, char separator);
template <typename Text>
    requires std::same_as<Text, std::string>
std::vector<std::string_view> split(Text&& text, char separator) = delete;
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string to_lower_ascii(std::string_view text);
std::string to_upper_ascii(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view left, std::string_view right);

/// For comparing and searching as people expect: lower case, accents of Latin letters removed ("Peña" -> "pena", "ß" -> "ss"),
/// other scripts unchanged but for simple case folding. Stable: stored columns `..._folded` depend on it.
std::string fold(std::string_view text);
/// The words of a text after fold(): runs of letters and digits.
std::vector<std::string> folded_words(std::string_view text);

/// The longest beginning that has at most `most` code points and ends at a code point.
std::string_view first_code_points(std::string_view text, std::size_t most);
std::size_t count_code_points(std::string_view text);
/// At most `most` code points; when cut, ends in an ellipsis at a word border.
std::string elide(std::string_view text, std::size_t most);

/// Whole text as a decimal number with optional sign; absent when anything else is in it or it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// Money as people type it ("$1,234.50", "12", "12.5"), in cents; absent when it is not an amount.
std::optional<std::int64_t> parse_cents(std::string_view text);
/// One mail address in the plain form local@domain; absent when it is not one. The domain comes back in lower case.
std::optional<std::string> parse_email(std::string_view text);

std::string to_hex(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace base
