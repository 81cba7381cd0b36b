/// Access tokens for XOAUTH2 (RFC 6749 section 6: by a refresh token; section 4.4: by the client's own secret).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace mail {

struct TokenQuestion {
    std::string url;  // https, or http on this machine
    std::string client_id;
    std::string client_secret;
    std::string refresh_token;  // empty: the client asks for itself
    std::string scope;
};

struct TokenAnswer {
    std::string access_token;    // empty: there is none, for the reason in `said`
    std::string refresh_token;   // a new one, when the old one ends with its use
    std::chrono::seconds lasts{3600};
    std::string said;            // what stood in the way: the other side's error code, or the library's words; never a secret
};

/// Empty when the address can be used, else what is wrong with it.
std::string problem_with_token_url(std::string_view url);

/// Gives up after 20 seconds.
TokenAnswer ask_token(const TokenQuestion& question);

}  // namespace mail
