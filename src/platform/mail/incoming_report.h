/// What machines say of mail that did not arrive.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/incoming.h"

namespace mail {

/// The groups of fields of a message/delivery-status part (RFC 3464), those that say "failed" or "delayed".
std::vector<Undelivered> read_delivery_status(std::string_view part);

/// Of a report in free words: the recipients that `failed` names (X-Failed-Recipients), or else those that stand in angle brackets at the beginning
/// of a line, each with the status that the text names.
std::vector<Undelivered> guess_undelivered(std::string_view failed, std::string_view text);

/// The id after "Message-ID:" at the beginning of a line, for reports that quote the head of the message in their words.
std::string message_id_in(std::string_view text);

}  // namespace mail
