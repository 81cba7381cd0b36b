/// Words for what comes from data: permissions, places, events.
#pragma once

#include <string>

#include "auth/event.h"
#include "auth/viewer.h"
#include "http/call.h"

namespace app {

/// "Works on requests": the message <room>.permission.<rest>; the name itself when a room has no words for it.
std::string permission_words(const http::Call& call, std::string_view permission);
/// "everywhere", or the name of the school.
std::string scope_words(const http::Call& call, db::Read& db, const auth::Grant& grant);
/// "Account: password set": the message <room>.event.<kind>.<action> of whichever room has it.
std::string event_words(const http::Call& call, std::string_view kind, std::string_view action);

}  // namespace app
