/// Looking at an address on the web from the server: for jobs only, never while a person waits.
///
/// Whoever can make this server ask for an address could make it ask the school's own machines. So the address that a connection really goes to is
/// checked, also after each redirect and whatever the name server says: this machine, private, link-local, multicast and reserved ranges are refused.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace http {

struct FetchLimits {
    base::Milliseconds connect{std::chrono::seconds(8)};
    base::Milliseconds whole{std::chrono::seconds(20)};
    std::size_t most_bytes = 512 * 1024;  // of the body, unpacked; what is more is left unread
    int most_redirects = 5;
    bool allow_loopback = false;          // for tests, which have no other host
};

/// What stood in the way of an answer.
enum class FetchTrouble {
    none,
    address,            // not an http or https address, or one with a password in it
    forbidden_address,  // it leads to this machine or into a private network
    no_such_host,       // the name server knows no such name
    no_name_server,     // the name server itself gave no answer
    no_connection,
    timed_out,
    certificate,        // TLS could not be agreed on
    redirects,          // more than allowed, or to something that is not http or https
    broken,             // the answer broke off or made no sense
};
/// "no_such_host"; rooms say it as "<room>.trouble.no_such_host".
std::string_view word(FetchTrouble trouble);

struct Fetched {
    FetchTrouble trouble = FetchTrouble::none;
    long status = 0;             // of the last answer; 0: there was none
    std::string url;             // where redirects led
    std::vector<std::pair<std::string, std::string>> headers;  // of the last answer, names in lower case
    std::string body;
    bool cut = false;            // the body was longer than allowed

    std::string_view header(std::string_view name) const;
};

/// GET. Sends no cookies, no referrer, no credentials, and uses no proxy. Never throws for what the other side does.
Fetched fetch(const std::string& url, const FetchLimits& limits = {});

/// Looks at many addresses one after the other and leaves a pause before the same host is asked again, so that nobody's server is troubled by us.
class PoliteFetcher {
public:
    explicit PoliteFetcher(base::Milliseconds pause, FetchLimits limits = {});
    ~PoliteFetcher();
    PoliteFetcher(const PoliteFetcher&) = delete;
    PoliteFetcher& operator=(const PoliteFetcher&) = delete;
    /// Waits as long as the pause asks, then fetches.
    Fetched fetch(const std::string& url);

private:
    struct Memory;
    base::Milliseconds pause_;
    FetchLimits limits_;
    std::unique_ptr<Memory> memory_;
};

/// True for addresses in text form ("10.0.0.7", "fe80::1", "::ffff:127.0.0.1") that a fetch never connects to. What is no address is refused too.
bool is_forbidden_address(std::string_view address, bool allow_loopback = false);

}  // namespace http
