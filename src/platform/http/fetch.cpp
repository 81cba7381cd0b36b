#include "http/fetch.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

namespace http {

std::string_view word(FetchTrouble trouble) {
    switch (trouble) {
        case FetchTrouble::none: return "none";
        case FetchTrouble::address: return "address";
        case FetchTrouble::forbidden_address: return "forbidden_address";
        case FetchTrouble::no_such_host: return "no_such_host";
        case FetchTrouble::no_name_server: return "no_name_server";
        case FetchTrouble::no_connection: return "no_connection";
        case FetchTrouble::timed_out: return "timed_out";
        case FetchTrouble::certificate: return "certificate";
        case FetchTrouble::redirects: return "redirects";
        case FetchTrouble::broken: return "broken";
    }
    return "broken";
}

std::string_view Fetched::header(std::string_view name) const {
    auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

// --- Which addresses are refused ---

using Bytes = std::array<unsigned char, 16>;

struct Range {
    std::array<unsigned char, 4> first;
    int bits;
};
/// IANA's special-purpose registry (RFC 6890 and its updates), multicast and what is reserved.
static constexpr std::array<Range, 15> refused_v4{{{{0, 0, 0, 0}, 8},      {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10},   {{127, 0, 0, 0}, 8},
                                                   {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},  {{192, 0, 0, 0}, 24},    {{192, 0, 2, 0}, 24},
                                                   {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15},   {{198, 51, 100, 0}, 24},
                                                   {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4}}};

static bool begins_with(std::span<const unsigned char> address, std::span<const unsigned char> prefix, int bits) {
    for (int i = 0; i < bits; ++i) {
        const auto at = static_cast<std::size_t>(i / 8);
        const int mask = 0x80 >> (i % 8);
        if ((address[at] & mask) != (prefix[at] & mask)) return false;
    }
    return true;
}

static bool is_refused_v4(std::span<const unsigned char> address, bool allow_loopback) {
    if (allow_loopback && address[0] == 127) return false;
    return std::ranges::any_of(refused_v4, [&](const Range& range) { return begins_with(address, range.first, range.bits); });
}

static bool is_refused_v6(const Bytes& address, bool allow_loopback) {
    const auto all_zero = [&](std::size_t from, std::size_t to) { return std::all_of(address.begin() + static_cast<long>(from), address.begin() + static_cast<long>(to), [](auto byte) { return byte == 0; }); };
    if (allow_loopback && all_zero(0, 15) && address[15] == 1) return false;
    const std::span<const unsigned char> bytes(address);
    // An address of version 4 in other clothes is judged as such: mapped, and translated by the well-known prefix (RFC 6052).
    if (all_zero(0, 10) && address[10] == 0xff && address[11] == 0xff) return is_refused_v4(bytes.subspan(12), allow_loopback);
    constexpr std::array<unsigned char, 12> translated{0x00, 0x64, 0xff, 0x9b};
    if (begins_with(bytes, translated, 96)) return is_refused_v4(bytes.subspan(12), false);
    // Whatever else is not global unicast (2000::/3): unspecified, loopback, unique local, link-local, multicast, discard.
    if ((address[0] & 0xe0) != 0x20) return true;
    if (address[0] == 0x20 && address[1] == 0x02) return is_refused_v4(bytes.subspan(2, 4), false);  // 6to4
    const bool protocols = address[0] == 0x20 && address[1] == 0x01 && (address[2] & 0xfe) == 0;      // 2001::/23, Teredo and the like
    const bool documentation = address[0] == 0x20 && address[1] == 0x01 && address[2] == 0x0d && address[3] == 0xb8;
    return protocols || documentation;
}

bool is_forbidden_address(std::string_view text, bool allow_loopback) {
    const std::string address(text);
    Bytes bytes{};
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return is_refused_v4(std::span(bytes).first(4), allow_loopback);
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return is_refused_v6(bytes, allow_loopback);
    return true;
}

// --- One conversation ---

namespace {

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

struct Conversation {
    const FetchLimits& limits;
    Fetched answer;
    bool refused = false;

    static std::size_t body(char* data, std::size_t size, std::size_t count, void* self) {
        auto& one = *static_cast<Conversation*>(self);
        const auto bytes = size * count;
        const auto room = one.limits.most_bytes - std::min(one.limits.most_bytes, one.answer.body.size());
        one.answer.body.append(data, std::min(bytes, room));
        if (bytes <= room) return bytes;
        one.answer.cut = true;
        return 0;  // ends the transfer
    }

    static std::size_t head(char* data, std::size_t size, std::size_t count, void* self) {
        constexpr std::size_t most_headers = 100;
        auto& answer = static_cast<Conversation*>(self)->answer;
        const std::string_view line(data, size * count);
        if (line.starts_with("HTTP/")) answer.headers.clear();  // of the next answer after a redirect
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && answer.headers.size() < most_headers) {
            answer.headers.emplace_back(base::to_lower_ascii(line.substr(0, colon)), base::repair_utf8(base::trim(line.substr(colon + 1))));
        }
        return size * count;
    }

    static std::string address_of(const sockaddr& where) {
        char text[INET6_ADDRSTRLEN] = "";
        // libcurl hands a sockaddr of the family that it names.
        if (where.sa_family == AF_INET) inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(where).sin_addr, text, sizeof text);
        if (where.sa_family == AF_INET6) inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(where).sin6_addr, text, sizeof text);
        return text;
    }

