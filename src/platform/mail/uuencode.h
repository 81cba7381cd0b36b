/// Files written into a text by uuencode, as some machines still do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/incoming.h"

namespace mail {

/// Takes every "begin 644 name ... end" out of the text; what only looks so stays.
std::vector<Attachment> take_uuencoded(std::string& text, const ReadLimits& limits);

}  // namespace mail
