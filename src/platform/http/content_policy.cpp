#include "http/content_policy.h"

#include <fmt/format.h>

namespace http {

std::string content_policy(std::string_view framed_by, std::span<const std::string> frames) {
    auto policy = fmt::format("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
                              "media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {}",
                              framed_by);
    if (!frames.empty()) policy += "; frame-src";
    for (const auto& origin : frames) policy += " " + origin;
    return policy;
}

}  // namespace http