    /// Called for every connection with the address to which it will really go.
    static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* where) {
        auto& one = *static_cast<Conversation*>(self);
        if (is_forbidden_address(address_of(where->addr), one.limits.allow_loopback)) {
            one.refused = true;
            return CURL_SOCKET_BAD;
        }
        return socket(where->family, where->socktype | SOCK_CLOEXEC, where->protocol);
    }
};

}  // namespace

/// libcurl says only that a name was not found. Whether the name server said so or did not answer is asked again.
static FetchTrouble why_not_found(const std::string& url) {
    std::unique_ptr<CURLU, FreeUrl> parts(curl_url());
    char* host = nullptr;
    if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK || curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) return FetchTrouble::address;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host, nullptr, &hints, &found);
    curl_free(host);
    if (code == 0) freeaddrinfo(found);
    return code == EAI_NONAME || code == EAI_NODATA ? FetchTrouble::no_such_host : FetchTrouble::no_name_server;
}

static FetchTrouble trouble_of(CURLcode code, const Conversation& talk) {
    if (talk.refused) return FetchTrouble::forbidden_address;
    switch (code) {
        case CURLE_OK: return FetchTrouble::none;
        case CURLE_URL_MALFORMAT: return FetchTrouble::address;
        case CURLE_COULDNT_RESOLVE_HOST: return why_not_found(talk.answer.url);
        case CURLE_COULDNT_CONNECT: return FetchTrouble::no_connection;
        case CURLE_OPERATION_TIMEDOUT: return FetchTrouble::timed_out;
        case CURLE_TOO_MANY_REDIRECTS:
        case CURLE_UNSUPPORTED_PROTOCOL: return FetchTrouble::redirects;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CIPHER: return FetchTrouble::certificate;
        case CURLE_WRITE_ERROR: return talk.answer.cut ? FetchTrouble::none : FetchTrouble::broken;
        default: return FetchTrouble::broken;
    }
}

static std::string host_of(const std::string& text) {
    std::unique_ptr<CURLU, FreeUrl> url(curl_url());
    char* host = nullptr;
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK || curl_url_get(url.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) return "";
    std::string copy(host);
    curl_free(host);
    return base::to_lower_ascii(copy);
}

static bool is_fetchable(const std::string& text) {
    std::unique_ptr<CURLU, FreeUrl> url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return false;
    const auto part = [&](CURLUPart which) {
        char* value = nullptr;
        if (curl_url_get(url.get(), which, &value, 0) != CURLUE_OK) return std::string();
        std::string copy(value);
        curl_free(value);
        return copy;
    };
    const auto scheme = part(CURLUPART_SCHEME);
    return (scheme == "http" || scheme == "https") && part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty();
}

static void set_options(CURL* curl, Conversation& talk, const std::string& url) {
    const auto& limits = talk.limits;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, static_cast<long>(limits.most_redirects));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    // A proxy would connect for us to an address that we cannot see.
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, Conversation::open);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &talk);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Belltower/1 (link check for a school district)");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Conversation::body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &talk);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, Conversation::head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &talk);
}

Fetched fetch(const std::string& url, const FetchLimits& limits) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    Conversation talk{limits, {}, false};
    talk.answer.url = url;
    std::unique_ptr<CURL, FreeCurl> curl(is_fetchable(url) ? curl_easy_init() : nullptr);
    if (!curl) {
        talk.answer.trouble = FetchTrouble::address;
        return std::move(talk.answer);
    }
    set_options(curl.get(), talk, url);
    const CURLcode code = curl_easy_perform(curl.get());
    char* reached = nullptr;
    if (curl_easy_getinfo(curl.get(), CURLINFO_EFFECTIVE_URL, &reached) == CURLE_OK && reached) talk.answer.url = base::repair_utf8(reached);
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &talk.answer.status);
    talk.answer.trouble = trouble_of(code, talk);
    if (talk.answer.trouble != FetchTrouble::none) talk.answer.status = 0;
    return std::move(talk.answer);
}

using Clock = std::chrono::steady_clock;

struct PoliteFetcher::Memory {
    std::map<std::string, Clock::time_point, std::less<>> asked;  // when an answer of that host had come
};

PoliteFetcher::PoliteFetcher(base::Milliseconds pause, FetchLimits limits) : pause_(pause), limits_(limits), memory_(std::make_unique<Memory>()) {}
PoliteFetcher::~PoliteFetcher() = default;

Fetched PoliteFetcher::fetch(const std::string& url) {
    const auto host = host_of(url);
    if (auto last = memory_->asked.find(host); last != memory_->asked.end()) std::this_thread::sleep_until(last->second + pause_);
    auto answer = http::fetch(url, limits_);
    memory_->asked[host] = Clock::now();
    return answer;
}

}  // namespace http
