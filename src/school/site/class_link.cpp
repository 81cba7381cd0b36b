#include "site/class_link.h"

#include <algorithm>

#include "base/text.h"

namespace site {

constexpr std::size_t longest_address = 2000;

std::string ClassLink::platform() const { return provider.empty() ? host_of(url) : provider; }

/// Nothing but what names and ports are made of: an address goes into a policy of ours, where "host:;sandbox" would say more than a host.
static bool plain_authority(std::string_view authority) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto colon = authority.find(':');
    const auto host = authority.substr(0, colon);
    if (!std::ranges::all_of(host, [&](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_' || c == '.'; })) return false;
    if (colon == std::string_view::npos) return true;
    const auto port = authority.substr(colon + 1);
    return !port.empty() && port.size() <= 5 && std::ranges::all_of(port, is_digit);
}

std::string_view problem_with_link(std::string_view url) {
    if (url.empty()) return "site.link.problem.empty";
    if (url.size() > longest_address) return "site.link.problem.long";
    for (const char c : url) {
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\') return "site.link.problem.characters";
    }
    const auto host = host_of(url);
    if (host.empty()) return "site.link.problem.scheme";
    auto authority = url.substr(url.find("://") + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos) return "site.link.problem.password";
    // A name without a dot, or a bare address, is a machine of the school's own network: nobody at home reaches it.
    if (host.find('.') == std::string::npos || host.starts_with('.') || host.ends_with('.') || host.starts_with('[')) return "site.link.problem.host";
    if (host.find_first_not_of("0123456789.") == std::string::npos || !plain_authority(authority)) return "site.link.problem.host";
    return {};
}

}  // namespace site
