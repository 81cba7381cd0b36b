/// Who is at the other end when a proxy stands between.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

struct Origin {
    std::string address;  // without a port; IPv4 addresses in IPv6 dress are undressed
    bool secure = false;
    bool from_proxy = false;
};

class Proxies {
public:
    /// "10.0.0.0/8", "fd00::/8", or single addresses. Throws std::runtime_error naming the one that cannot be read.
    explicit Proxies(const std::vector<std::string>& networks);

    bool trusts(std::string_view address) const;
    /// The headers count only when the peer is trusted; of the chain the last address that is not ours is believed.
    Origin origin(std::string_view peer, bool tls, std::string_view forwarded_for, std::string_view forwarded_proto) const;

private:
    struct Network {
        std::string bytes;  // 16 of them, IPv4 mapped
        int bits;
    };
    std::vector<Network> networks_;
};

bool is_loopback_address(std::string_view address);

}  // namespace http
