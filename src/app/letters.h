/// The letters that this room sends.
#pragma once

#include "auth/account.h"
#include "http/call.h"

namespace app {

/// "https://help.north.example/welcome/<token>".
std::string link_address(const http::Services& services, const auth::Link& link);

/// The link to choose a password, in the language of its reader.
void send_link(const http::WriteCall& call, const auth::Account& to, auth::LinkPurpose purpose, const auth::Link& link);

}  // namespace app
