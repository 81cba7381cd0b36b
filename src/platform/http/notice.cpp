#include "http/notice.h"

#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"

namespace http {

std::string form_token_of(std::string_view session_secret) {
    return auth::hash_token(std::string("form token of ").append(session_secret));
}

static std::string seal(std::string_view notice, std::string_view form_token) {
    return auth::hash_token(fmt::format("notice {} {}", form_token, notice)).substr(0, 32);
}

std::string keep_notice(std::string_view notice, std::string_view form_token, bool secure) {
    return fmt::format("{}={}.{}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax{}", notice_cookie, base::to_base64url(notice),
                       seal(notice, form_token), secure ? "; Secure" : "");
}

std::string forget_notice() { return fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", notice_cookie); }

std::optional<std::string> read_notice(std::string_view cookie, std::string_view form_token) {
    auto dot = cookie.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    auto notice = base::from_base64url(cookie.substr(0, dot));
    if (!notice || !base::is_utf8(*notice) || !auth::equal_in_constant_time(seal(*notice, form_token), cookie.substr(dot + 1))) return std::nullopt;
    return notice;
}

}  // namespace http
