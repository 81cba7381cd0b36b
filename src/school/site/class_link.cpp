#include "site/class_link.h"

#include "base/text.h"

namespace site {

constexpr std::size_t longest_address = 2000;

std::string ClassLink::platform() const { return provider.empty() ? host_of(url) : provider; }

std::string_view problem_with_link(std::string_view url) {
    if (url.empty()) return "site.link.problem.empty";
    if (url.size() > longest_address) return "site.link.problem.long";
    for (const char c : url) {
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\') return "site.link.problem.characters";
    }
    const auto host = host_of(url);
    if (host.empty()) return "site.link.problem.scheme";
    const auto authority = url.substr(url.find("://") + 3);
    if (authority.substr(0, authority.find_first_of("/?#")).find('@') != std::string_view::npos) return "site.link.problem.password";
    // A name without a dot, or a bare address, is a machine of the school's own network: nobody at home reaches it.
    if (host.find('.') == std::string::npos || host.starts_with('.') || host.ends_with('.') || host.starts_with('[')) return "site.link.problem.host";
    if (host.find_first_not_of("0123456789.") == std::string::npos) return "site.link.problem.host";
    return {};
}

}  // namespace site
