#include "http/proxy.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include <boost/asio/ip/address.hpp>

#include "base/text.h"

namespace http {

using boost::asio::ip::address;

static std::optional<address> parse_address(std::string_view text) {
    boost::system::error_code error;
    auto found = boost::asio::ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    return found;
}

static std::string bytes_of(const address& at) {
    auto bytes = at.is_v6() ? at.to_v6().to_bytes() : boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, at.to_v4()).to_bytes();
    return std::string(bytes.begin(), bytes.end());
}

static std::string undressed(const address& at) {
    if (at.is_v6() && at.to_v6().is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, at.to_v6()).to_string();
    return at.to_string();
}

Proxies::Proxies(const std::vector<std::string>& networks) {
    for (const auto& text : networks) {
        auto slash = text.find('/');
        auto at = parse_address(std::string_view(text).substr(0, slash));
        std::optional<std::int64_t> bits;
        if (at) bits = at->is_v4() ? 32 : 128;
        const auto most = bits.value_or(0);
        if (slash != std::string::npos) bits = base::parse_integer(std::string_view(text).substr(slash + 1));
        if (!at || !bits || *bits < 0 || *bits > most) {
            throw std::runtime_error("\"" + text + "\" is not a network; write it as 10.0.0.0/8 or fd00::/8");
        }
        networks_.push_back({bytes_of(*at), static_cast<int>(*bits) + (at->is_v4() ? 96 : 0)});
    }
}

static bool same_beginning(std::string_view left, std::string_view right, int bits) {
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (left.substr(0, whole) != right.substr(0, whole)) return false;
    if (bits % 8 == 0) return true;
    const int shift = 8 - bits % 8;
    return (static_cast<unsigned char>(left[whole]) >> shift) == (static_cast<unsigned char>(right[whole]) >> shift);
}

bool Proxies::trusts(std::string_view text) const {
    if (networks_.empty()) return false;
    auto at = parse_address(text);
    if (!at) return false;
    const auto bytes = bytes_of(*at);
    return std::ranges::any_of(networks_, [&](const Network& network) { return same_beginning(bytes, network.bytes, network.bits); });
}

Origin Proxies::origin(std::string_view peer, bool tls, std::string_view forwarded_for, std::string_view forwarded_proto) const {
    constexpr std::string_view mapped = "::ffff:";  // IPv4 on a socket that listens for both
    Origin found{std::string(peer.starts_with(mapped) ? peer.substr(mapped.size()) : peer), tls, false};
    if (!trusts(found.address)) return found;
    found.from_proxy = true;
    found.secure = base::equal_ignoring_ascii_case(base::trim(forwarded_proto), "https");
    auto chain = base::split(forwarded_for, ',');
    for (auto hop = chain.rbegin(); hop != chain.rend(); ++hop) {
        auto at = parse_address(base::trim(*hop));
        if (!at) break;  // what stands further left was written by somebody who also wrote this
        found.address = undressed(*at);
        if (!trusts(found.address)) break;
    }
    return found;
}

bool is_loopback_address(std::string_view text) {
    auto at = parse_address(text);
    return at && at->is_loopback();
}

}  // namespace http
