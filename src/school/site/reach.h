/// What a look at an address on the web tells about it. Pure rules, shared by class links and embeds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/fetch.h"

namespace site {

enum class Reach {
    unchecked,  // nobody looked yet
    alive,
    sign_in,    // answers, and asks who is there: right for a class page, wrong for an embed
    unknown,    // no answer this time; the next look decides
    dead,
};
std::string_view word(Reach reach);
std::optional<Reach> parse_reach(std::string_view word);

/// What is known of an address.
struct Reached {
    Reach state = Reach::unchecked;
    long status = 0;                          // of HTTP; 0: there was no answer
    std::string trouble;                      // http::word() of what stood in the way; empty: nothing
    std::optional<base::Instant> checked_at;  // the last look
    std::optional<base::Instant> since;       // since when it is so
};

/// Where people prove who they are: by the host or the path of an address.
bool looks_like_sign_in(std::string_view url);

/// What this answer means on its own. 401, 403 and being led to a sign-in page: sign_in. 404, 410, no such host: dead. Everything else that is not an
/// answer of 2xx: unknown.
Reach judge(std::string_view asked, const http::Fetched& answer);

/// What is known after this look: an address without an answer twice running is dead (clause 5.5).
Reached after_look(const Reached& before, std::string_view asked, const http::Fetched& answer, base::Instant now);

/// The host of an http or https address in lower case; empty when it is none.
std::string host_of(std::string_view url);

}  // namespace site
