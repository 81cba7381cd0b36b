/// Thanks for what is solved, which open nothing (clause 10 of docs/policies/mail.md).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "helpdesk/request.h"

namespace helpdesk {

/// Whether a text says nothing but thanks, or that it works, in English or Spanish; `names` of the people in the conversation may stand in it. It has to be made
/// of whole phrases that are known; any other word, number, question or sign makes it more than that.
bool only_thanks(std::string_view text, std::span<const std::string> names);

/// Whether a solved or closed request is answered with nothing but thanks. `sender`: their name.
bool thanks_for_solved(db::Read& db, const Request& request, std::string_view words, std::string_view sender);
/// The story says why nothing was opened.
void note_thanks(db::Write& db, base::Instant now, RequestId request);

}  // namespace helpdesk
