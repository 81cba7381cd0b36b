/// An address is refused, or its path is clean text that reads the same when it is written out and read again.
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
    auto target = http::parse_target({reinterpret_cast<const char*>(data), size});
    if (!target) return 0;
    const std::string& path = target->path;
    require(path.starts_with('/') && base::is_utf8(path) && path.find('\0') == path.npos && path.find("//") == path.npos);
    for (auto segment : base::split(path, '/')) require(segment != "." && segment != "..");
    std::string written;
    if (path == "/") written = "/";
    else for (auto segment : base::split(std::string_view(path).substr(1), '/')) written += "/" + http::percent_encode(segment);
    auto again = http::parse_target(written);
    require(again && again->path == path);
    for (const auto& [name, value] : target->query.items()) require(base::is_utf8(name) && base::is_utf8(value));
    return 0;
}
