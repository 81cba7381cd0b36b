/// A multipart body is refused with a reason, or gives text fields that are text, and files no longer than what was sent.
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
    std::string_view input(reinterpret_cast<const char*>(data), size);
    // The first line is the content type, so that boundaries are tried too.
    auto end = input.find('\n');
    const std::string type = "multipart/form-data; " + std::string(input.substr(0, end));
    auto body = end == input.npos ? std::string_view() : input.substr(end + 1);
    for (const auto& content_type : {type, std::string("multipart/form-data; boundary=x")}) {
        auto parsed = http::parse_multipart(content_type, body);
        if (auto* reason = std::get_if<std::string>(&parsed)) {
            require(!reason->empty());
            continue;
        }
        auto& form = std::get<http::Multipart>(parsed);
        std::size_t kept = 0;
        for (const auto& [name, value] : form.fields.items()) {
            require(base::is_utf8(name) && base::is_utf8(value));
            kept += value.size();
        }
        for (const auto& upload : form.uploads) kept += upload.bytes.size();
        require(kept <= size && form.fields.items().size() + form.uploads.size() <= 100);
    }
    return 0;
}
