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
/// "Password set": the message app.event.<kind>.<action>, else that of whichever room has it, else the raw words.
std::string event_words(const http::Call& call, std::string_view kind, std::string_view action);
/// "Request", of the kind of thing that an event is about: the message app.audit_kind.<kind>, else the raw word.
std::string subject_words(const http::Call& call, std::string_view kind);

}  // namespace app
