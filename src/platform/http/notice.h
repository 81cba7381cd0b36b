/// The sentence that the next page shows once, and the token of forms; both are bound to the session. Only for this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

constexpr std::string_view notice_cookie = "belltower_notice";

/// The hidden field of a session's forms: derived from its secret, so it needs no storage and nobody else can make it.
std::string form_token_of(std::string_view session_secret);
/// "Set-Cookie" values that keep a notice for the next page, and that forget it.
std::string keep_notice(std::string_view notice, std::string_view form_token, bool secure);
std::string forget_notice();
/// Absent when the cookie was not written by this session.
std::optional<std::string> read_notice(std::string_view cookie, std::string_view form_token);

}  // namespace http
