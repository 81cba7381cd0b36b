/// The words about who can take a request, the same where one is handed on and where one is given.
#pragma once

#include <string>

#include "helpdesk/hand_over.h"
#include "http/call.h"

namespace helpdesk {

/// "Repairing devices, Reset passwords": what the request asks of whoever takes it; empty when nothing special.
std::string needs_words(const http::Call& call, db::Read& db, const Receivers& receivers);
/// "about 2 h of work before it".
std::string waits_words(const http::Call& call, const Receiver& person);
/// Section "missing": what nobody has, who comes nearest, and when.
void fill_missing(const http::Call& call, db::Read& db, html::View& view, const MissingHelp& missing);

}  // namespace helpdesk
