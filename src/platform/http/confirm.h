/// A question before what cannot be undone.
#pragma once

#include <optional>
#include <string_view>

#include "http/call.h"

namespace http {

/// Without script the browser cannot ask, so a page does: `question`, more words about it, a button `yes` that sends the same form again, and a way
/// `back`. Absent when the person has said yes.
std::optional<Response> ask_first(WriteCall& call, std::string_view question, std::string_view yes, std::string_view back, std::string_view detail = "");

}  // namespace http
