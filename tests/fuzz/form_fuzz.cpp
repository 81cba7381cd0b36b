/// A form is refused, or its fields are text that reads the same when it is written out and read again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "http/parse.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto form = http::parse_form({reinterpret_cast<const char*>(data), size});
    if (!form) return 0;
    require(form->items().size() <= 1000);
    std::string written;
    for (const auto& [name, value] : form->items()) {
        require(base::is_utf8(name) && base::is_utf8(value));
        written += "&" + http::percent_encode(name) + "=" + http::percent_encode(value);
    }
    auto again = http::parse_form(written);
    require(again && again->items() == form->items());
    return 0;
}
