/// UTF-8 one code point at a time, for the functions of base/text.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

struct CodePoint {
    char32_t value;
    std::size_t bytes;  // how many bytes it takes; 1 for a byte that is not UTF-8
    bool valid;         // false: `value` is U+FFFD
};

/// The first code point of a text that is not empty. Overlong forms, surrogates and values above U+10FFFF are not valid.
CodePoint decode_code_point(std::string_view text);

void append_utf8(std::string& text, char32_t code_point);

}  // namespace base
