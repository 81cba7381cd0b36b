/// What a page may load, as every page of ours has it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace http {

/// A Content-Security-Policy without script, style or frame of strangers; `framed_by` is the source list of frame-ancestors, `frames` the origins
/// ("https://league.example.org") that the page may show in frames.
std::string content_policy(std::string_view framed_by, std::span<const std::string> frames = {});

}  // namespace http
