/// What the forms of this room share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/call.h"

namespace app {

/// Shows the summary of problems ({{>problems}}) and, at each field, {{#<field>_problem}} with its message and {{#<field>_invalid}}.
void tell(html::View& view, const std::vector<http::FieldProblem>& problems);

/// A path of ours to go on to: what was asked for, or the start page. Never an address elsewhere.
std::string safe_next(std::string_view next);

/// Whether cookies are safe here: TLS, or a browser on the same machine.
bool may_carry_cookies(const http::Request& request);
/// "Set-Cookie" for a session, and to forget it.
std::string session_cookie(const http::Request& request, std::string_view token, bool own_device);
std::string forget_session_cookie(const http::Request& request);
/// The secret that this request carries; empty when there is none.
std::string_view session_secret(const http::Request& request);

}  // namespace app
