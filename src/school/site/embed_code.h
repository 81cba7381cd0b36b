/// What a person pastes to place an embed, and what a page says about being framed. Pure.
#pragma once

#include <string>
#include <string_view>

#include "http/fetch.h"

namespace site {

constexpr std::size_t longest_code = 20'000;

struct PastedCode {
    std::string url;      // https
    int height = 0;       // of the frame, in pixels; 0: the code does not say
    std::string problem;  // message key "site.embed.problem.*"; empty: the address can be used
};
/// Reads an <iframe src> or a plain address (clause 2). A code that is only a script is refused: what a script shows, and to whom it tells our visitors,
/// nobody can see beforehand.
PastedCode read_code(std::string_view pasted);

/// False when the page refuses to be shown on pages of this host: frame-ancestors of its policy, else X-Frame-Options (clause 4.3).
bool may_be_framed(const http::Fetched& page, std::string_view our_host);

/// The words of a page without its markup, scripts and styles, with single spaces: what a visitor would read (clause 4.1).
std::string visible_text(std::string_view html);

}  // namespace site
