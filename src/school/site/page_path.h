/// Addresses of pages, and of redirects from what an older website had. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace site {

/// "/Health/Vaccines/" -> "/health/vaccines": small letters, digits and hyphens, one to five parts of at most 60. Absent for anything else, for the
/// front page, and below "/es", which is Spanish.
std::optional<std::string> parse_page_path(std::string_view typed);

/// An address that an older website had: its path with its query, whatever scheme and host stood before it ("/Page/12?id=3"). Absent when it is none.
std::optional<std::string> parse_old_address(std::string_view typed);
/// Where a redirect leads: a path of ours or an http(s) address. Absent for anything else.
std::optional<std::string> parse_target(std::string_view typed);

/// A line of a pasted list: "old address, new address", also with a tab or a semicolon between. Lines count from 1; empty lines are left out.
struct RedirectLine {
    int line = 0;
    std::string from;
    std::string target;
    std::string problem;  // message key; empty: can be used
};
std::vector<RedirectLine> parse_redirect_lines(std::string_view text);

}  // namespace site
