/// Whatever a Cookie header holds, what is read from it are names with values in valid UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "http/parse.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto cookies = http::parse_cookies({reinterpret_cast<const char*>(data), size});
    for (const auto& [name, value] : cookies.items()) {
        require(!name.empty() && name.find_first_of(";=") == name.npos && value.find(';') == value.npos);
        require(base::is_utf8(name) && base::is_utf8(value));
    }
    return 0;
}
