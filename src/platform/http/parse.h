/// Reading what browsers and strangers send: targets, forms, cookies, multipart bodies. Pure; nothing here trusts its input.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/message.h"

namespace http {

/// Percent-decoding of RFC 3986; `plus_is_space` for forms. Absent for a broken escape, a NUL byte or invalid UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
/// Everything but unreserved characters as %XX.
std::string percent_encode(std::string_view text);

struct Target {
    std::string path;
    Fields query;
};
/// An origin-form request target. Absent when it does not start with '/', holds "." or ".." segments, empty segments inside, control
/// characters, a broken escape or invalid UTF-8.
std::optional<Target> parse_target(std::string_view target);

/// application/x-www-form-urlencoded. Absent for broken escapes, invalid UTF-8 or more than `most` fields.
std::optional<Fields> parse_form(std::string_view body, std::size_t most = 1000);

/// RFC 6265 section 5.4, kindly: pairs that make no sense are left out.
Fields parse_cookies(std::string_view header);

/// Whether a coding is among those of Accept-Encoding and not refused with q=0 (RFC 9110 section 12.5.3).
bool accepts_coding(std::string_view header, std::string_view coding);

struct MultipartLimits {
    std::size_t most_parts = 100;
    std::size_t most_part_header = 8 * 1024;
    std::size_t most_text_field = 256 * 1024;
};
struct Multipart {
    Fields fields;
    std::vector<Upload> uploads;
};
/// multipart/form-data (RFC 7578). On failure the string says what is wrong, for the error page.
std::variant<Multipart, std::string> parse_multipart(std::string_view content_type, std::string_view body, const MultipartLimits& limits = {});

}  // namespace http
